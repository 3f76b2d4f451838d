import type { z } from "zod";
import type { VirtualClock } from "../../clock.ts";
import type { FaultBook } from "../faults.ts";
import type { LoggedRequest } from "../http/dispatcher.ts";
import type { Route } from "../http/routes.ts";
import type { Application } from "../sign-in/application.ts";
import type { TenantState } from "../state.ts";
import type { Notifier } from "../subscriptions/notifier.ts";
import type { Throttle } from "../throttling/throttle.ts";

/** What the control port reaches. */
export interface Controlled {
  readonly administratorToken: () => string;
  readonly state: TenantState;
  readonly faults: FaultBook;
  readonly throttle: Throttle;
  readonly notifier: Notifier;
  readonly application: Application;
  readonly clock: VirtualClock;
  readonly log: readonly LoggedRequest[];
  readonly routes: readonly Route[];
  readonly setLatency: (ms: number) => void;
}

/** Something that can be ordered with `POST`. */
export interface Command {
  /** `people/:key/delete`: at most one `:key`, in the middle. */
  readonly path: string;
  /** What it does, with its body, for the page. */
  readonly about: string;
  readonly run: (tenant: Controlled, key: string, body: unknown) => void | Promise<void>;
}

/** A command whose body has this shape. @throws {z.ZodError} from `run`, for another shape */
export function command<Body>(
  path: string,
  about: string,
  body: z.ZodType<Body>,
  run: (tenant: Controlled, key: string, body: Body) => void | Promise<void>,
): Command {
  return { path, about, run: (tenant, key, given) => run(tenant, key, body.parse(given)) };
}
