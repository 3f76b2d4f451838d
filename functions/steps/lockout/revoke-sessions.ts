import { StepName } from "../../../shared/domain/ids.ts";
import { revocation } from "../../../shared/domain/revocation.ts";

/**
 * Ends all sessions, after the account was seen disabled: an enabled account would simply sign in again.
 *
 * @see https://learn.microsoft.com/graph/api/user-revokesigninsessions
 */
export const revokeSessions = revocation({
  name: "revoke-sessions",
  title: "Revoke sessions",
  section: "lockout",
  needs: [StepName.parse("block-sign-in")],
  after: [],
});
