import { z } from "zod";
import { instant } from "../../domain/ids.ts";
import type { AppSecret, Consent } from "../../domain/ports/applications.ts";

const Id = z.string().min(1);

export const ConsentAnswer = z
  .object({ id: Id, clientId: Id, resourceId: Id, scope: z.string().nullish() })
  .transform((grant): Consent => ({ ...grant, scope: grant.scope ?? "" }));

export const AppRoleAnswer = z.object({ id: Id, resourceId: Id, appRoleId: Id, principalId: Id });

/** The object id; undefined for groups and service principals, which are owned as well. */
export const OwnedAppAnswer = z
  .object({ "@odata.type": z.string(), id: Id })
  .transform((owned) => (owned["@odata.type"] === "#microsoft.graph.application" ? owned.id : undefined));

const Credential = z.object({ keyId: Id, endDateTime: z.iso.datetime({ offset: true }).nullish() });

export const SecretsAnswer = z
  .object({ passwordCredentials: z.array(Credential), keyCredentials: z.array(Credential) })
  .transform(({ passwordCredentials, keyCredentials }): AppSecret[] => [
    ...passwordCredentials.map((credential) => secret("password", credential)),
    ...keyCredentials.map((credential) => secret("certificate", credential)),
  ]);

function secret(kind: AppSecret["kind"], { keyId, endDateTime }: z.infer<typeof Credential>): AppSecret {
  const endsAt = endDateTime === undefined || endDateTime === null ? undefined : instant(Date.parse(endDateTime));
  return { keyId, kind, endsAt };
}
