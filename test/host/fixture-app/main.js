import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { app } from "@azure/functions";
import "./hooks.js";
import "./messages.js";

// FIXTURE chooses what goes wrong while the app loads.
if (process.env.FIXTURE === "throws") throw new Error("the fixture refuses to load");
if (process.env.FIXTURE === "exits") process.exit(3);

app.http("echo", {
  methods: ["POST", "PUT"],
  handler: async (request) => ({
    headers: { "content-type": "application/octet-stream" },
    body: new Uint8Array(await request.arrayBuffer()),
  }),
});

app.http("inspect", {
  methods: ["GET", "DELETE"],
  route: "cases/{id}/steps/{step?}",
  handler: (request) => ({
    jsonBody: {
      url: request.url,
      params: request.params,
      query: Object.fromEntries(request.query),
      headers: Object.fromEntries(request.headers),
    },
  }),
});

app.http("files", { route: "files/{*rest}", methods: ["GET"], handler: ({ params }) => ({ jsonBody: params }) });
app.http("numbered", { route: "numbers/{n:int}", methods: ["GET"], handler: ({ params }) => ({ jsonBody: params }) });
app.http("keyed", { authLevel: "function", methods: ["GET"], handler: () => ({ body: "let in" }) });
app.http("master", { authLevel: "admin", methods: ["GET"], handler: () => ({ body: "let in" }) });
app.http("empty", { methods: ["GET"], handler: () => undefined });
app.http("now", {
  methods: ["GET"],
  handler: () => ({ jsonBody: { now: Date.now(), date: new Date().toISOString() } }),
});

app.http("cookie", {
  methods: ["GET"],
  handler: () => ({
    cookies: [{ name: "a", value: "b c", path: "/", httpOnly: true, sameSite: "Strict", maxAge: 60 }],
  }),
});

app.http("throws", {
  methods: ["GET"],
  handler: () => {
    throw new Error("the handler is broken");
  },
});

app.http("uncaught", {
  methods: ["GET"],
  handler: () => {
    setTimeout(() => {
      throw new Error("nobody catches this");
    });
    return new Promise(() => {});
  },
});

/** Answers when the file named by `?until=` exists. */
app.http("wait", {
  methods: ["GET"],
  handler: async ({ query }) => {
    const until = query.get("until") ?? "";
    writeFileSync(`${until}.started`, "");
    while (!existsSync(until)) await new Promise((resolve) => setTimeout(resolve, 5));
    return { body: "waited" };
  },
});

app.timer("hourly", {
  schedule: "%FIXTURE_SCHEDULE%",
  handler: (timer) => {
    appendFileSync(process.env.FIXTURE_RECORD, `${JSON.stringify({ timer, now: Date.now() })}\n`);
  },
});
