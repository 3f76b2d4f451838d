import type { Step } from "../shared/domain/step.ts";
import { closeCase } from "./steps/close/close-case.ts";
import { deleteAccount } from "./steps/end/delete-account.ts";
import { blockMailProtocols } from "./steps/lockout/block-mail-protocols.ts";
import { blockSignIn } from "./steps/lockout/block-sign-in.ts";
import { confirmLockout } from "./steps/lockout/confirm-lockout.ts";
import { disableDevices } from "./steps/lockout/disable-devices.ts";
import { notifyManager } from "./steps/lockout/notify-manager.ts";
import { removeSignInMethods } from "./steps/lockout/remove-sign-in-methods.ts";
import { resetPassword } from "./steps/lockout/reset-password.ts";
import { revokeSessions } from "./steps/lockout/revoke-sessions.ts";
import { revokeSessionsAgain } from "./steps/lockout/revoke-sessions-again.ts";
import { snapshot } from "./steps/snapshot/snapshot.ts";

/** Every step there is, in plan order. A step that is not here does not exist; a test compares this list with the folder. */
export const steps: readonly Step[] = [
  snapshot,
  blockSignIn,
  revokeSessions,
  resetPassword,
  blockMailProtocols,
  removeSignInMethods,
  disableDevices,
  revokeSessionsAgain,
  confirmLockout,
  notifyManager,
  deleteAccount,
  closeCase,
];
