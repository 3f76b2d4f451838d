import type { HttpFunction } from "../functions.ts";
import { type RouteMatcher, routeMatcher } from "./route-matcher.ts";

/** The function for a request, with the route's parameters, decoded; absent ones are left out. */
export interface RouteFound {
  readonly target: HttpFunction;
  readonly params: Record<string, string>;
}

/** The HTTP functions of an app by their routes. */
export interface Routes {
  /** The first function, in the order of registration, whose route and methods fit. */
  find(method: string, path: string): RouteFound | undefined;
  /** What the host refuses, each a sentence that begins with the function's name. */
  readonly problems: readonly string[];
  /** What the host takes and nobody wants. */
  readonly warnings: readonly string[];
}

interface Entry {
  readonly target: HttpFunction;
  readonly template: string;
  readonly match: RouteMatcher;
}

/** @param prefix `routePrefix` of host.json */
export function makeRoutes(functions: readonly HttpFunction[], prefix: string): Routes {
  const entries: Entry[] = [];
  const problems: string[] = [];
  const warnings: string[] = [];
  for (const target of functions) {
    const template = templateOf(target);
    const clash = entries.find((other) => shareMethod(other.target, target) && sameShape(other.template, template));
    if (/^(admin|runtime)/i.test(template)) {
      problems.push(`${target.name}: the route "${template}" begins with admin or runtime`);
    } else if (clash !== undefined) {
      problems.push(`${target.name}: ${clash.target.name} has the same route and method, ${clash.template}`);
    } else {
      try {
        const match = routeMatcher([prefix, template].filter((part) => part !== "").join("/"));
        const example = [prefix, template]
          .filter(Boolean)
          .join("/")
          .replace(/\{[^{}]*\}/g, "1");
        const before = entries.find((other) => shareMethod(other.target, target) && other.match(example));
        if (before !== undefined) {
          warnings.push(`${target.name}: ${before.target.name}, registered before it, takes requests for ${template}`);
        }
        entries.push({ target, template, match });
      } catch (error) {
        problems.push(`${target.name}: ${error instanceof Error ? error.message : error}`);
      }
    }
  }
  return { find: (method, path) => find(entries, method, path), problems, warnings };
}

function find(entries: readonly Entry[], method: string, path: string): RouteFound | undefined {
  for (const { target, match } of entries) {
    if (target.methods.length > 0 && !target.methods.includes(method)) continue;
    const params = match(path.replace(/^\//, ""));
    if (params !== undefined) return { target, params };
  }
  return undefined;
}

/** Without a route the function's name is the route. */
function templateOf({ name, route }: HttpFunction): string {
  return (route ?? "").replace(/^\/+|\/+$/g, "") || name;
}

function shareMethod(one: HttpFunction, other: HttpFunction): boolean {
  if (one.methods.length === 0 || other.methods.length === 0) return true;
  return one.methods.some((method) => other.methods.includes(method));
}

/** The host compares texts; a parameter under another name is here the same too, as the later function gets nothing. */
function sameShape(one: string, other: string): boolean {
  return shape(one) === shape(other);
}

function shape(template: string): string {
  return template.toLowerCase().replace(/\{(\*{0,2})[^{}:=?]+/g, "{$1");
}
