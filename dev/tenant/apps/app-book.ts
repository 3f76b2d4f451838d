import { z } from "zod";
import type { Book } from "../book.ts";
import { Replica } from "../replica.ts";

/** A consent that a person gave to an application, for themselves. */
const Consent = z.object({ clientId: z.string(), resourceId: z.string(), principalId: z.string(), scope: z.string() });
export type Consent = z.infer<typeof Consent>;

/** A person or a group may use an application in a role. */
const Assignment = z.object({
  id: z.string(),
  principalId: z.string(),
  principalType: z.enum(["User", "Group"]),
  resourceId: z.string(),
  appRoleId: z.string(),
});
export type Assignment = z.infer<typeof Assignment>;

/** A secret or certificate of a registration. Times are epoch milliseconds. */
export interface Credential {
  readonly keyId: string;
  readonly displayName: string;
  readonly kind: "password" | "certificate";
  readonly endsAt: number;
}

/** An app registration of the company, and the service principal that stands for it. */
export interface Registration {
  readonly id: string;
  readonly appId: string;
  readonly servicePrincipalId: string;
  readonly displayName: string;
  readonly credentials: readonly Credential[];
}

const Content = z.object({
  consents: z.array(Consent),
  assignments: z.array(Assignment),
  owners: z.record(z.string(), z.array(z.string())),
});
type Content = z.infer<typeof Content>;

/** Consents, app roles and registrations. */
export class AppBook implements Book<Content> {
  readonly schema = Content;
  /** What reads show; orders of a lag name them as here. */
  readonly replicas = {
    consents: new Replica<readonly Consent[]>(),
    appRoles: new Replica<readonly Assignment[]>(),
    appOwners: new Replica<readonly string[]>(),
  };
  readonly registrations = new Map<string, Registration>();
  #consents: readonly Consent[] = [];
  #assignments: readonly Assignment[] = [];
  readonly #owners = new Map<string, readonly string[]>();

  consentsOf(personId: string): readonly Consent[] {
    return this.#consents.filter(({ principalId }) => principalId === personId);
  }

  consent(id: string): Consent | undefined {
    return this.#consents.find((one) => consentId(one) === id);
  }

  setConsent(consent: Consent, given: boolean): void {
    this.replicas.consents.replacing(consent.principalId, this.consentsOf(consent.principalId));
    const others = this.#consents.filter((one) => consentId(one) !== consentId(consent));
    this.#consents = given ? [...others, consent] : others;
  }

  /** @param principals the person and their groups */
  assignmentsOf(principals: readonly string[]): readonly Assignment[] {
    return this.#assignments.filter(({ principalId }) => principals.includes(principalId));
  }

  assignment(id: string): Assignment | undefined {
    return this.#assignments.find((one) => one.id === id);
  }

  setAssignment(assignment: Assignment, given: boolean): void {
    this.replicas.appRoles.replacing(assignment.principalId, this.assignmentsOf([assignment.principalId]));
    const others = this.#assignments.filter(({ id }) => id !== assignment.id);
    this.#assignments = given ? [...others, assignment] : others;
  }

  /** Object ids of the owners of a registration. */
  owners(id: string): readonly string[] {
    return this.#owners.get(id) ?? [];
  }

  setOwner(id: string, personId: string, owner: boolean): void {
    this.replicas.appOwners.replacing(id, this.owners(id));
    const others = this.owners(id).filter((one) => one !== personId);
    this.#owners.set(id, owner ? [...others, personId] : others);
  }

  content(): Content {
    return {
      consents: [...this.#consents],
      assignments: [...this.#assignments],
      owners: Object.fromEntries([...this.#owners].map(([id, owners]) => [id, [...owners]])),
    };
  }

  restore({ consents, assignments, owners }: Content): void {
    this.#consents = consents;
    this.#assignments = assignments;
    for (const [id, those] of Object.entries(owners)) this.#owners.set(id, those);
  }
}

/** The same consent has the same id again, as in the service. */
export function consentId({ clientId, resourceId, principalId }: Consent): string {
  return Buffer.from([clientId, resourceId, principalId].join("").replaceAll("-", ""), "hex").toString("base64url");
}
