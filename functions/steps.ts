import type { Step } from "../shared/domain/step.ts";
import { blockMailProtocols } from "./steps/block-mail-protocols.ts";
import { blockSignIn } from "./steps/block-sign-in.ts";
import { closeCase } from "./steps/close-case.ts";
import { confirmLockout } from "./steps/confirm-lockout.ts";
import { disableDevices } from "./steps/disable-devices.ts";
import { notifyManager } from "./steps/notify-manager.ts";
import { removeSignInMethods } from "./steps/remove-sign-in-methods.ts";
import { resetPassword } from "./steps/reset-password.ts";
import { revokeSessions } from "./steps/revoke-sessions.ts";
import { revokeSessionsAgain } from "./steps/revoke-sessions-again.ts";
import { snapshot } from "./steps/snapshot.ts";

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
  closeCase,
];
