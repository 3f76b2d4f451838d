import { z } from "zod";
import { signInWays } from "../../shared/domain/give-sign-in.ts";
import { Instant } from "../../shared/domain/ids.ts";
import { OperatorWord } from "./operator-word.ts";
import { WayBackSteps } from "./way-back-view.ts";

const mostPeople = 50;

/** One person to restore, and what to do where somebody else has the name or an address by now. */
export const RestorePerson = z
  .strictObject({
    person: z.string().trim().min(1).max(200).meta({ description: "Object id, sign-in name or employee id" }),
    signInName: z.enum(["ask", "rename-active", "rename-restored"]).default("ask").meta({
      description:
        "Somebody else has the sign-in name: nothing is done yet, they get a new one, or the restored account does",
    }),
    newSignInName: z
      .string()
      .regex(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, "a sign-in name as name@domain")
      .max(200)
      .optional(),
    addresses: z.enum(["ask", "drop"]).default("ask").meta({
      description: "Others have some of the addresses: nothing is done yet, or the restored account loses them",
    }),
  })
  .meta({ id: "RestorePerson" });

/** An operator's order to give people everything back. */
export const RestoreWord = OperatorWord.extend({
  people: z.array(RestorePerson).min(1).max(mostPeople),
  dryRun: z.boolean().default(false).meta({ description: "Only tell what would be done" }),
}).meta({ id: "RestoreWord" });

const Bin = z.object({
  deletedAt: Instant,
  restorableUntil: Instant,
  daysLeft: z.number().int().meta({ description: "Whole days in which the account can still be restored" }),
});

const RestoreResult = z
  .object({
    outcome: z.enum(["opened", "joined", "possible", "conflict", "refused", "failed"]).meta({
      description:
        "conflict: choose what to do and ask again; refused: it cannot be done, `because` says why; failed: ask again for this person",
    }),
    because: z.string(),
    leaverId: z.string().optional(),
    caseId: z.string().optional(),
    bin: Bin.optional().meta({ description: "Only for an account that is in the bin" }),
    wayBack: WayBackSteps.optional(),
    signInNameTakenBy: z.array(z.string()).optional(),
    addressesTaken: z.number().int().optional(),
    addressesTakenBy: z.array(z.string()).optional(),
    candidates: z.array(z.string()).optional().meta({ description: "Object ids of the people who may be meant" }),
  })
  .meta({ id: "RestoreResult" });

export const RestoreResults = z.object({ results: z.array(RestoreResult) }).meta({ id: "RestoreResults" });

/** An operator's word that a restored person gets access again, and in which way. */
export const SignInWord = OperatorWord.extend({
  way: z.enum(signInWays).default("temporary-access-pass"),
  minutes: z
    .int()
    .min(10)
    .max(43_200)
    .optional()
    .meta({ description: "How long a pass is valid; as the tenant's policy says when left out" }),
}).meta({ id: "SignInWord" });

export const SignInView = z
  .object({ caseId: z.string(), way: z.enum(signInWays), secret: z.string(), note: z.string() })
  .meta({ id: "SignIn" });
