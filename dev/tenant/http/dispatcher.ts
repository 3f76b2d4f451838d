import { setTimeout as sleep } from "node:timers/promises";
import { cmdletIn } from "../exchange/invoke-command.ts";
import type { FaultAction, FaultBook } from "../faults.ts";
import { admit } from "../sign-in/gate.ts";
import type { Tokens } from "../sign-in/tokens.ts";
import type { TenantState } from "../state.ts";
import type { Throttle } from "../throttling/throttle.ts";
import { faultAnswer, graphError } from "./errors.ts";
import { type Answer, type Call, type Outcome, Refusal } from "./exchange.ts";
import type { Routes } from "./routes.ts";

/** One line of the request log. `status` is 0 when no answer went out. `path` has the query. */
export interface LoggedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

export interface DispatcherParts {
  readonly state: TenantState;
  readonly routes: Routes;
  readonly faults: FaultBook;
  readonly tokens: Tokens;
  readonly throttle: Throttle;
}

/** Takes a request to its endpoint, with the faults that were ordered, and logs it. Parts of a batch come here too. */
export class Dispatcher {
  readonly log: LoggedRequest[] = [];
  readonly #state: TenantState;
  readonly #routes: Routes;
  readonly #faults: FaultBook;
  readonly #tokens: Tokens;
  readonly #throttle: Throttle;

  constructor({ state, routes, faults, tokens, throttle }: DispatcherParts) {
    this.#state = state;
    this.#routes = routes;
    this.#faults = faults;
    this.#tokens = tokens;
    this.#throttle = throttle;
  }

  async send(call: Call): Promise<Outcome> {
    const at = new Date().toISOString();
    this.#state.schedule.runDue();
    const outcome = await this.#underFault(call);
    const status = outcome.kind === "answer" ? outcome.answer.status : 0;
    this.log.push({ at, method: call.method, path: call.target, status });
    return outcome;
  }

  async #underFault(call: Call): Promise<Outcome> {
    const fault = this.#faults.next({ ...call, cmdlet: cmdletIn(call.body) });
    if (fault === undefined) return answered(await this.#answer(call));
    if ("hang" in fault) {
      if (fault.hang === "after") await this.#answer(call);
      return { kind: "hang" };
    }
    if ("delayMs" in fault) await sleep(fault.delayMs);
    else if (happensBefore(fault)) return broken(fault);
    const answer = await this.#answer(call);
    return "delayMs" in fault ? answered(answer) : broken(fault);
  }

  #answer(call: Call): Promise<Answer> {
    return this.#throttle.through(call, () => this.#fromEndpoint(call));
  }

  async #fromEndpoint(call: Call): Promise<Answer> {
    try {
      const found = this.#routes.find(call.method, plainPath(call.path));
      if (found === undefined) return this.#unknown(call);
      const { endpoint, params } = found;
      const caller = endpoint.access === undefined ? undefined : admit(this.#tokens, endpoint.access, call);
      return await endpoint.answer({ ...call, params, caller });
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  #unknown(call: Call): Answer {
    this.#state.unhandled.push(`${call.method} ${call.path}`);
    if (!call.path.startsWith("/v1.0/")) return graphError(404, "NotFound", `No endpoint at '${call.path}'.`);
    return graphError(400, "BadRequest", `Resource not found for the segment '${call.path.split("/").at(-1)}'.`);
  }
}

/** `/users('id')` and `/users/delta()` are the same as `/users/id` and `/users/delta`. */
function plainPath(path: string): string {
  if (!path.startsWith("/v1.0/")) return path;
  const keyed = path.replace(/\('((?:[^']|'')*)'\)/g, (_, key: string) => `/${key.replaceAll("''", "'")}`);
  return keyed.replace(/\(\)$/, "");
}

type Breaking = Exclude<FaultAction, { delayMs: number } | { hang: true | "after" }>;

const answered = (answer: Answer): Outcome => ({ kind: "answer", answer });
const happensBefore = (fault: Breaking): boolean => ("cut" in fault ? fault.cut : fault.when) === "before";
const broken = (fault: Breaking): Outcome =>
  "cut" in fault ? { kind: "cut" } : answered(faultAnswer(fault.status, fault.retryAfterSeconds));
