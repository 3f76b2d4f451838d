import { createServer, type IncomingMessage, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { signatureProblem } from "../links/shared-access-signature.ts";
import type { Entities } from "../namespace/entities.ts";
import { AdminError } from "./admin-error.ts";
import { entityAt, putEntity, putRule, rulesAt } from "./administration.ts";
import { type Entry, writeEntry, writeError, writeFeed } from "./atom.ts";
import { type Resource, resourceAt } from "./resource.ts";
import { described, elements, writeEntity } from "./write-entity.ts";
import { writeRule } from "./write-rule.ts";

const PAGE = 100;

/** What the administration API works with. */
export interface Administered {
  /** Another object after a restart. */
  readonly entities: Entities;
  readonly accessKeys: Readonly<Record<string, string>> | undefined;
}

/** A request as the API sees it. */
interface Call {
  readonly method: string;
  readonly resource: Resource;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly host: string;
  readonly body: string;
  readonly isUpdate: boolean;
}

/**
 * The administration API, as far as `ServiceBusAdministrationClient` needs it to make, show, list and delete queues,
 * topics, subscriptions and rules. It listens nowhere: connections are given to it.
 */
export function administrationServer(administered: Administered): Server {
  return createServer((request, response) => {
    const reply = (status: number, body: string) => {
      response.writeHead(status, { "content-type": "application/atom+xml;type=entry;charset=utf-8" });
      response.end(body);
    };
    answer(administered, request).then(
      ({ status, body }) => reply(status, body),
      (error: unknown) => {
        const status = error instanceof AdminError ? error.status : 500;
        reply(status, writeError(status, error instanceof Error ? error.message : String(error)));
      },
    );
  });
}

async function answer(
  { entities, accessKeys }: Administered,
  request: IncomingMessage,
): Promise<{ readonly status: number; readonly body: string }> {
  const { host = "localhost", authorization = "" } = request.headers;
  const problem = accessKeys === undefined ? undefined : signatureProblem(authorization, accessKeys);
  if (problem !== undefined) throw new AdminError(401, problem);
  const { pathname, searchParams } = new URL(request.url ?? "/", `https://${host}`);
  const path = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, "");
  const { method = "GET" } = request;
  const isUpdate = request.headers["if-match"] === "*";
  const body = await text(request);
  const call = { method, resource: resourceAt(path), path, query: searchParams, host, body, isUpdate };
  const origin = `https://${host}`;
  switch (method) {
    case "GET":
      return { status: 200, body: show(entities, call, origin) };
    case "PUT":
      return { status: isUpdate ? 200 : 201, body: writeEntry(origin, put(entities, call)) };
    case "DELETE":
      remove(entities, call);
      return { status: 200, body: "" };
    default:
      throw new AdminError(405, `${method} is not supported.`);
  }
}

function show(entities: Entities, { resource, path, query, host }: Call, origin: string): string {
  switch (resource.kind) {
    case "namespace": {
      const times = { CreatedTime: new Date(0).toISOString(), ModifiedTime: new Date(0).toISOString() };
      const content = elements({ ...times, MessagingSKU: "Standard", Name: entities.name, NamespaceType: "Messaging" });
      return writeEntry(origin, { path: entities.name, content: described("NamespaceInfo", content) });
    }
    case "list": {
      const [skip, top] = [Number(query.get("$skip") ?? 0), Number(query.get("$top") ?? PAGE)];
      const all = listed(entities, resource, host);
      const next = skip + top < all.length ? skip + top : undefined;
      return writeFeed(origin, path, all.slice(skip, skip + top), next);
    }
    case "entity": {
      const entity = entityAt(entities, resource.path);
      return writeEntry(origin, { path: entity.path, content: writeEntity(entity, host) });
    }
    case "rule": {
      const rule = rulesAt(entities, resource.subscription).find(resource.name);
      if (rule === undefined) throw new AdminError(404, `The messaging entity '${path}' could not be found.`);
      return writeEntry(origin, { path, content: writeRule(rule) });
    }
    default:
      return resource satisfies never;
  }
}

function listed(entities: Entities, resource: Extract<Resource, { kind: "list" }>, host: string): Entry[] {
  if (resource.of === "rule") {
    const rules = rulesAt(entities, resource.under).all();
    return rules.map((rule) => ({ path: `${resource.under}/Rules/${rule.name}`, content: writeRule(rule) }));
  }
  const prefix = resource.of === "subscription" ? `${entityAt(entities, resource.under).path}/`.toLowerCase() : "";
  const found = entities
    .all()
    .filter(({ kind, path }) => kind === resource.of && path.toLowerCase().startsWith(prefix));
  return found.map((entity) => ({ path: entity.path, content: writeEntity(entity, host) }));
}

function put(entities: Entities, { resource, path, body, isUpdate, host }: Call): Entry {
  if (resource.kind === "entity") {
    const entity = putEntity(entities, resource.path, body, isUpdate);
    return { path: entity.path, content: writeEntity(entity, host) };
  }
  if (resource.kind !== "rule") throw new AdminError(400, `Nothing can be made at '${path}'.`);
  const rule = putRule(rulesAt(entities, resource.subscription), resource.name, body, isUpdate);
  return { path, content: writeRule(rule) };
}

function remove(entities: Entities, { resource, path }: Call): void {
  if (resource.kind === "entity") {
    entities.remove(entityAt(entities, resource.path));
    return;
  }
  if (resource.kind !== "rule") throw new AdminError(400, `Nothing can be deleted at '${path}'.`);
  const refusal = rulesAt(entities, resource.subscription).remove(resource.name);
  if (refusal !== undefined) throw new AdminError(404, refusal.description);
}
