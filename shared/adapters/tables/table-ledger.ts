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
import { hasStatus, isAmbiguous, storage } from "./storage-errors.ts";

/** What one transaction writes, and what the file is afterwards. */
interface Draft {
  readonly actions: TransactionAction[];
  readonly record: CaseRecord;
  readonly steps: readonly StepRecord[];
  readonly outbox: readonly OutboxRecord[];
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

  async #submit(draft: Draft): Promise<CaseFile> {
    try {
      const answer = await this.#table.submitTransaction(draft.actions);
      const etag = answer.getResponseForEntity(rowKeys.case)?.etag;
      if (etag !== undefined) return { record: draft.record, steps: draft.steps, outbox: draft.outbox, etag };
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      await this.#settle(draft.audit, error);
    }
    const landed = await this.load(draft.record.caseId);
    if (landed === undefined) throw new TryLaterError("A committed case cannot be read back");
    return landed;
  }

  /** Whose audit row stands at our number? Returns when it is ours: the transaction landed (RULE 18). */
  async #settle({ caseId, seq, writeId }: AuditRow, cause: unknown): Promise<void> {
    const there = await this.#auditAt(caseId, seq);
    if (there?.writeId === writeId) return;
    if (there !== undefined || hasStatus(cause, 404, 409, 412))
      throw new StaleCaseError("Somebody else wrote the case", { cause });
    throw new TryLaterError("Table Storage did not answer, and nothing was written so far", { cause });
  }

  async #auditAt(caseId: CaseId, seq: number): Promise<AuditRow | undefined> {
    try {
      return AuditRow.parse(decodeRow(await storage(() => this.#table.getEntity(caseId, rowKeys.audit(seq)))));
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  }
}

type CaseRow = { partitionKey: string; rowKey: string; [name: string]: unknown };

function outboxRecord(message: OutgoingMessage, key: string, at: Instant): OutboxRecord {
  return { key, messageId: message.messageId, body: message.body, notBefore: message.notBefore, at };
}
