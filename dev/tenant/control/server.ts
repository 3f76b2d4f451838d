import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { close, listen } from "../http/server.ts";
import { allCommands } from "./all-commands.ts";
import type { Controlled } from "./command.ts";
import { mailPage } from "./mail-pages.ts";
import { page } from "./page.ts";
import { personPage } from "./person-page.ts";
import { views } from "./views.ts";

/** Plain HTTP on 127.0.0.1, for checkers outside this process and for people with a browser. */
export async function startControl(tenant: Controlled, port: number): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    reply(tenant, request).then(
      (body) => {
        const isPage = typeof body === "string";
        response.writeHead(200, { "content-type": isPage ? "text/html; charset=utf-8" : "application/json" });
        response.end(isPage ? body : `${JSON.stringify(body, undefined, 2)}\n`);
      },
      (error: unknown) => {
        const wrongOrder = error instanceof z.ZodError || error instanceof RangeError || error instanceof SyntaxError;
        response.writeHead(wrongOrder ? 400 : 500, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
      },
    );
  });
  const url = `http://127.0.0.1:${await listen(server, port)}`;
  return { url, close: () => close(server) };
}

async function reply(tenant: Controlled, request: IncomingMessage): Promise<unknown> {
  const { pathname } = new URL(request.url ?? "/", "http://control");
  const segments = pathname.split("/").slice(1).map(decodeURIComponent);
  if (request.method === "POST") return obey(tenant, segments, await json(request));
  return show(tenant, segments, request.headers.accept?.includes("text/html") ?? false);
}

function show(tenant: Controlled, [what = "", key = "", ...more]: readonly string[], inBrowser: boolean): unknown {
  if (what === "") return page(tenant.state);
  if (what === "mail") return mailPage(tenant.state, [key, ...more]);
  if (what === "people" && inBrowser) return personPage(tenant.state, key);
  const view = views[what];
  if (view === undefined) throw new RangeError(`Nothing to show at /${what}`);
  return view.show(tenant, key);
}

async function obey(tenant: Controlled, segments: readonly string[], body: unknown): Promise<unknown> {
  const wanted = allCommands.find(({ path }) => fits(path.split("/"), segments));
  if (wanted === undefined) throw new RangeError(`No such order: ${segments.join("/")}`);
  await wanted.run(tenant, segments[wanted.path.split("/").indexOf(":key")] ?? "", body);
  return { done: true, now: new Date().toISOString() };
}

function fits(path: readonly string[], segments: readonly string[]): boolean {
  return path.length === segments.length && path.every((part, place) => part === ":key" || part === segments[place]);
}
