import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { answerTo } from "../../shared/adapters/answer-to.ts";

type Reply = { readonly status: number; readonly headers: Headers } | Error;

const status = (code: number, headers: Record<string, string> = {}) => ({
  status: code,
  headers: new Headers(headers),
});
const cut = new Error("socket hang up");

/** How often a service with these replies is called, and what comes of it. */
async function calling(question: boolean, ...replies: Reply[]) {
  let calls = 0;
  const make = async () => {
    calls += 1;
    const reply = replies.shift() ?? status(599);
    if (reply instanceof Error) throw reply;
    return reply;
  };
  const outcome = await answerTo({ question, timeoutMs: 5_000, make }).catch((error: unknown) => error);
  return { outcome, calls };
}

test.each([
  ["a connection that broke", cut],
  ["a gateway without an answer", status(504)],
  ["a service that stumbled", status(500)],
])("ADR 0021: a question is put once more after %s, and its second answer counts", async (_, first) => {
  const second = status(200);
  expect(await calling(true, first, second)).toEqual({ outcome: second, calls: 2 });
  expect(await calling(true, first, cut)).toEqual({ outcome: cut, calls: 2 });
  const still = status(503);
  expect(await calling(true, first, still, status(200))).toEqual({ outcome: still, calls: 2 });
});

test.each([
  ["a change that met a broken connection", false, cut],
  ["a change that met a 503", false, status(503)],
  ["a question that was refused", true, status(404)],
  ["a question that was throttled", true, status(429)],
  ["a question that the service wants asked later", true, status(503, { "Retry-After": "5" })],
  ["a question that was answered", true, status(200)],
])("%s is not repeated", async (_, question, reply) => {
  expect(await calling(question, reply, status(200))).toEqual({ outcome: reply, calls: 1 });
});

test("a question that met silence up to the time limit is not repeated", async () => {
  let calls = 0;
  const make = async (signal: AbortSignal) => {
    calls += 1;
    await delay(5_000, undefined, { signal });
    return status(200);
  };
  await expect(answerTo({ question: true, timeoutMs: 20, make })).rejects.toThrow("aborted");
  expect(calls).toBe(1);
});
