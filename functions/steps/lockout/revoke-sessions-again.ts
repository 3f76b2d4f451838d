import { StepName } from "../../../shared/domain/ids.ts";
import { revocation } from "../../../shared/domain/revocation.ts";

const names = (...steps: string[]) => steps.map((step) => StepName.parse(step));

/**
 * Ends all sessions once more, when everything that could have issued a token is closed: tokens may have been
 * issued between disabling and the first revocation, and with the old password.
 */
export const revokeSessionsAgain = revocation({
  name: "revoke-sessions-again",
  title: "Revoke sessions again",
  section: "lockout",
  needs: names("revoke-sessions"),
  after: names("reset-password", "block-mail-protocols", "remove-sign-in-methods", "disable-devices"),
});
