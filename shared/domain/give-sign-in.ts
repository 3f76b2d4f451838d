import { type CaseFile, type CaseRecord, isMoving, type StepRecord, stepOf } from "./case.ts";
import { type Command, RefusedError, resume } from "./commands.ts";
import { changeFile, type LedgerPorts } from "./commit.ts";
import { StepName } from "./ids.ts";
import type { Change } from "./ports/ledger.ts";
import { rearm } from "./rearm.ts";
import type { Tenant } from "./tenant.ts";

/** A pass lets the person register ways to sign in without a password; a password has to be changed at the first sign-in. */
export const signInWays = ["temporary-access-pass", "password"] as const;
export type SignInWay = (typeof signInWays)[number];

/** What an operator asks for. */
export interface SignInOrder {
  readonly way: SignInWay;
  /** How long a pass is valid; undefined: as long as the tenant's policy says. */
  readonly minutes?: number | undefined;
}

/** The only copy: it is in no row, message or log line. */
export interface GivenSignIn {
  readonly way: SignInWay;
  readonly secret: string;
  readonly file: CaseFile;
}

const step = StepName.parse("give-sign-in");

/**
 * Makes a way to sign in for a person who is being restored, which is also the operator's word that they get access again
 * . The order goes on the ledger first; when a process dies after it, nobody knows the secret, and the next order
 * makes another one, which ends the first.
 *
 * @throws {RefusedError} the case does not wait for it; and whatever `Directory` throws
 */
export async function makeSignIn(
  file: CaseFile,
  command: Command,
  { way, minutes }: SignInOrder,
  ports: LedgerPorts & { readonly tenant: Pick<Tenant, "directory"> },
): Promise<GivenSignIn> {
  const { leaverId } = file.record;
  const { directory } = ports.tenant;
  requireWaiting(file);
  const { masteredOnPremises } = await directory.account(leaverId);
  if (masteredOnPremises) throw new RefusedError(onPremises);
  const ordered = (await changeFile(file, ports, (latest) => orderOf(latest, command, way))) ?? file;
  let secret: string;
  if (way === "password") secret = await directory.giveNewPassword(leaverId);
  else {
    secret = await directory.giveTemporaryAccessPass(leaverId, minutes);
    // The old password is nobody's any more, whoever knew it (REQ-67). By its time the step sees that a way was given.
    await directory.resetPasswordToUnknown(leaverId);
  }
  const resumed = await rearm(ordered, ports, (latest) =>
    stepOf(latest, step)?.state === "parked" ? resume(latest, command, step) : undefined,
  );
  return { way, secret, file: resumed ?? ordered };
}

function orderOf(file: CaseFile, command: Command, way: SignInWay): Change {
  const record = requireWaiting(file);
  const approval = { by: command.actor, at: command.at, because: command.because };
  return {
    record: withoutName(file.record),
    steps: [{ ...record, approval }],
    audit: { actor: command.actor, what: "sign-in.ordered", step, because: command.because, details: { way } },
  };
}

/** The account is back under its name: what the operator wished is not needed any more, and it is personal. */
function withoutName({ restores }: CaseRecord): NonNullable<Change["record"]> {
  if (restores?.wishes.newSignInName === undefined) return {};
  const { newSignInName: _, ...wishes } = restores.wishes;
  return { restores: { ...restores, wishes } };
}

/** Parked: it was looked at what stands there before. Done: another one, when the first was lost. */
function requireWaiting(file: CaseFile): StepRecord {
  const { kind, status } = file.record;
  const record = stepOf(file, step);
  if (kind !== "restore" || record === undefined) throw new RefusedError("Only a restore gives a way to sign in");
  if (!isMoving(status)) throw new RefusedError(`This restore is ${status}`);
  if (record.state === "parked" || record.state === "done") return record;
  if (record.state === "skipped") throw new RefusedError(`No way to sign in is given: ${record.because}`);
  throw new RefusedError("The account is not back yet, or was not looked at yet: see the case, then ask again");
}

const onPremises =
  "The password of this account is set in Active Directory: do it there, wait for the sync, then resume the case (R-61)";
