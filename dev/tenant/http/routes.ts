import createRouter, { type HTTPMethod } from "find-my-way";
import type { Resource } from "../sign-in/tokens.ts";
import type { Answer, RoutedCall } from "./exchange.ts";

/** Who may call: a token for this resource with any one of the permissions (an empty list: any token). */
export interface Access {
  readonly resource: Resource;
  readonly anyOf: readonly string[];
}

export interface Endpoint {
  /** Undefined: the endpoint asks for no token, or checks the caller itself. */
  readonly access: Access | undefined;
  readonly answer: (call: RoutedCall) => Answer | Promise<Answer>;
  readonly route: { readonly method: string; readonly path: string };
}

export interface Match {
  readonly endpoint: Endpoint;
  readonly params: Readonly<Record<string, string>>;
}

/** An endpoint as it was registered. */
export interface Route {
  readonly method: string;
  /** With `:names` for parameters. */
  readonly path: string;
  readonly access: Access | undefined;
}

/** All endpoints of the tenant by method and path. */
export class Routes {
  readonly #router = createRouter({ maxParamLength: 1000 });
  readonly #endpoints = new Map<unknown, Endpoint>();
  readonly #all: Route[] = [];

  add(method: HTTPMethod, path: string, access: Access | undefined, answer: Endpoint["answer"]): void {
    const handler = () => undefined;
    this.#endpoints.set(handler, { access, answer, route: { method, path } });
    this.#all.push({ method, path, access });
    this.#router.on(method, path, handler);
  }

  find(method: string, path: string): Match | undefined {
    if (!isMethod(method)) return undefined;
    const found = this.#router.find(method, path);
    const endpoint = this.#endpoints.get(found?.handler);
    if (found === null || endpoint === undefined) return undefined;
    const params: Record<string, string> = {};
    for (const [name, value] of Object.entries(found.params)) params[name] = value ?? "";
    return { endpoint, params };
  }

  /** Every endpoint, in the order of registration. */
  all(): readonly Route[] {
    return this.#all;
  }

  /** Every permission that some endpoint of this service asks for. */
  permissions(resource: Resource): readonly string[] {
    const asked = this.#all.flatMap(({ access }) => (access?.resource === resource ? access.anyOf : []));
    return [...new Set(asked)];
  }
}

const methods: readonly string[] = ["GET", "POST", "PATCH", "PUT", "DELETE"];
const isMethod = (method: string): method is HTTPMethod => methods.includes(method);
