import type { IncomingMessage, ServerResponse } from "node:http";
import findMyWay, { type HTTPMethod } from "find-my-way";
import { type HttpFunction, routeOf } from "../functions.ts";
import { toRouterRoute } from "./route-template.ts";

/** Answers one request for one function. `params` are the route's parameters, decoded; absent ones are left out. */
export type RouteHandler = (
  target: HttpFunction,
  request: IncomingMessage,
  response: ServerResponse,
  params: Record<string, string>,
) => void;

/** Finds the function for a request, and answers 404 when there is none, a known path with another method included. */
export interface Routes {
  lookup(request: IncomingMessage, response: ServerResponse): void;
  /** Routes that the host refuses, each a sentence that begins with the function's name. */
  readonly problems: readonly string[];
}

/** Paths are matched without regard to case, as in ASP.NET. */
export function makeRoutes(functions: readonly HttpFunction[], prefix: string, handle: RouteHandler): Routes {
  const notFound = (_: IncomingMessage, response: ServerResponse) => void response.writeHead(404).end();
  const router = findMyWay({
    caseSensitive: false,
    ignoreTrailingSlash: true,
    maxParamLength: 8192,
    defaultRoute: notFound,
    onBadUrl: (_path, request, response) => notFound(request, response),
  });
  const problems: string[] = [];
  const taken = new Map<string, string>();
  for (const target of functions) {
    const template = routeOf(target, prefix);
    if (/^(admin|runtime)/i.test(target.route ?? target.name)) {
      problems.push(`${target.name}: the route "${target.route ?? target.name}" begins with admin or runtime`);
      continue;
    }
    const clash = target.methods.map((method) => taken.get(`${method} ${template.toLowerCase()}`)).find(Boolean);
    if (clash !== undefined) {
      problems.push(`${target.name}: ${clash} has the same route and method, ${template}`);
      continue;
    }
    for (const method of target.methods) taken.set(`${method} ${template.toLowerCase()}`, target.name);
    try {
      const { paths, rest } = toRouterRoute(template);
      for (const path of paths) {
        router.on(methodsOf(target), path, (request, response, params) => {
          if (target.disabled) notFound(request, response);
          else handle(target, request, response, named(params, rest));
        });
      }
    } catch (error) {
      problems.push(`${target.name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { lookup: (request, response) => void router.lookup(request, response), problems };
}

function methodsOf({ methods }: HttpFunction): HTTPMethod[] {
  // The router refuses, with its own message, what is not a method.
  return methods as HTTPMethod[];
}

function named(params: Record<string, string | undefined>, rest: string | undefined): Record<string, string> {
  const found = Object.entries(params).flatMap(([key, value]) => {
    if (value === undefined || value === "") return [];
    return [[key === "*" && rest !== undefined ? rest : key, value]];
  });
  return Object.fromEntries(found);
}
