import { applicationCertificate } from "../application-certificate.ts";
import type { LocalCertificate } from "../certificates.ts";
import type { VirtualClock } from "../clock.ts";
import { addApps } from "./apps/endpoints.ts";
import { startControl } from "./control/server.ts";
import { addDeletion } from "./deletion/endpoints.ts";
import { addUsersDelta } from "./delta/users-delta.ts";
import type { Effect, EffectCounts } from "./effect-log.ts";
import { addEvidence } from "./evidence/endpoints.ts";
import { addExchange } from "./exchange/invoke-command.ts";
import { FaultBook, type TenantFaults } from "./faults.ts";
import { addGrants } from "./grants/endpoints.ts";
import { Granted } from "./grants/granted.ts";
import { administratorPermissions, ownServicePrincipal } from "./grants/services.ts";
import { addAuthenticationMethods } from "./graph/authentication-methods.ts";
import { addBatch } from "./graph/batch.ts";
import { addDevices } from "./graph/devices.ts";
import { addMail } from "./graph/mail.ts";
import { addManagers } from "./graph/managers.ts";
import { addOrganization } from "./graph/organization.ts";
import { addSignIns } from "./graph/sign-ins.ts";
import { addUserChanges } from "./graph/user-changes.ts";
import { addUserCreation } from "./graph/user-create.ts";
import { addUserReads } from "./graph/users.ts";
import { addGroups } from "./groups/endpoints.ts";
import { addMemberships } from "./groups/memberships.ts";
import { addBambooHr } from "./hr/bamboohr.ts";
import { addHrVendors } from "./hr/vendors.ts";
import { addWorkers } from "./hr/workers.ts";
import { Dispatcher, type LoggedRequest } from "./http/dispatcher.ts";
import type { RecordedExchange } from "./http/recording.ts";
import { Routes } from "./http/routes.ts";
import { serve } from "./http/server.ts";
import { clientId, tenantId } from "./ids.ts";
import { addIntune } from "./intune/endpoints.ts";
import { addLicences } from "./licences/endpoints.ts";
import { addRoles, rolesOf } from "./roles/endpoints.ts";
import { settle } from "./settle.ts";
import { addSharePoint } from "./sharepoint/endpoints.ts";
import { Application } from "./sign-in/application.ts";
import { addSignIn } from "./sign-in/endpoints.ts";
import { addSignInHistory } from "./sign-in/history.ts";
import { type Resource, Tokens } from "./sign-in/tokens.ts";
import { TenantState } from "./state.ts";
import { stateFile } from "./state-file.ts";
import { addSubscriptions } from "./subscriptions/endpoints.ts";
import { Notifier } from "./subscriptions/notifier.ts";
import { addSync } from "./sync.ts";
import { addTelephony } from "./telephony/endpoints.ts";
import { Throttle } from "./throttling/throttle.ts";

export interface TenantOptions {
  readonly clock: VirtualClock;
  readonly certificate: LocalCertificate;
  /** 0 or undefined: any free port. */
  readonly port?: number;
  readonly controlPort?: number;
  /** Refuse what goes beyond the documented limits of each service. */
  readonly throttling?: boolean;
  /** Real milliseconds before each request is looked at. */
  readonly latencyMs?: number;
  /** Application permissions in Graph tokens; a call that needs another one gets 403. Undefined: all that are known. */
  readonly grantedPermissions?: readonly string[];
  /**
   * Directory roles of the application itself, by name. With "Privileged Authentication Administrator" or "Global
   * Administrator" it reaches people who hold roles.
   */
  readonly directoryRoles?: readonly string[];
  /** Certificates (PEM) that the application may sign in with, beside its secret. */
  readonly certificates?: readonly string[];
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
  /** Certificate with its private key, PEM: SharePoint takes no token that a secret gave. */
  readonly clientCertificate: string;
  /** What the BambooHR API takes as user name. */
  readonly hrApiKey: string;
  /** What the generic HR lookup takes as bearer token. */
  readonly hrToken: string;
  /** The app registration: secrets, certificates and grants can be changed while the tenant runs. */
  readonly application: Application;
  readonly state: TenantState;
  /** Change notifications: disorder to order, and what was sent. */
  readonly notifier: Notifier;
  readonly faults: TenantFaults;
  /** Off at first, unless an option says so. */
  readonly throttle: Throttle;
  effects(): readonly Effect[];
  effectCounts(): EffectCounts;
  requests(): readonly LoggedRequest[];
  /** Requests that no endpoint understood; a test asserts that there are none. */
  unhandled(): readonly string[];
  setLatency(ms: number): void;
  /** A token for Graph of the administrator who gives applications their rights. The service's is not an application's. */
  administratorToken(): string;
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
  const application = applicationOf(options);
  const clientCertificate = await applicationCertificate();
  application.addCertificate(clientCertificate);
  const faults = new FaultBook(state);
  const notifier = new Notifier(state);
  const throttle = new Throttle(() => state.people.all().length);
  const tokens = new Tokens(clientSecret);
  const routes = new Routes();
  const dispatcher = new Dispatcher({ state, routes, faults, tokens, throttle });
  // Before anybody moves in, as the areas say here what becomes of their things.
  addEndpoints(routes, { state, notifier, dispatcher, tokens, application, options });
  const file = options.dataFile === undefined ? undefined : stateFile(options.dataFile, state);
  settle(state, options.people ?? 0);
  state.onChange(() => file?.changed());
  const { clock } = options;
  if (options.throttling) throttle.on();
  const stopSchedule = state.schedule.start(clock);
  notifier.start();

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
  const administratorToken = () =>
    tokens.issue({ aud: server.origin, roles: [...administratorPermissions], appidacr: "1", directoryRoles: [] });
  const control = await startControl(
    {
      administratorToken,
      state,
      faults,
      throttle,
      notifier,
      application,
      clock,
      setLatency,
      log: dispatcher.log,
      routes: routes.all(),
    },
    options.controlPort ?? 0,
  );

  return {
    url: server.origin,
    controlUrl: control.url,
    tenantId,
    clientId,
    clientSecret,
    clientCertificate,
    hrApiKey,
    hrToken,
    application,
    state,
    notifier,
    faults,
    throttle,
    effects: () => state.effects.all(),
    effectCounts: () => state.effects.counts(),
    requests: () => dispatcher.log,
    unhandled: () => state.unhandled,
    setLatency,
    administratorToken,
    async close() {
      stopSchedule();
      notifier.close();
      await Promise.all([server.close(), control.close()]);
      file?.write();
    },
  };
}

function applicationOf({ grantedPermissions, directoryRoles = [], certificates = [] }: TenantOptions): Application {
  const application = new Application(grantedPermissions, directoryRoles);
  application.addSecret(clientSecret);
  for (const pem of certificates) application.addCertificate(pem);
  return application;
}

interface Parts {
  readonly state: TenantState;
  readonly notifier: Notifier;
  readonly dispatcher: Dispatcher;
  readonly tokens: Tokens;
  readonly application: Application;
  readonly options: TenantOptions;
}

function addEndpoints(routes: Routes, { state, notifier, dispatcher, tokens, application, options }: Parts): void {
  const rights = new Granted(application, routes);
  const granted = (resource: Resource) => rights.of(resource);
  addSignIn(routes, { application, tokens, granted });
  addGrants(routes, rights);
  state.roles.applications.set(ownServicePrincipal, application);
  addUserReads(routes, state);
  addUserCreation(routes, state);
  addUsersDelta(routes, state);
  addSubscriptions(routes, state, notifier);
  addManagers(routes, state);
  addSync(state);
  addOrganization(routes);
  addDeletion(routes, state);
  addUserChanges(routes, state);
  addAuthenticationMethods(routes, state);
  addDevices(routes, state);
  addSignIns(routes, state);
  addSignInHistory(state);
  const largestPage = options.largestPage ?? 4;
  addRoles(routes, state);
  addGroups(routes, state);
  addMemberships(routes, state, largestPage, rolesOf);
  addLicences(routes, state);
  addApps(routes, state, largestPage);
  addTelephony(routes, state, largestPage);
  addIntune(routes, state, largestPage);
  addMail(routes, state);
  addBatch(routes, (call) => dispatcher.send(call));
  addExchange(routes, state);
  addEvidence(routes, state);
  addSharePoint(routes, state);
  addBambooHr(routes, state.hr, hrApiKey);
  addWorkers(routes, state.hr, hrToken);
  addHrVendors(routes, state.hr, hrToken);
}
