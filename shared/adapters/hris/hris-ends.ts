import type { Clock } from "../../domain/ports/clock.ts";
import type { HrEnds } from "../../domain/ports/hr-ends.ts";
import { bambooHrEnds } from "./bamboohr-ends.ts";
import { deelEnds } from "./deel-record.ts";
import { finchEnds } from "./finch-record.ts";
import { hibobEnds } from "./hibob-record.ts";
import type { HrLookup } from "./hr-lookup.ts";
import { lookupEnds } from "./lookup-ends.ts";
import { mergeEnds } from "./merge-record.ts";
import { personioEnds } from "./personio-record.ts";

/** The list of a source's recorded ends; undefined when this lookup has none. */
export function hrisEnds(lookup: HrLookup, clock: Clock): HrEnds | undefined {
  switch (lookup.kind) {
    case "bamboohr":
      return bambooHrEnds(lookup.baseUrl, lookup.key, clock);
    case "hibob":
      return hibobEnds(lookup.baseUrl, lookup.key);
    case "personio":
      return personioEnds(lookup, clock);
    case "deel":
      return deelEnds(lookup.baseUrl, lookup.key);
    case "merge":
      return mergeEnds(lookup.baseUrl, lookup);
    case "finch":
      return finchEnds(lookup.baseUrl, lookup.key);
    case "entra":
      return undefined;
    case "http":
      return lookup.list === undefined ? undefined : lookupEnds(lookup.list, lookup.key);
    default:
      return lookup satisfies never;
  }
}
