import { appendFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ClientCertificateCredential } from "@azure/identity";
import { generate } from "selfsigned";
import { expect } from "vitest";
import type { Subscriber } from "../a-subscriber.ts";
import { aTenant, type Reply, request, type TestTenant } from "../a-tenant.ts";
import type { EndpointCall, World } from "./endpoint-call.ts";

export interface Run {
  readonly folder: string;
  /** Gets one line of JSON for every exchange. */
  readonly recordingFile: string;
  readonly subscriber: Subscriber;
}

/** Runs the calls of one area against a tenant of its own. Returns the routes that were called. */
export async function runCalls(calls: readonly EndpointCall[], { folder, recordingFile, subscriber }: Run) {
  const { cert, private: key } = await generate([{ name: "commonName", value: "leaver" }], { keySize: 2048 });
  const certificatePath = join(folder, "application.pem");
  await writeFile(certificatePath, `${key}\n${cert}`);
  await using tenant = await aTenant({
    certificates: [cert],
    record: (exchange) => appendFileSync(recordingFile, `${JSON.stringify(exchange)}\n`),
  });
  const authorization = await signIn(tenant, certificatePath);
  const answers = new Map<string, unknown>();
  // From before the first call, as some of them delete people.
  const ids = new Map(tenant.state.people.all().map(({ key: who, id }) => [who, id]));
  const world: World = {
    tenant,
    id: (who) => ids.get(who) ?? tenant.state.person(who).id,
    subscriberUrl: subscriber.url,
    answerTo: (route) => answers.get(route),
  };
  for (const call of calls) {
    const reply = await send(call, world, authorization);
    answers.set(call.route, reply.body);
    expect(reply.status, `${call.route} answered ${JSON.stringify(reply.body)}`).toBe(call.status ?? 200);
    if (reply.status >= 400) expectError(call.route, reply);
  }
  expect(tenant.unhandled()).toEqual([]);
  return calls.map(({ route }) => route);
}

/** Every endpoint that a tenant has. */
export async function registeredRoutes(): Promise<readonly string[]> {
  await using tenant = await aTenant({ record: () => undefined });
  const { body } = await request(`${tenant.controlUrl}/routes`);
  return Array.isArray(body) ? body.map(({ method, path }) => `${method} ${path}`) : [];
}

/** With a certificate, as SharePoint asks for, and for the local address: such a token is good for every service. */
async function signIn(tenant: TestTenant, certificatePath: string): Promise<string> {
  const options = { authorityHost: tenant.url, disableInstanceDiscovery: true };
  const credential = new ClientCertificateCredential(tenant.tenantId, tenant.clientId, { certificatePath }, options);
  return `Bearer ${(await credential.getToken(`${tenant.url}/.default`)).token}`;
}

async function send(call: EndpointCall, world: World, authorization: string): Promise<Reply> {
  const { path, body, headers = {} } = await call.request(world);
  const [method = "", route = ""] = call.route.split(" ");
  expect(patternOf(route).test(path.split("?")[0] ?? ""), `${path} is no ${call.route}`).toBe(true);
  const isForm = body instanceof URLSearchParams;
  const json = body !== undefined && !isForm;
  return request(`${world.tenant.url}${path}`, {
    method,
    headers: { authorization, ...(json && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
  });
}

/** Parameters stand for anything but a slash; two colons are one that is meant, and a star is the rest. */
function patternOf(route: string): RegExp {
  const escaped = route.replace(/[.$^(){}|[\]+?\\]/g, "\\$&").replaceAll("::", "\u0000");
  const source = escaped.replace(/:\w+/g, "[^/]+").replaceAll("*", ".*").replaceAll("\u0000", ":");
  return new RegExp(`^${source}$`);
}

/** An error tells its kind and what happened, in the way of its service. */
function expectError(route: string, { status, body }: Reply): void {
  expect(status, route).toBeLessThan(500);
  const graphLike = { error: { code: expect.any(String), message: expect.any(String) } };
  const signInLike = { error: expect.any(String), error_description: expect.stringMatching(/^AADSTS\d+: /) };
  const sharePointLike = { error: { code: expect.any(String), message: { value: expect.any(String) } } };
  const sharePointVerbose = { "odata.error": { code: expect.any(String), message: { value: expect.any(String) } } };
  const shapes = [graphLike, signInLike, sharePointLike, sharePointVerbose];
  const fits = shapes.some((shape) => {
    try {
      expect(body).toMatchObject(shape);
      return true;
    } catch {
      return false;
    }
  });
  expect(fits, `${route} answered ${status} with ${JSON.stringify(body)}`).toBe(true);
}
