import { existsSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { type Fixture, openFixture } from "./start-fixture.ts";

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture({ FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: "1000", "AzureWebJobs.mended.Disabled": "true" });
});
afterAll(() => fixture.close());

test("hands the body's bytes over unchanged, and the answer's bytes back", async () => {
  const { host } = fixture;
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value));

  const response = await fetch(`${host.url}/api/echo`, { method: "POST", body: bytes });

  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
});

test("gives the function its parameters, decoded, its query joined with commas and its headers in lower case", async () => {
  const { host } = fixture;

  const response = await fetch(`${host.url}/API/Cases/Ab%20c%2Fd/steps/block?a=1&a=2&b=`, {
    headers: { "X-Mixed-Case": "Yes", "x-empty": "" },
  });

  const seen = z.looseObject({ headers: z.looseObject({}) }).parse(await response.json());
  expect(seen).toMatchObject({
    url: `${host.url}/API/Cases/Ab%20c%2Fd/steps/block?a=1&a=2&b=`,
    params: { id: "Ab c/d", step: "block" },
    query: { a: "1,2", b: "" },
    headers: { "x-mixed-case": "Yes" },
  });
  expect(seen.headers).not.toHaveProperty("x-empty");
});

test.each([
  ["/api/cases/7/steps", { id: "7" }],
  ["/api/cases/7/steps/", { id: "7" }],
])("leaves an optional parameter out: %s", async (path, params) => {
  const { host } = fixture;
  expect(await (await fetch(host.url + path)).json()).toMatchObject({ params });
});

test("knows the rest of a path, also an empty one, and constraints", async () => {
  const { host } = fixture;
  const get = async (path: string) => (await fetch(host.url + path)).json();

  expect(await get("/api/files/a/b.txt")).toEqual({ rest: "a/b.txt" });
  expect(await get("/api/files")).toEqual({});
  expect(await get("/api/numbers/12")).toEqual({ n: "12" });
  expect((await fetch(`${host.url}/api/numbers/twelve`)).status).toBe(404);
});

test.each([
  ["an unknown path", "GET", "/api/nothing"],
  ["a known path with another method", "GET", "/api/echo"],
  ["a path without the prefix", "POST", "/echo"],
  ["a path that cannot be decoded", "GET", "/api/cases/%zz/steps"],
])("answers 404 to %s", async (_, method, path) => {
  const { host } = fixture;
  const response = await fetch(host.url + path, { method });
  expect([response.status, await response.text()]).toEqual([404, ""]);
});

test("answers 404 for a disabled function", async () => {
  const { host } = fixture;
  expect((await fetch(`${host.url}/api/mended`)).status).toBe(404);
  expect(host.functions).toContainEqual({
    name: "mended",
    type: "httpTrigger",
    detail: "GET /api/mended [anonymous] (disabled)",
  });
});

test("lets a keyed function be called with its own key, the host's or the master's, the header before the query", async () => {
  const { host } = fixture;
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${host.url}/api/${path}`, { headers })).status;

  expect(await status("keyed")).toBe(401);
  expect(await status("keyed?code=wrong")).toBe(401);
  expect(await status("keyed?code=its-own-key")).toBe(200);
  expect(await status("keyed?code=the-host-key")).toBe(200);
  expect(await status("keyed", { "x-functions-key": "the-master-key" })).toBe(200);
  expect(await status("keyed?code=the-host-key", { "x-functions-key": "wrong" })).toBe(401);
  expect(host.stats().keyed).toEqual({ started: 3, succeeded: 3, failed: 0 });

  expect(await status("master?code=the-host-key")).toBe(401);
  expect(await status("master?code=its-own-key")).toBe(401);
  expect(await status("master?code=the-master-key")).toBe(200);
});

test("shows its functions and its state to the master key", async () => {
  const { host } = fixture;
  const get = (path: string, key: string) => fetch(`${host.url}/admin/${path}?code=${key}`);

  expect((await get("functions", "the-host-key")).status).toBe(401);
  expect(await (await get("functions", "the-master-key")).json()).toContainEqual({
    name: "mended",
    type: "httpTrigger",
    isDisabled: true,
  });
  expect(await (await get("host/status", "the-master-key")).json()).toEqual({
    state: "Running",
    instances: [{ state: "Running", workerPid: host.workerPid(), runsTimers: true }],
  });
  expect((await get("host/nothing", "the-master-key")).status).toBe(404);
});

test("answers 500 without a body when the handler throws, and logs why", async () => {
  const { host, logs } = fixture;

  const response = await fetch(`${host.url}/api/throws`);

  expect([response.status, await response.text()]).toEqual([500, ""]);
  expect(host.stats().throws).toEqual({ started: 1, succeeded: 0, failed: 1 });
  expect(logs).toContainEqual(
    expect.objectContaining({ level: "error", functionName: "throws", message: expect.stringContaining("is broken") }),
  );
});

test("answers 204 when the handler returns nothing", async () => {
  const { host } = fixture;
  const response = await fetch(`${host.url}/api/empty`);
  expect([response.status, await response.text()]).toEqual([204, ""]);
});

test("writes cookies", async () => {
  const { host } = fixture;
  const response = await fetch(`${host.url}/api/cookie`);
  expect(response.headers.getSetCookie()).toEqual(["a=b%20c; max-age=60; path=/; samesite=Strict; httponly"]);
});

test("refuses a body over the limit by itself, and the connection goes on", async () => {
  const { host } = fixture;
  const before = host.stats().echo?.started ?? 0;
  const status = async (size: number) =>
    (await fetch(`${host.url}/api/echo`, { method: "POST", body: Buffer.alloc(size) })).status;

  expect(await status(1000)).toBe(200);
  expect(await status(1001)).toBe(413);
  expect(await status(5_000_000)).toBe(413);
  expect(host.stats().echo?.started).toBe(before + 1);
});

test("drops a body that no Content-Length announces, as the real host does", async () => {
  const { host } = fixture;
  const body = await new Promise<string>((resolve, reject) => {
    const sent = request(`${host.url}/api/echo`, { method: "POST" }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => resolve(`${response.statusCode} ${text}`));
    });
    sent.on("error", reject);
    sent.write("in chunks");
    sent.end();
  });
  expect(body).toBe("200 ");
});

test("survives a Host header that is no address", async () => {
  const { host } = fixture;
  const status = await new Promise((resolve, reject) => {
    const sent = request(`${host.url}/api/empty`, { headers: { host: "[" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });
  expect(status).toBe(400);
});

test("runs requests at the same time", async () => {
  const { host, folder } = fixture;
  const slow = join(folder, "slow");

  const waiting = fetch(`${host.url}/api/wait?until=${slow}`);
  await vi.waitUntil(() => existsSync(`${slow}.started`), { timeout: 10_000 });
  expect((await fetch(`${host.url}/api/empty`)).status).toBe(204);

  writeFileSync(slow, "");
  expect(await (await waiting).text()).toBe("waited");
});
