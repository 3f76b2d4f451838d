import type { Instant, LeaverId } from "../ids.ts";

/** An application that somebody signed in to. */
export interface UsedApplication {
  readonly appId: string;
  readonly lastSignInAt: Instant;
}

export interface UsedApplications {
  /** Each once, the last used first. */
  readonly applications: readonly UsedApplication[];
  /** False: there were more sign-ins than were looked at, and perhaps more applications. */
  readonly complete: boolean;
}

/** The directory's log of sign-ins, which lags by minutes and needs a licence of its own. Same errors as `Directory`. */
export interface SignInLog {
  /** From the newest successful sign-ins since the instant, 999 at most. */
  applicationsSince(id: LeaverId, since: Instant): Promise<UsedApplications>;
}
