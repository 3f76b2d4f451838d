import { guidOf } from "../../dev/tenant/ids.ts";
import type { StepState } from "../../shared/domain/case.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";
import { announcingAt, isAnnouncing } from "./announcing.ts";
import { preparations, reportOf } from "./preparations.ts";
import { isRestoring, restoringAt } from "./restoring.ts";

/** How a step ends when nothing disturbs it. */
export function endOf(name: string): StepState {
  return preparations[name]?.ends ?? "done";
}

/** How long the service goes on by itself after the step has begun: 0 for most. */
export function lastsMs(name: string): number {
  return preparations[name]?.lastsMs ?? 0;
}

/** A case that stands at this step, approved as far as it needs to be, with the account as the steps before would have left it. */
export async function standing(product: Product, who: string, name: string): Promise<Leaver> {
  if (isRestoring(name)) return await restoringAt(product, who, name);
  if (isAnnouncing(name)) return await announcingAt(product, who, name);
  const { settings = {}, prepare } = preparations[name] ?? {};
  product.terminate(who);
  const leaver = await product.leaver(who).at(name, { approvals: [], ...settings });
  leaver.person.accountEnabled = ["snapshot", "remove-admin-roles", "ask-on-premises", "block-sign-in"].includes(name);
  await prepare?.(product, leaver);
  return leaver;
}

/** What Leaver did to the person and to what was theirs, in order: also where the effect is somebody else's. */
export function effectsAround({ tenant }: Product, leaver: Leaver): readonly string[] {
  const { id, person } = leaver;
  const theirs = [
    id,
    guidOf(`group/of/${person.key}`),
    guidOf(`application/of/${person.key}`),
    guidOf(`person/${reportOf(person.key)}`),
  ];
  return tenant.effects().flatMap(({ operation, objectId, personId, detail, by }) => {
    const about = [objectId, personId, ...Object.values(detail)];
    return by === undefined && theirs.some((one) => about.includes(one)) ? [operation] : [];
  });
}
