import type { HrLookup } from "../adapters/hris/hr-lookup.ts";
import { hrisEnds } from "../adapters/hris/hris-ends.ts";
import { HrisRecords } from "../adapters/hris/hris-records.ts";
import { KeyRefusedError } from "../adapters/hris/read-json.ts";
import { TryLaterError } from "../domain/errors.ts";
import type { SourceName } from "../domain/ids.ts";
import type { Clock } from "../domain/ports/clock.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";
import { hookOwner } from "./hook-owner.ts";

/** An HR source as the settings name it. */
export interface HrPlace {
  readonly name: SourceName;
  readonly lookup: HrLookup | undefined;
  /** It sends webhooks. */
  readonly calls: boolean;
}

/** One harmless read at each HR system: about nobody, so that only the key is looked at. */
export function hrChecks(sources: readonly HrPlace[], clock: Clock): readonly Check[] {
  return sources.flatMap((source): Check[] => [
    { id: `hr.${source.name}`, look: () => lookAt(source, clock) },
    ...(source.calls && source.lookup?.kind === "bamboohr"
      ? [{ id: `hr.${source.name}.hook`, look: hookOf(source) }]
      : []),
  ]);
}

/** Nobody has them. */
const nobody: Readonly<Record<Exclude<HrLookup["kind"], "deel">, string>> = {
  bamboohr: "999999999999999999",
  hibob: "leaver-health-check",
  personio: "999999999999999999",
  merge: "00000000-0000-4000-8000-000000000000",
  finch: "00000000-0000-4000-8000-000000000000",
  entra: "",
  http: "leaver-health-check",
};

async function lookAt({ name, lookup }: HrPlace, clock: Clock): Promise<Finding> {
  if (lookup === undefined) return skipped("it cannot be read: a person approves each of its cases");
  if (lookup.kind === "entra") return skipped("it is read through Microsoft Graph: see graph.permissions");
  try {
    // Deel has no way to ask about one person: the first page of its list.
    if (lookup.kind === "deel") await hrisEnds(lookup, clock)?.page(clock.now(), undefined);
    else await new HrisRecords([{ name, lookup }], clock).read(name, nobody[lookup.kind]);
    return ok(`${lookup.kind} answers and takes the key`);
  } catch (error) {
    return trouble(error, name);
  }
}

function hookOf({ name, lookup }: HrPlace): () => Promise<Finding> {
  return async () => {
    if (lookup?.kind !== "bamboohr") return skipped("not a hook of BambooHR");
    try {
      return await hookOwner(name, lookup);
    } catch (error) {
      return trouble(error, name);
    }
  };
}

/** Setting names of a source begin with its name in capitals. */
function trouble(error: unknown, name: string): Finding {
  const prefix = `HR_${name.toUpperCase().replaceAll("-", "_")}`;
  if (error instanceof KeyRefusedError) {
    return failed(
      "the HR system refuses the lookup key",
      `Put a valid key into ${prefix}_LOOKUP_KEY, and give its user the right to read employees`,
    );
  }
  if (error instanceof TryLaterError) {
    return failed(
      "the HR system does not answer, or asks for patience",
      `Check the address of source ${name} in HR_SOURCES, and outgoing firewall rules`,
    );
  }
  return warning(
    "the HR system answers in a way that was not expected",
    `Check the address of source ${name} in HR_SOURCES; a real notice shows whether people can be read`,
  );
}
