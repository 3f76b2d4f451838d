import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { Scene } from "../../dev/stack/scene.ts";
import { type Stack, startStack } from "../../dev/stack/stack.ts";
import { lockoutOnly } from "./a-stack.ts";

const Spans = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              name: z.string(),
              attributes: z.array(
                z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});
const Metrics = z.object({
  resourceMetrics: z.array(
    z.object({ scopeMetrics: z.array(z.object({ metrics: z.array(z.object({ name: z.string() })) })) }),
  ),
});

/** What a collector of OpenTelemetry was sent, by path. */
const received: { readonly path: string; readonly body: string }[] = [];
const collector = createServer(async (request, response) => {
  received.push({ path: request.url ?? "", body: await text(request) });
  response.setHeader("content-type", "application/json").end("{}");
});
let stack: Stack;
let scene: Scene;

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const { port } = collector.address() as AddressInfo;
  stack = await startStack({
    policy: lockoutOnly,
    settings: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
  });
  scene = new Scene(stack);
});
afterAll(async () => {
  await stack.stop();
  collector.close();
});

test("R-72: all steps of a case are one trace over all bus hops, its metrics are counted, and no personal data is sent", async () => {
  const people = ["anna", "ben"];
  for (const who of people) {
    scene.terminate(who, scene.day(-1));
    await scene.send(bambooHrWebhook(scene.hrId(who)));
  }
  await scene.workedOff(people, 30);
  const cases = await scene.newestCases(people);
  await scene.until("spans and metrics", 20, async () => {
    const confirmed = spans().filter(({ name }) => name === "confirm-lockout");
    return confirmed.length >= people.length && metrics().has("leaver.lockout.duration");
  });

  for (const one of cases) {
    const own = spans().filter((span) => span.caseId === one?.caseId);
    const steps = new Set(own.map(({ name }) => name));
    expect([...steps]).toEqual(
      expect.arrayContaining(["snapshot", "block-sign-in", "revoke-sessions", "confirm-lockout"]),
    );
    expect(new Set(own.map(({ traceId }) => traceId)).size, "traces of one case").toBe(1);
  }
  expect(new Set(spans().flatMap(({ caseId, traceId }) => (caseId === undefined ? [] : [traceId]))).size).toBe(2);
  expect([...metrics()]).toEqual(expect.arrayContaining(["leaver.steps", "leaver.lockout.duration"]));
  for (const who of people) {
    const { displayName, userPrincipalName } = stack.tenant.state.person(who);
    for (const { body } of received) {
      expect(body).not.toContain(displayName);
      expect(body).not.toContain(userPrincipalName);
    }
  }
});

function spans() {
  const bodies = received.filter(({ path }) => path === "/v1/traces").map(({ body }) => Spans.parse(JSON.parse(body)));
  const all = bodies.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans));
  return all
    .flatMap((scope) => scope.spans)
    .map(({ traceId, name, attributes }) => ({
      traceId,
      name,
      caseId: attributes.find(({ key }) => key === "leaver.case_id")?.value.stringValue,
    }));
}

function metrics(): ReadonlySet<string> {
  const bodies = received
    .filter(({ path }) => path === "/v1/metrics")
    .map(({ body }) => Metrics.parse(JSON.parse(body)));
  const all = bodies.flatMap(({ resourceMetrics }) => resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics));
  return new Set(all.flatMap((scope) => scope.metrics.map(({ name }) => name)));
}
