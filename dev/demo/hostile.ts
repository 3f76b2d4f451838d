import { bambooHrWebhook, type Webhook } from "../stack/hr-sender.ts";
import type { Scene } from "../stack/scene.ts";

/** A webhook that must be refused, and how. */
export interface Attempt {
  readonly title: string;
  readonly expected: number;
  readonly webhook: Webhook;
}

/** Webhooks that try to fool the product: each is refused with its status, and nothing of it is stored. */
export function hostileWebhooks(scene: Scene): readonly Attempt[] {
  const honest = bambooHrWebhook(scene.hrId("maria"));
  const stale = bambooHrWebhook(scene.hrId("maria"), { at: Date.now() - 6 * 60_000 });
  return [
    {
      title: "forged (a byte of the body changed)",
      expected: 401,
      webhook: { ...honest, body: honest.body.replace("employee.updated", "employee.deleted") },
    },
    {
      title: "forged (wrong secret)",
      expected: 401,
      webhook: bambooHrWebhook(scene.hrId("maria"), { secret: "guessed" }),
    },
    { title: "stale (signed six minutes ago)", expected: 401, webhook: stale },
    { title: "oversized (300 KiB)", expected: 413, webhook: { ...honest, body: "x".repeat(300 * 1024) } },
    { title: "malformed (signed, but no JSON)", expected: 400, webhook: signedGarbage() },
    { title: "unknown source", expected: 404, webhook: { ...honest, source: "nobody" } },
  ];
}

function signedGarbage(): Webhook {
  return bambooHrWebhook("", { body: "{ this is no JSON" });
}
