import type { LocalCertificate } from "../certificates.ts";
import type { VirtualClock } from "../clock.ts";
import { startControl } from "./control/server.ts";
import type { Effect, EffectCounts } from "./effect-log.ts";
import { addExchange } from "./exchange/invoke-command.ts";
import { FaultBook, type TenantFaults } from "./faults.ts";
import { addAuthenticationMethods } from "./graph/authentication-methods.ts";
import { addBatch } from "./graph/batch.ts";
import { addDevices } from "./graph/devices.ts";
import { addLicences } from "./graph/licences.ts";
import { addMail } from "./graph/mail.ts";
import { addMemberships } from "./graph/memberships.ts";
import { addSignIns } from "./graph/sign-ins.ts";
import { addUserChanges } from "./graph/user-changes.ts";
import { addUserReads } from "./graph/users.ts";
import { addBambooHr } from "./hr/bamboohr.ts";
import { addWorkers } from "./hr/workers.ts";
import { Dispatcher, type LoggedRequest } from "./http/dispatcher.ts";
import type { RecordedExchange } from "./http/recording.ts";
import { Routes } from "./http/routes.ts";
import { serve } from "./http/server.ts";
import { clientId, tenantId } from "./ids.ts";
import { settle } from "./settle.ts";
import { addSignIn } from "./sign-in/endpoints.ts";
import { Tokens } from "./sign-in/tokens.ts";
import { TenantState } from "./state.ts";
import { stateFile } from "./state-file.ts";

export interface TenantOptions {
  readonly clock: VirtualClock;
  readonly certificate: LocalCertificate;
  /** 0 or undefined: any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  /** Real milliseconds before each request is looked at. */
  readonly latencyMs?: number;
  /** Application permissions in Graph tokens; a call that needs another one gets 403. Undefined: all that are known. */
  readonly grantedPermissions?: readonly string[];
  /** Called once for every exchange, without secrets. */
  readonly record?: (exchange: RecordedExchange) => void;
  /** Generated people beside the company of the seed: keys `extra0001` and so on. */
  readonly people?: number;
  /**
   * Everything that can be read from the tenant is kept in this file across restarts, passwords as SHA-256 only; see
   * `JsonFile`. Not kept: the request log, faults and lags that were ordered, and the values of passwords.
   */
  readonly dataFile?: string;
  /** Entries on a page of group memberships. Smaller than the service's, so that pages have to be followed. */
  readonly largestPage?: number;
}

/** Microsoft 365, an HR system and a mail catcher, simulated. */
export interface Tenant {
  /** `https://localhost:PORT`: sign-in, Graph, Exchange and HR. */
  readonly url: string;
  /** `http://127.0.0.1:PORT`: for checkers in other processes, and the mail catcher's page. */
  readonly controlUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What the BambooHR API takes as user name. */
  readonly hrApiKey: string;
  /** What the generic HR lookup takes as bearer token. */
  readonly hrToken: string;
  readonly state: TenantState;
  readonly faults: TenantFaults;
  effects(): readonly Effect[];
  effectCounts(): EffectCounts;
  requests(): readonly LoggedRequest[];
  /** Requests that no endpoint understood; a test asserts that there are none. */
  unhandled(): readonly string[];
  setLatency(ms: number): void;
  close(): Promise<void>;
}

// Fixed, so that the sample settings can name them. Good for nothing but this local tenant.
const clientSecret = "local-tenant-client-secret";
const hrApiKey = "local-tenant-hr-api-key";
const hrToken = "local-tenant-hr-token";

/**
 * Starts the simulated tenant on 127.0.0.1.
 *
 * @throws {JsonFileError} the data file cannot be used
 */
export async function startTenant(options: TenantOptions): Promise<Tenant> {
  let latencyMs = options.latencyMs ?? 0;
  const state = new TenantState();
  const file = options.dataFile === undefined ? undefined : stateFile(options.dataFile, state);
  settle(state, options.people ?? 0);
  state.onChange(() => file?.changed());
  const faults = new FaultBook(state);
  const tokens = new Tokens(clientSecret);
  const routes = new Routes();
  const dispatcher = new Dispatcher(state, routes, faults, tokens);
  addEndpoints(routes, state, dispatcher, tokens, options);

  const server = await serve({
    certificate: options.certificate,
    port: options.port ?? 0,
    dispatcher,
    latencyMs: () => latencyMs,
    record: options.record,
  });
  const setLatency = (ms: number) => {
    latencyMs = ms;
  };
  const { clock } = options;
  const control = await startControl(
    { state, faults, clock, setLatency, log: dispatcher.log },
    options.controlPort ?? 0,
  );

  return {
    url: server.origin,
    controlUrl: control.url,
    tenantId,
    clientId,
    clientSecret,
    hrApiKey,
    hrToken,
    state,
    faults,
    effects: () => state.effects.all(),
    effectCounts: () => state.effects.counts(),
    requests: () => dispatcher.log,
    unhandled: () => state.unhandled,
    setLatency,
    async close() {
      await Promise.all([server.close(), control.close()]);
      file?.write();
    },
  };
}

function addEndpoints(
  routes: Routes,
  state: TenantState,
  dispatcher: Dispatcher,
  tokens: Tokens,
  options: TenantOptions,
): void {
  const graphRoles = () => options.grantedPermissions ?? routes.permissions();
  addSignIn(routes, { clientSecret, tokens, graphRoles });
  addUserReads(routes, state);
  addUserChanges(routes, state);
  addAuthenticationMethods(routes, state);
  addDevices(routes, state);
  addSignIns(routes, state);
  addMemberships(routes, state, options.largestPage ?? 4);
  addLicences(routes, state);
  addMail(routes, state);
  addBatch(routes, (call) => dispatcher.send(call));
  addExchange(routes, state);
  addBambooHr(routes, state.hr, hrApiKey);
  addWorkers(routes, state.hr, hrToken);
}
