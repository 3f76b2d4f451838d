import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import type { VirtualClock } from "../../clock.ts";
import { disableOnPremises } from "../changes.ts";
import type { FaultBook } from "../faults.ts";
import type { LoggedRequest } from "../http/dispatcher.ts";
import { close, listen } from "../http/server.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { AdvanceOrder, FaultOrder, LatencyOrder, orderFault, TerminateOrder } from "./orders.ts";
import { page } from "./page.ts";
import { describePerson } from "./person.ts";

export interface Controlled {
  readonly state: TenantState;
  readonly faults: FaultBook;
  readonly clock: VirtualClock;
  readonly log: readonly LoggedRequest[];
  readonly setLatency: (ms: number) => void;
}

/** Plain HTTP on 127.0.0.1, for checkers outside this process and for people with a browser. */
export async function startControl(tenant: Controlled, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    reply(tenant, request).then(
      (body) => {
        const isPage = typeof body === "string";
        response.writeHead(200, { "content-type": isPage ? "text/html; charset=utf-8" : "application/json" });
        response.end(isPage ? body : `${JSON.stringify(body, undefined, 2)}\n`);
      },
      (error: unknown) => {
        const wrongOrder = error instanceof z.ZodError || error instanceof RangeError || error instanceof SyntaxError;
        response.writeHead(wrongOrder ? 400 : 500, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
      },
    );
  });
  const url = `http://127.0.0.1:${await listen(server, port)}`;
  return { url, close: () => close(server) };
}

async function reply(tenant: Controlled, request: IncomingMessage): Promise<unknown> {
  const { pathname } = new URL(request.url ?? "/", "http://control");
  const [first = "", second = "", third = ""] = pathname.split("/").slice(1).map(decodeURIComponent);
  return request.method === "POST"
    ? obey(tenant, `${first}/${third || second}`, second, await json(request))
    : show(tenant, first, second);
}

function show({ state, log, clock }: Controlled, what: string, key: string): unknown {
  switch (what) {
    case "":
      return page(state);
    case "effects":
      return state.effects.all();
    case "effect-counts":
      return state.effects.counts();
    case "requests":
      return log;
    case "mails":
      return state.mails;
    case "unhandled":
      return state.unhandled;
    case "clock":
      // A number alone, for `$(curl …)`: senders sign at virtual time.
      return key === "seconds" ? Math.floor(clock.now() / 1_000) : { now: new Date(clock.now()).toISOString() };
    case "people":
      return describePerson(state, key);
    default:
      throw new RangeError(`Nothing to show at /${what}`);
  }
}

async function obey(tenant: Controlled, order: string, key: string, body: unknown): Promise<unknown> {
  switch (order) {
    case "faults/":
      orderFault(tenant.faults, FaultOrder.parse(body));
      break;
    case "latency/":
      tenant.setLatency(LatencyOrder.parse(body).ms);
      break;
    case "hr/terminate": {
      const { lastDay, type } = TerminateOrder.parse(body);
      tenant.state.hr.terminate(key, { lastDay, ...(type !== undefined && { type }) });
      break;
    }
    case "hr/rescind":
      tenant.state.hr.rescind(key);
      break;
    case "people/disable-on-premises":
      disableOnPremises(tenant.state, synced(tenant.state, key));
      break;
    case "clock/advance":
      await tenant.clock.advance(AdvanceOrder.parse(body).ms);
      break;
    default:
      throw new RangeError(`No such order: ${order}`);
  }
  return { done: true, now: new Date().toISOString() };
}

/** Only who is mastered in Active Directory can be disabled there. */
function synced(state: TenantState, key: string): Person {
  const person = state.person(key);
  if (!person.onPremisesSyncEnabled) throw new RangeError(`${key} is not mastered in Active Directory`);
  return person;
}
