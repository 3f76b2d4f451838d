import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { readJson } from "../../../shared/adapters/hris/read-json.ts";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import { hrServer, json } from "./hr-server.ts";

const canary = "canary-7f3a";

/** What reading throws when the HR system behaves like this. */
async function failure(answer: (request: IncomingMessage, response: ServerResponse) => void, timeoutMs?: number) {
  await using server = await hrServer(answer);
  return await readJson(new URL(`${server.url}/x?employeeId=${canary}`), `Bearer ${canary}`, timeoutMs).then(
    () => undefined,
    (error: unknown) => error,
  );
}

test.each([
  ["seconds", "120", 120_000],
  ["a date in the past", "Mon, 02 Mar 2026 09:00:00 GMT", 0],
  ["nonsense", "soon", undefined],
])("Retry-After as %s is handed on", async (_, retryAfter, afterMs) => {
  for (const status of [429, 503]) {
    const error = await failure(json({ who: canary }, status, { "retry-after": retryAfter }));
    expect(error).toBeInstanceOf(TryLaterError);
    expect(error).toMatchObject({ afterMs });
  }
});

test("Retry-After as a date in the future is handed on", async () => {
  const until = new Date(Date.now() + 300_000).toUTCString();
  const error = await failure(json({}, 429, { "retry-after": until }));

  expect(error instanceof TryLaterError && error.afterMs).toBeGreaterThan(290_000);
});

test.each([408, 425, 429, 500, 502, 503, 504])("%i means: later", async (status) => {
  expect(await failure(json({}, status))).toBeInstanceOf(TryLaterError);
});

test.each([400, 401, 403, 405, 410, 422])("%i needs a person", async (status) => {
  expect(await failure(json({ who: canary }, status))).toBeInstanceOf(NeedsPersonError);
});

test("a redirect is not followed, so the key stays here", async () => {
  await using elsewhere = await hrServer(json({}));

  expect(await failure(json({}, 302, { location: `${elsewhere.url}/` }))).toBeInstanceOf(NeedsPersonError);
  expect(elsewhere.requests).toEqual([]);
});

test("a page instead of JSON needs a person", async () => {
  expect(await failure((_, response) => response.end(`<p>${canary}`))).toBeInstanceOf(NeedsPersonError);
});

test("no connection, a cut one and no answer in time mean: later", async () => {
  const cut = await failure((_, response) => {
    response.writeHead(200, { "content-length": "100" }).write("{");
    setTimeout(() => response.destroy(), 10);
  });
  const silence = await failure(() => undefined, 50);
  const endless = await failure((_, response) => response.writeHead(200).write("{"), 50);
  const nobody = await readJson(new URL("http://127.0.0.1:1/"), "").catch((error: unknown) => error);

  for (const error of [cut, silence, endless, nobody]) expect(error).toBeInstanceOf(TryLaterError);
});

test("no error carries what the HR system said, what was asked or the key", async () => {
  const errors = [
    await failure(json({ who: canary }, 403)),
    await failure(json({ who: canary }, 503)),
    await failure(json({ who: canary }, 400)),
    await failure((_, response) => response.end(`{"who": "${canary}`)),
    await failure(() => undefined, 50),
  ];

  for (const error of errors) {
    const all = error instanceof Error ? `${error.stack}${error.cause instanceof Error ? error.cause.stack : ""}` : "";
    expect(all).toContain("HR system");
    expect(all).not.toContain(canary);
  }
});
