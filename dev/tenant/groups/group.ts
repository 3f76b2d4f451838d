/** A group of the directory or of Exchange. Who is in it stands on the people, who owns it in the `GroupBook`. */
export interface Group {
  readonly id: string;
  readonly displayName: string;
  /** `distribution` and `mail-security` are written by Exchange alone. */
  readonly kind: "security" | "unified" | "distribution" | "mail-security";
  /** A Microsoft 365 group with a team. */
  readonly team: boolean;
  /** Mastered in Active Directory. */
  readonly synced: boolean;
  /** The rule that decides who is in it; null: people are put in. */
  readonly rule: string | null;
  /** Members hold a directory role through it. */
  readonly assignableToRole: boolean;
  /** In an administrative unit that the application has no role in. */
  readonly restricted: boolean;
  /** SKU ids that members get. */
  readonly licences: readonly string[];
}

export const isMailEnabled = ({ kind }: Group): boolean => kind !== "security";

/** Written with Exchange cmdlets only; Graph reads it. */
export const isExchangeList = ({ kind }: Group): boolean => kind === "distribution" || kind === "mail-security";

/** Whether anybody can be put in and taken out in the cloud. */
export const takesMembers = ({ synced, rule }: Group): boolean => !synced && rule === null;
