import { writableProperties } from "./graph/writable-properties.ts";
import type { Person } from "./model.ts";

/** What can be written about a person without further consequences, and lags together. */
export type OrdinaryProperties = Pick<
  Person,
  | "userPrincipalName"
  | "displayName"
  | "givenName"
  | "surname"
  | "department"
  | "officeLocation"
  | "usageLocation"
  | "facts"
>;

/** A copy, for reads that still show it after a write. */
export function ordinaryProperties(person: Person): OrdinaryProperties {
  const { userPrincipalName, displayName, givenName, surname, department, officeLocation, usageLocation, facts } =
    person;
  return { userPrincipalName, displayName, givenName, surname, department, officeLocation, usageLocation, facts };
}

/** The name under which a property of Graph is told to lag. */
export function lagName(property: string): string {
  return property === "userPrincipalName" || property in writableProperties ? "user" : property;
}
