import type { CaseAsShown } from "../stack/ops-client.ts";
import type { Scene } from "../stack/scene.ts";

/** Everything that a complete lockout of an ordinary person leaves behind at the tenant. */
export function lockedOut(scene: Scene, who: string): readonly string[] {
  const { state } = scene.stack.tenant;
  const person = state.person(who);
  const open = Object.entries(state.mailboxes.find(person.id)?.cas ?? {}).filter(
    ([name, on]) => on !== (name === "SmtpClientAuthenticationDisabled"),
  );
  return [
    ...(person.accountEnabled ? ["the account is enabled"] : []),
    ...(open.length > 0 ? [`mail protocols are open: ${open.map(([name]) => name).join(", ")}`] : []),
    ...(state.devicesOf(who).some((device) => device.accountEnabled) ? ["a device is enabled"] : []),
    ...(state.signIn(who).errorCode === 0 ? ["the person can sign in"] : []),
  ];
}

/** One case, and it is closed with a measured lockout. */
export function closedOnce(cases: readonly CaseAsShown[]): readonly string[] {
  if (cases.length !== 1) return [`${cases.length} cases instead of one`];
  const [only] = cases;
  if (only?.status !== "done") return [`the case is ${only?.status} (${only?.because})`];
  return only.lockoutSeconds === undefined ? ["no lockout was measured"] : [];
}

/** Effects that happen once for each object: the account, the mailbox, the drive. */
const oncePerPerson = ["block-sign-in", "reset-password", "delete-user", "place-litigation-hold", "convert-mailbox"];

/** What happened to the person more often than it may (I2). */
export function twice(scene: Scene, who: string): readonly string[] {
  const allowed = new Map(oncePerPerson.map((operation) => [operation, 1]));
  allowed.set("revoke-sessions", 2);
  const counts = Object.entries(scene.stack.tenant.effectCounts()[scene.stack.tenant.state.person(who).id] ?? {});
  return counts.flatMap(([operation, count]) =>
    count > (allowed.get(operation) ?? Number.POSITIVE_INFINITY) ? [`${operation} ${count} times`] : [],
  );
}

/** Nothing happened to the person. */
export function untouched(scene: Scene, who: string): readonly string[] {
  const effects = scene.effectsOn(who);
  return effects.length === 0 ? [] : [`effects at the tenant: ${effects.join(", ")}`];
}

/** The case waits for a person at this step, with this instruction. */
export function parkedAt(cases: readonly CaseAsShown[], step: string, instruction: RegExp): readonly string[] {
  const parked = cases[0]?.steps.find((one) => one.name === step);
  if (cases[0]?.status !== "parked" || parked?.state !== "parked")
    return [`${step} is ${parked?.state}, the case ${cases[0]?.status}`];
  return instruction.test(parked.because ?? "") ? [] : [`the instruction is "${parked.because}"`];
}

/** The person is back: the account is there and enabled. */
export function opensAgain(scene: Scene, who: string): readonly string[] {
  const { deletedAt, accountEnabled } = scene.stack.tenant.state.person(who);
  return [
    ...(deletedAt === undefined ? [] : ["the account is deleted"]),
    ...(accountEnabled ? [] : ["the account is blocked"]),
  ];
}
