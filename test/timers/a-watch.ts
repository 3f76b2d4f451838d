import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { HttpRequest } from "@azure/functions";
import { onTestFinished, vi } from "vitest";
import { graphLifecycle } from "../../functions/intake/graph-lifecycle.ts";
import { graphNotifications } from "../../functions/intake/graph-notifications.ts";
import { deltaHandler } from "../../functions/timers/delta.ts";
import { subscriptionsHandler } from "../../functions/timers/subscriptions.ts";
import type { Product } from "../product/product.ts";

/** A product that watches the directory: both addresses on a real socket, both timers in the test's hand. */
export interface Watch {
  readonly origin: string;
  /** The timer that reads what changed. */
  delta(): Promise<void>;
  /** The timer that keeps the subscription. */
  subscriptions(): Promise<void>;
  /** Waits, in real time, until the tenant has nothing more to say; then everything that is due is handled. */
  heard(): Promise<void>;
  /** Log lines of one event. */
  logged(event: string): readonly Record<string, unknown>[];
}

export async function aWatch(product: Product): Promise<Watch> {
  const { ports, tenant } = product;
  // On a busy machine too: how long an answer may take is shown in test/intake/graph-endpoint.test.ts.
  const limits = { storeMs: 20_000, sendMs: 20_000 };
  const deps = { ...ports, log: (entry: object) => ports.log(entry), tenantId: tenant.tenantId, limits };
  const handlers = new Map([
    ["/api/graph/notifications", graphNotifications(deps)],
    ["/api/graph/lifecycle", graphLifecycle(deps)],
  ]);
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const handler = handlers.get(url.pathname);
    const bytes = await buffer(request);
    const { method = "GET", headers } = request;
    const answer = await handler?.(
      new HttpRequest({
        method,
        url: url.href,
        query: Object.fromEntries(url.searchParams),
        headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
        body: { bytes },
      }),
    );
    response.writeHead(answer?.status ?? 404, answer?.headers as Record<string, string>).end(answer?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  ports.address = {
    notificationUrl: `${origin}/api/graph/notifications`,
    lifecycleUrl: `${origin}/api/graph/lifecycle`,
  };
  return {
    origin,
    delta: deltaHandler(ports),
    subscriptions: subscriptionsHandler(ports),
    async heard() {
      await vi.waitUntil(() => tenant.notifier.isIdle(), { timeout: 5_000, interval: 5 });
      await product.run();
    },
    logged: (event) =>
      product.world.logs
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter((line) => line.event === event),
  };
}
