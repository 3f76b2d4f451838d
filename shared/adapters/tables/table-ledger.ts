import { setTimeout as delay } from "node:timers/promises";
import { odata, type TableClient, type TransactionAction } from "@azure/data-tables";
import { AuditRow, chain, genesis } from "../../domain/audit.ts";
import { type CaseFile, CaseRecord, type OutboxRecord, StepRecord } from "../../domain/case.ts";
import { TryLaterError } from "../../domain/errors.ts";
import type { CaseId, Instant } from "../../domain/ids.ts";
import type { OutgoingMessage } from "../../domain/ports/bus.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import { type Change, type Ledger, StaleCaseError } from "../../domain/ports/ledger.ts";
import { rowKeys } from "./keys.ts";
import { OutboxRow } from "./outbox-row.ts";
import { decodeRow, encodeRow } from "./row.ts";
import { hasStatus, isAmbiguous, repeatAfterMs, storage } from "./storage-errors.ts";

/** What one transaction writes, and what the file is afterwards. */
interface Draft extends Omit<CaseFile, "etag"> {
  readonly actions: TransactionAction[];
  readonly audit: AuditRow;
}

/** The ledger in Table Storage: one partition per case, every state change one entity-group transaction. */
export class TableLedger implements Ledger {
  readonly #table: TableClient;
  readonly #clock: Clock;
  readonly #newId: () => string;

  constructor(table: TableClient, clock: Clock, newId: () => string) {
    this.#table = table;
    this.#clock = clock;
    this.#newId = newId;
  }

  async load(caseId: CaseId): Promise<CaseFile | undefined> {
    const filter = odata`PartitionKey eq ${caseId} and RowKey ge ${rowKeys.case}`;
    const rows = await storage(() => Array.fromAsync(this.#table.listEntities({ queryOptions: { filter } })));
    const row = rows.find(({ rowKey }) => rowKey === rowKeys.case);
    if (row === undefined) return undefined;
    const of = (prefix: string) => rows.filter(({ rowKey }) => rowKey?.startsWith(prefix)).map((one) => decodeRow(one));
    return {
      record: CaseRecord.parse(decodeRow(row)),
      steps: of("step:").map((one) => StepRecord.parse(one)),
      outbox: of("outbox:").map((one) => OutboxRow.parse(one)),
      etag: row.etag,
    };
  }

  async record(caseId: CaseId): Promise<CaseRecord | undefined> {
    const row = await this.#rowAt(caseId, rowKeys.case);
    return row === undefined ? undefined : CaseRecord.parse(decodeRow(row));
  }

  async open(
    record: Omit<CaseRecord, "seq" | "head">,
    change: Omit<Change, "record" | "handled">,
  ): Promise<CaseFile | undefined> {
    const empty = {
      record: { ...record, seq: 0, head: genesis(record.caseId) },
      steps: change.steps ?? [],
      outbox: [],
      etag: "",
    };
    const draft = this.#draft(empty, change, (row) => ["create", row]);
    try {
      return await this.#submit(draft);
    } catch (error) {
      if (error instanceof StaleCaseError) return undefined;
      throw error;
    }
  }

  async commit(file: CaseFile, change: Change): Promise<CaseFile> {
    return await this.#submit(this.#draft(file, change, (row) => ["update", row, "Replace", { etag: file.etag }]));
  }

  async forget(file: CaseFile, messageIds: readonly string[]): Promise<void> {
    const keys = file.outbox.filter((row) => messageIds.includes(row.messageId)).map((row) => row.key);
    const partitionKey = file.record.caseId;
    await Promise.all(
      keys.map((rowKey) =>
        storage(() => this.#table.deleteEntity(partitionKey, rowKey)).catch((error) => {
          if (!hasStatus(error, 404)) throw error;
        }),
      ),
    );
  }

  async history(caseId: CaseId): Promise<readonly AuditRow[]> {
    const filter = odata`PartitionKey eq ${caseId} and RowKey ge ${"audit:"} and RowKey lt ${"audit;"}`;
    const rows = await storage(() => Array.fromAsync(this.#table.listEntities({ queryOptions: { filter } })));
    return rows.map((row) => AuditRow.parse(decodeRow(row)));
  }

  #draft(file: CaseFile, change: Change, writeCase: (row: CaseRow) => TransactionAction): Draft {
    const { caseId } = file.record;
    const at = this.#clock.now();
    const seq = file.record.seq + 1;
    const audit = chain(change.audit, { caseId, seq, at, writeId: this.#newId(), previous: file.record.head });
    const record = CaseRecord.parse({ ...file.record, ...change.record, seq, head: audit.hash });
    const promised = (change.send ?? []).map((message, index) => outboxRecord(message, rowKeys.outbox(seq, index), at));
    const gone = file.outbox.filter((row) => change.handled?.includes(row.messageId));
    const row = (rowKey: string, value: object): CaseRow => ({
      ...encodeRow({ ...value }),
      partitionKey: caseId,
      rowKey,
    });
    const actions: TransactionAction[] = [
      // First, because the answers to a transaction carry no key for updates: the first ETag is the case's.
      writeCase(row(rowKeys.case, record)),
      ["create", row(rowKeys.audit(seq), audit)],
      ...(change.steps ?? []).map(
        (step): TransactionAction => ["upsert", row(rowKeys.step(step.order, step.name), step), "Replace"],
      ),
      ...promised.map(({ key, ...one }): TransactionAction => ["create", row(key, one)]),
      ...gone.map(({ key }): TransactionAction => ["delete", { partitionKey: caseId, rowKey: key }]),
    ];
    const changed = new Map(change.steps?.map((step) => [step.name, step]));
    const steps = file.steps.map((step) => changed.get(step.name) ?? step);
    const outbox = [...file.outbox.filter((one) => !gone.includes(one)), ...promised];
    return { actions, record, steps, outbox, audit };
  }

  /**
   * Sends the transaction. The first answer of a client that repeats nothing by itself can be believed: 409 and 412 are a
   * lost race. After a lost answer the transaction is repeated, and from then on the audit row says whose it is (RULE 18).
   */
  async #submit(draft: Draft): Promise<CaseFile> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const answer = await this.#table.submitTransaction(draft.actions);
        const { record, steps, outbox } = draft;
        return { record, steps, outbox, etag: answer.subResponses[0]?.etag ?? missingEtag() };
      } catch (error) {
        if (!isAmbiguous(error)) throw error;
        const refused = hasStatus(error, 404, 409, 412);
        if (refused && attempt === 0) throw new StaleCaseError("Somebody else wrote the case", { cause: error });
        if (await this.#landed(draft.audit)) return await this.#readBack(draft.record.caseId);
        if (refused) throw new StaleCaseError("Somebody else wrote the case", { cause: error });
        const waitMs = repeatAfterMs[attempt];
        if (waitMs === undefined) {
          throw new TryLaterError("Table Storage did not answer, and nothing was written so far", { cause: error });
        }
        await delay(waitMs);
      }
    }
  }

  async #landed({ caseId, seq, writeId }: AuditRow): Promise<boolean> {
    return (await this.#auditAt(caseId, seq))?.writeId === writeId;
  }

  async #readBack(caseId: CaseId): Promise<CaseFile> {
    const file = await this.load(caseId);
    if (file === undefined) throw new TryLaterError("A committed case cannot be read back");
    return file;
  }

  async #auditAt(caseId: CaseId, seq: number): Promise<AuditRow | undefined> {
    const row = await this.#rowAt(caseId, rowKeys.audit(seq));
    return row === undefined ? undefined : AuditRow.parse(decodeRow(row));
  }

  async #rowAt(caseId: CaseId, rowKey: string): Promise<Record<string, unknown> | undefined> {
    try {
      return await storage(() => this.#table.getEntity(caseId, rowKey));
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  }
}

function missingEtag(): never {
  throw new Error("The answer to a transaction has no ETag for the case row");
}

type CaseRow = { partitionKey: string; rowKey: string; [name: string]: unknown };

function outboxRecord(message: OutgoingMessage, key: string, at: Instant): OutboxRecord {
  return { key, messageId: message.messageId, body: message.body, notBefore: message.notBefore, at };
}
