import { deleteUser, purgeUser } from "../../dev/tenant/deletion/changes.ts";
import { purgeSite, recycleSite } from "../../dev/tenant/sharepoint/lifecycle.ts";
import { stepOf } from "../../shared/domain/case.ts";
import { hashOf } from "../../shared/domain/hash.ts";
import { instant } from "../../shared/domain/ids.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";

const dayMs = 86_400_000;

/** The account was deleted a moment ago. */
export function deleted({ tenant: { state } }: Product, { person }: Leaver): void {
  deleteUser(state, person, "hand");
}

/** Its OneDrive was found. */
export async function found(product: Product, leaver: Leaver): Promise<void> {
  deleted(product, leaver);
  await keep(product, leaver, 0);
}

/** Both notices are ahead of the custodian, who was told once: seven days are left. */
export async function nearItsEnd(product: Product, leaver: Leaver): Promise<void> {
  deleted(product, leaver);
  const site = product.tenant.state.sites.oneDrive(leaver.id);
  leaver.person.deletedAt = Date.now() - 24 * dayMs;
  if (site !== undefined) site.orphanedAt = leaver.person.deletedAt;
  await keep(product, leaver, 24);
}

/** Nothing is left of the OneDrive. */
export async function gone(product: Product, leaver: Leaver): Promise<void> {
  await found(product, leaver);
  const { state } = product.tenant;
  const site = state.sites.oneDrive(leaver.id);
  if (site === undefined) throw new Error(`${leaver.person.key} has no OneDrive`);
  recycleSite(state, site);
  purgeSite(state, site);
}

/** Nothing is left of the account. */
export async function purged(product: Product, leaver: Leaver): Promise<void> {
  await found(product, leaver);
  purgeUser(product.tenant.state, leaver.person);
}

/** Puts on the ledger what the steps before have seen. */
async function keep(product: Product, leaver: Leaver, daysAgo: number): Promise<void> {
  const { ledger } = product.ports;
  const site = product.tenant.state.sites.oneDrive(leaver.id);
  const deletedAt = instant(Math.floor((leaver.person.deletedAt ?? 0) / 1_000) * 1_000);
  const times = { deletedAt, purgedAt: instant(Date.parse(deletedAt) + 30 * dayMs) };
  const place = { host: product.tenant.url, siteId: site?.id };
  const finishedAt = instant(Date.now() - daysAgo * dayMs);
  await seen("find-left-drive", { ...place, ...times });
  if (daysAgo > 0) await seen("notify-custodian", { recipient: leaver.person.managerId });

  async function seen(name: string, evidence: object) {
    const file = await leaver.file();
    const step = stepOf(file, name);
    if (step === undefined) throw new Error(`There is no step ${name}`);
    const { generation } = step;
    const details = { generation, evidence: hashOf(evidence), crossed: undefined };
    const record = { ...step, state: "done" as const, finishedAt, evidence };
    const audit = { actor: "leaver", what: "step.done", step: step.name, because: step.because, details };
    await ledger.commit(file, { steps: [record], audit });
  }
}
