import { NeedsPersonError } from "../../domain/errors.ts";
import type { SourceName } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrRecord, HrRecords } from "../../domain/ports/hr-records.ts";
import type { ReadRecord } from "./answer.ts";
import { bambooHrRecords } from "./bamboohr-record.ts";
import { lookupRecords } from "./lookup-record.ts";

/** Where and with which key a person is read again. */
export type HrLookup =
  | { readonly kind: "bamboohr"; readonly baseUrl: string; readonly key: string }
  | { readonly kind: "http"; readonly url: string; readonly key: string };

/** Reads people over HTTP, at the lookup of each source. */
export class HrisRecords implements HrRecords {
  readonly #readers: ReadonlyMap<SourceName, ReadRecord>;

  constructor(sources: readonly { readonly name: SourceName; readonly lookup: HrLookup | undefined }[], clock: Clock) {
    this.#readers = new Map(
      sources.flatMap(({ name, lookup }) => (lookup === undefined ? [] : [[name, reader(lookup, clock)]])),
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

function reader(lookup: HrLookup, clock: Clock): ReadRecord {
  switch (lookup.kind) {
    case "bamboohr":
      return bambooHrRecords(lookup.baseUrl, lookup.key, clock);
    case "http":
      return lookupRecords(lookup.url, lookup.key, clock);
    default:
      return lookup satisfies never;
  }
}
