import { existsSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { makeApp } from "./make-app.ts";
import { startFixture } from "./start-fixture.ts";

const app = (text: string) => makeApp(`app.setup({ enableHttpStream: true });\n${text}`);

test("streams a request in and an answer out, piece by piece", async () => {
  const appDir = await app(`
    import { writeFileSync } from "node:fs";
    app.http("upper", { methods: ["POST"], handler: async ({ body, query }) => ({
      status: 201,
      headers: { "x-from": "app" },
      body: body.pipeThrough(new TransformStream({ transform(piece, out) {
        writeFileSync(query.get("seen"), "");
        out.enqueue(Buffer.from(Buffer.from(piece).toString().toUpperCase()));
      } })),
    }) });
  `);
  const { host, folder } = await startFixture({}, { appDir });
  const seen = join(folder, "seen");

  const answer = await new Promise<{ status: number | undefined; from: unknown; text: string }>((resolve, reject) => {
    const sent = request(`${host.url}/api/upper?seen=${seen}`, { method: "POST" }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        // The rest is sent only when the answer to the first piece is here.
        if (text === "FIRST ") sent.end("second");
      });
      response.on("end", () => resolve({ status: response.statusCode, from: response.headers["x-from"], text }));
    });
    sent.on("error", reject);
    sent.write("first ");
  });

  expect(answer).toEqual({ status: 201, from: "app", text: "FIRST SECOND" });
  expect(existsSync(seen)).toBe(true);
  await host.idle();
  expect(host.stats().upper).toEqual({ started: 1, succeeded: 1, failed: 0 });
});

test("shows the route's parameters, the query and a JSON body's properties as parameters, as the real host does", async () => {
  const appDir = await app(`
    app.http("seen", { route: "cases/{id}", authLevel: "function", handler: async (request) => ({ jsonBody: {
      url: request.url, params: request.params, type: request.headers.get("content-type"), body: await request.json(),
    } }) });
  `);
  const { host } = await startFixture({}, { appDir });
  const post = (key: string) =>
    fetch(`${host.url}/api/cases/7?top=5&code=${key}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ reason: "because", id: "8", urgent: true }),
    });
  expect(await (await post("the-host-key")).json()).toEqual({
    url: `${host.url}/api/cases/7?top=5&code=the-host-key`,
    params: { id: "7", top: "5", code: "the-host-key", reason: "because", urgent: "True" },
    type: "application/json",
    body: { reason: "because", id: "8", urgent: true },
  });
  expect((await post("wrong")).status).toBe(401);
});

test("leaves a request unanswered when the handler throws, until it is given up", async () => {
  const appDir = await app(`app.http("throws", { handler: () => { throw new Error("no answer"); } });`);
  const { host } = await startFixture({}, { appDir, streamWaitMs: 300 });

  const asked = performance.now();
  const answer = await fetch(`${host.url}/api/throws`);

  expect(answer.status).toBe(500);
  expect(performance.now() - asked).toBeGreaterThan(250);
  expect(host.stats().throws).toEqual({ started: 1, succeeded: 0, failed: 1 });
});

test("refuses a streamed body over the limit, and goes on with a new worker after a crash", async () => {
  const appDir = await app(`
    app.http("size", { methods: ["POST"], handler: async (request) => ({ body: String((await request.text()).length) }) });
    app.http("hangs", { handler: () => new Promise(() => {}) });
  `);
  const { host } = await startFixture({ FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: "1000" }, { appDir });
  const size = async (body: string) => {
    const answer = await fetch(`${host.url}/api/size`, { method: "POST", body });
    return [answer.status, await answer.text()];
  };
  expect(await size("x".repeat(1000))).toEqual([200, "1000"]);
  expect(await size("x".repeat(1001))).toEqual([413, ""]);

  const hanging = fetch(`${host.url}/api/hangs`);
  await vi.waitUntil(() => host.stats().hangs?.started === 1, { timeout: 10_000 });
  await host.crashWorker();
  expect((await hanging).status).toBe(500);
  expect(await size("after")).toEqual([200, "5"]);
});
