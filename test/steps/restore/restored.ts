import type { Command } from "../../../shared/domain/commands.ts";
import { makeSignIn, type SignInWay } from "../../../shared/domain/give-sign-in.ts";
import { openRestore } from "../../../shared/domain/open-restore.ts";
import type { RestoreOrder, RestoreResult } from "../../../shared/domain/restore-order.ts";
import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";
import { now } from "../../product/virtual-time.ts";

export const ask: RestoreOrder["wishes"] = { signInName: "ask", addresses: "ask" };

export function anOperator(): Command {
  return { actor: "operator:test", because: "she stays after all", at: now() };
}

/** An operator orders the restore of this person. */
export async function restore(
  product: Product,
  person: string,
  wishes: Partial<RestoreOrder["wishes"]> = {},
): Promise<RestoreResult> {
  return await openRestore({ person, wishes: { ...ask, ...wishes } }, anOperator(), product.ports);
}

/** An operator asks for a way to sign in; the answer is the secret. */
export async function signIn(product: Product, leaver: Leaver, way: SignInWay = "temporary-access-pass") {
  return (await makeSignIn(await leaver.file(), anOperator(), { way }, product.ports)).secret;
}

/** What waits for a person, step by step. */
export async function parked(leaver: Leaver): Promise<readonly string[]> {
  const { steps } = await leaver.file();
  return steps.flatMap(({ name, state, because }) => (state === "parked" ? [`${name}: ${because}`] : []));
}

/** What is neither finished nor parked. */
export async function open(leaver: Leaver): Promise<readonly string[]> {
  const { steps } = await leaver.file();
  return steps.flatMap(({ name, state, because }) =>
    ["pending", "ready", "changing", "waiting"].includes(state) ? [`${name} ${state}: ${because}`] : [],
  );
}
