import { NeedsPersonError } from "../../domain/errors.ts";
import type { SourceName } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrRecord, HrRecords } from "../../domain/ports/hr-records.ts";
import type { WebhookScheme } from "../../domain/ports/webhook-scheme.ts";
import type { ReadRecord } from "./answer.ts";
import { bambooHrRecords } from "./bamboohr-record.ts";
import { deelRecords } from "./deel-record.ts";
import { entraRecords, type ReadGraph } from "./entra-record.ts";
import { finchRecords } from "./finch-record.ts";
import { hibobRecords } from "./hibob-record.ts";
import type { HrLookup } from "./hr-lookup.ts";
import { lookupRecords } from "./lookup-record.ts";
import { mergeRecords } from "./merge-record.ts";
import { personioRecords } from "./personio-record.ts";

/** Reads people over HTTP, at the lookup of each source. */
export class HrisRecords implements HrRecords {
  readonly needApproval: ReadonlySet<SourceName>;
  readonly #readers: ReadonlyMap<SourceName, ReadRecord>;

  /** @param graph for lookups of kind `entra` */
  constructor(
    sources: readonly {
      readonly name: SourceName;
      readonly lookup: HrLookup | undefined;
      readonly scheme?: Pick<WebhookScheme, "proof"> | undefined;
    }[],
    clock: Clock,
    graph?: ReadGraph,
  ) {
    this.needApproval = new Set(sources.flatMap(({ name, scheme }) => (scheme?.proof === "token" ? [name] : [])));
    this.#readers = new Map(
      sources.flatMap(({ name, lookup }) => (lookup === undefined ? [] : [[name, reader(lookup, clock, graph)]])),
    );
  }

  canRead(source: SourceName): boolean {
    return this.#readers.has(source);
  }

  async read(source: SourceName, employeeRef: string): Promise<HrRecord | undefined> {
    const read = this.#readers.get(source);
    if (read === undefined) {
      throw new NeedsPersonError(
        "This HR source has no lookup: check the person in the HR system and approve the case",
      );
    }
    return await read(employeeRef);
  }
}

function reader(lookup: HrLookup, clock: Clock, graph: ReadGraph = noGraph): ReadRecord {
  switch (lookup.kind) {
    case "bamboohr":
      return bambooHrRecords(lookup.baseUrl, lookup.key, clock);
    case "hibob":
      return hibobRecords(lookup.baseUrl, lookup.key, clock);
    case "personio":
      return personioRecords(lookup, clock);
    case "deel":
      return deelRecords(lookup.baseUrl, lookup.key, clock);
    case "merge":
      return mergeRecords(lookup.baseUrl, lookup, clock);
    case "finch":
      return finchRecords(lookup.baseUrl, lookup.key, clock);
    case "entra":
      return entraRecords(graph);
    case "http":
      return lookupRecords(lookup.url, lookup.key, clock);
    default:
      return lookup satisfies never;
  }
}

async function noGraph(): Promise<never> {
  throw new NeedsPersonError("The directory cannot be read as an HR source here");
}
