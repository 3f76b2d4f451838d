import type { LeaverId } from "../ids.ts";

/** A phone number, told apart by a hash: the number itself is personal data and stays in the adapter. */
export interface PhoneNumber {
  /** Hash over number and leaver. */
  readonly reference: string;
  readonly type: "directRouting" | "callingPlan" | "operatorConnect";
  readonly category: "primary" | "private" | "alternate";
  /** Emergency location; undefined: none. */
  readonly locationId?: string | undefined;
}

/** Phone numbers of Teams (m365-operations 11), worldwide only. Same errors as `Directory`. */
export interface Telephony {
  numbersOf(id: LeaverId): Promise<readonly PhoneNumber[]>;
  /** Orders it; the number is free some minutes later. Numbers that are free already are left out. */
  unassign(id: LeaverId, numbers: readonly PhoneNumber[]): Promise<void>;
  /** For undo: orders the numbers back that are still free. @returns those that are not */
  assign(id: LeaverId, numbers: readonly PhoneNumber[]): Promise<readonly PhoneNumber[]>;
}
