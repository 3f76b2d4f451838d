import type { HttpResponseInit } from "@azure/functions";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../shared/domain/errors.ts";
import { makeSignIn } from "../../shared/domain/give-sign-in.ts";
import { inTurns } from "../../shared/domain/in-turns.ts";
import { openRestore } from "../../shared/domain/open-restore.ts";
import type { RestorePorts } from "../../shared/domain/restore-order.ts";
import type { Tenant } from "../../shared/domain/tenant.ts";
import { problem } from "../problem.ts";
import { type Handler, load, noSuchCase, paths, safely } from "./handlers.ts";
import { RestoreWord, SignInWord } from "./restore-view.ts";

export interface WayBackPorts extends RestorePorts {
  readonly tenant: Tenant;
}

/** Handlers of the way back, by the names of `routes`. */
export function restoreHandlers(ports: WayBackPorts): Record<"openRestores" | "giveSignIn", Handler> {
  return {
    openRestores: safely(async (request) => {
      const word = RestoreWord.safeParse(await request.json().catch(() => undefined));
      if (!word.success) return problem(400, { detail: paths(word.error) });
      const { people, operator, reason, dryRun } = word.data;
      const command = { actor: `operator:${operator}`, because: reason, at: ports.clock.now() };
      const results = await inTurns(people, async ({ person, ...wishes }) => {
        const result = await openRestore({ person, wishes }, command, ports, { dryRun });
        const caseId = "caseId" in result ? result.caseId : undefined;
        ports.log({ event: "restore-ordered", outcome: result.outcome, caseId });
        return result;
      });
      return { status: 207, jsonBody: { results } };
    }),
    giveSignIn: safely(async (request) => {
      const word = SignInWord.safeParse(await request.json().catch(() => undefined));
      if (!word.success) return problem(400, { detail: paths(word.error) });
      const file = await load(request, ports);
      if (file === undefined) return noSuchCase();
      const { operator, reason, way, minutes } = word.data;
      const command = { actor: `operator:${operator}`, because: reason, at: ports.clock.now() };
      return await unlessRefused(async () => {
        const given = await makeSignIn(file, command, { way, minutes }, ports);
        const { caseId } = given.file.record;
        ports.log({ event: "sign-in-given", caseId, way });
        const jsonBody = { caseId, way: given.way, secret: given.secret, note };
        return { status: 200, headers: { "cache-control": "no-store" }, jsonBody };
      });
    }),
  };
}

const note =
  "This is the only copy. Hand it over in person or by phone, never to the person's own mailbox; asked for again, it becomes another one";

/** What the tenant says becomes an answer that an operator can act on. */
async function unlessRefused(work: () => Promise<HttpResponseInit>): Promise<HttpResponseInit> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NeedsPersonError || error instanceof NotFoundError)
      return problem(502, { detail: error.message });
    if (error instanceof TryLaterError)
      return problem(503, { detail: `${error.message}: ask again, which makes another secret` });
    throw error;
  }
}
