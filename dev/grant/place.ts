import { z } from "zod";
import { closedClouds } from "../../shared/adapters/clouds.ts";
import { Cloud } from "../../shared/domain/cloud.ts";
import { GrantError } from "./directory-api.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The cloud that `M365_CLOUD` names. @throws {GrantError} it is none that Leaver knows */
export function cloudIn({ M365_CLOUD }: Environment): Cloud {
  const name = M365_CLOUD?.trim() || "worldwide";
  const cloud = Cloud.safeParse(name);
  if (cloud.success) return cloud.data;
  const closed = Object.hasOwn(closedClouds, name) ? closedClouds[name] : undefined;
  throw new GrantError(`M365_CLOUD: ${closed ?? `must be one of ${Cloud.options.join(", ")}`}`);
}

const Sources = z.array(z.looseObject({ name: z.string(), lookup: z.looseObject({ kind: z.string() }).optional() }));

/** The HR sources as far as rights go, without their secrets. @throws {GrantError} `HR_SOURCES` is no such list */
export function sourcesIn({ HR_SOURCES }: Environment): z.infer<typeof Sources> {
  if (!HR_SOURCES?.trim()) return [];
  try {
    return Sources.parse(JSON.parse(HR_SOURCES));
  } catch {
    throw new GrantError("HR_SOURCES is no list of sources: npm run doctor says what is wrong with it");
  }
}
