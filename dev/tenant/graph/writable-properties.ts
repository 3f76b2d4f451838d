import { refuse } from "../http/errors.ts";
import type { Person } from "../model.ts";

type Field = "displayName" | "givenName" | "surname" | "department" | "officeLocation" | "usageLocation";

interface Writable {
  readonly kind: "text" | "texts" | "flag" | "instant";
  /** Any one of these lets an application write it. */
  readonly anyOf: readonly string[];
  /** Out of reach on people who hold roles. */
  readonly sensitive?: true;
  /** Cannot be taken away. */
  readonly required?: true;
  /** Written in the cloud also for those whom Active Directory masters. */
  readonly cloud?: true;
  /** Where it stands on a person; undefined: among the facts. */
  readonly field?: Field;
}

const all = ["User.ReadWrite.All"];
const phones = ["User-Phone.ReadWrite.All", ...all];

/** Ordinary properties that an application can write, by Graph's names (m365-operations 2.10, 4.1). */
export const writableProperties: Readonly<Record<string, Writable>> = {
  displayName: { kind: "text", anyOf: all, required: true, field: "displayName" },
  givenName: { kind: "text", anyOf: all, field: "givenName" },
  surname: { kind: "text", anyOf: all, field: "surname" },
  department: { kind: "text", anyOf: all, field: "department" },
  officeLocation: { kind: "text", anyOf: all, field: "officeLocation" },
  usageLocation: { kind: "text", anyOf: all, required: true, cloud: true, field: "usageLocation" },
  jobTitle: { kind: "text", anyOf: all },
  companyName: { kind: "text", anyOf: all },
  country: { kind: "text", anyOf: all },
  preferredLanguage: { kind: "text", anyOf: all },
  employeeType: { kind: "text", anyOf: all },
  passwordPolicies: { kind: "text", anyOf: all },
  mobilePhone: { kind: "text", anyOf: phones, sensitive: true },
  businessPhones: { kind: "texts", anyOf: phones, sensitive: true },
  otherMails: { kind: "texts", anyOf: ["User-Mail.ReadWrite.All", ...all], sensitive: true },
  showInAddressList: { kind: "flag", anyOf: all },
  employeeHireDate: { kind: "instant", anyOf: all },
  employeeLeaveDateTime: { kind: "instant", anyOf: ["User-LifeCycleInfo.ReadWrite.All"] },
};

/** Writes one property. @returns whether it was something else before */
export function writeProperty(person: Person, name: string, value: unknown): boolean {
  const { field } = writableProperties[name] ?? {};
  const before = field === undefined ? person.facts[name] : person[field];
  if (JSON.stringify(before ?? null) === JSON.stringify(value ?? null)) return false;
  if (field === undefined) person.facts = { ...person.facts, [name]: value };
  // Checked by `requireKind`: these are texts, and null only where that is allowed.
  else Object.assign(person, { [field]: value });
  return true;
}

/** Refuses a value of another kind than the property has. */
export function requireKind(name: string, value: unknown): void {
  const { kind, required } = writableProperties[name] ?? { kind: "text" };
  const fits =
    value === null
      ? required !== true && kind !== "texts"
      : {
          text: typeof value === "string" && value !== "",
          texts: Array.isArray(value) && value.every((part) => typeof part === "string"),
          flag: typeof value === "boolean",
          instant: typeof value === "string" && !Number.isNaN(Date.parse(value)),
        }[kind];
  if (!fits) refuse(400, "Request_BadRequest", `Invalid value specified for property '${name}' of resource 'User'.`);
}
