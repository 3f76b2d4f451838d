import { z } from "zod";
import { TryLaterError } from "../../../shared/domain/errors.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Hash, kind and place of each number: undo looks for the hash among the free numbers. The number itself is kept nowhere. */
  numbers: z.array(
    z.object({
      reference: z.string(),
      type: z.enum(["directRouting", "callingPlan", "operatorConnect"]),
      category: z.enum(["primary", "private", "alternate"]),
      locationId: z.string().optional(),
    }),
  ),
});

/** Frees the phone numbers while they are still licensed: otherwise they are released in an uncontrolled way (R-51, FACT-14). */
export const unassignPhoneNumbers = defineStep({
  name: "unassign-phone-numbers",
  title: "Unassign phone numbers",
  section: "hand-over",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["TeamsTelephoneNumber.ReadWrite.All", "User.Read.All"],
  chain: 4,
  missingIn: ["us-gov-l4", "us-gov-l5", "china"],
  shows: Shown,

  leftOut({ settings }) {
    return settings.phoneNumber === "keep" ? "The policy keeps the phone number" : undefined;
  },

  async observe({ leaver, tenant }) {
    const numbers = [...(await tenant.telephony.numbersOf(leaver.id))];
    return { kind: numbers.length === 0 ? "reached" : "different", shown: { numbers } };
  },

  /** a number that Active Directory writes comes back with the next sync. */
  async guard({ leaver, tenant }, { numbers }) {
    if (!numbers.some(({ type }) => type === "directRouting")) return undefined;
    if (!(await tenant.directory.account(leaver.id)).masteredOnPremises) return undefined;
    const because =
      "The leaver is synced and has a direct-routing number: clear msRTCSIP-Line in Active Directory, wait for the sync, then resume (R-51, R-61)";
    return { kind: "person", because };
  },

  async change({ leaver, tenant }, { numbers }) {
    await tenant.telephony.unassign(leaver.id, numbers);
  },

  async undo({ leaver, tenant }, { numbers }) {
    const missing = await tenant.telephony.assign(leaver.id, numbers);
    if (missing.length === 0) return;
    throw new TryLaterError("a phone number of the leaver is not free yet, or somebody else has it now");
  },

  isBack({ numbers }, wanted) {
    return wanted.numbers.every(({ reference }) => numbers.some((number) => number.reference === reference));
  },
});
