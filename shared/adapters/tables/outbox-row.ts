import { z } from "zod";
import type { OutboxRecord } from "../../domain/case.ts";
import { CaseId, Instant, StepName } from "../../domain/ids.ts";

const body = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("step"), caseId: CaseId, step: StepName, generation: z.number().int() }),
  z.object({
    kind: z.literal("event"),
    type: z.string(),
    caseId: CaseId,
    at: Instant,
    data: z.record(z.string(), z.unknown()).exactOptional(),
  }),
]);

/** An `outbox:` row as the table returns it. */
export const OutboxRow = z
  .object({ rowKey: z.string(), messageId: z.string(), body, notBefore: Instant.optional(), at: Instant })
  .transform(
    (row): OutboxRecord => ({
      key: row.rowKey,
      messageId: row.messageId,
      body: row.body,
      notBefore: row.notBefore,
      at: row.at,
    }),
  );
