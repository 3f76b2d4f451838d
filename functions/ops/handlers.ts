import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import type { z } from "zod";
import type { CaseFile } from "../../shared/domain/case.ts";
import { casesOf } from "../../shared/domain/cases-of.ts";
import { approve, type Command, cancel, RefusedError, resume, start } from "../../shared/domain/commands.ts";
import type { LedgerPorts } from "../../shared/domain/commit.ts";
import { type DryRunPorts, dryRun } from "../../shared/domain/dry-run.ts";
import { endCase } from "../../shared/domain/end-case.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../shared/domain/errors.ts";
import { findPerson } from "../../shared/domain/find-person.ts";
import { CaseId } from "../../shared/domain/ids.ts";
import type { CaseList, Change, Subjects } from "../../shared/domain/ports/ledger.ts";
import { rearm } from "../../shared/domain/rearm.ts";
import { problem } from "../problem.ts";
import { summaryOf, viewOf } from "./case-view.ts";
import { OperatorWord } from "./operator-word.ts";
import { PlanWord } from "./plan-view.ts";
import { ApproveWord, ListQuery, ResumeWord, type routes } from "./routes.ts";

export interface OpsPorts extends LedgerPorts, Omit<DryRunPorts, "ledger"> {
  readonly caseList: CaseList;
  readonly subjects: Subjects;
}

export type Handler = (request: HttpRequest) => Promise<HttpResponseInit>;

/** Handlers of the operator's API, by the names of `routes`: those that are about cases. */
export function opsHandlers(
  ports: OpsPorts,
): Record<Exclude<keyof typeof routes, "health" | "openRestores" | "giveSignIn">, Handler> {
  const act = actor(ports);
  return {
    listCases: safely(async (request) => await list(request, ports)),
    showCase: safely(async (request) => {
      const file = await load(request, ports);
      return file === undefined ? noSuchCase() : { status: 200, jsonBody: viewOf(file, ports.steps) };
    }),
    startCase: act(OperatorWord, (file, command) => moved(file, ports, (latest) => start(latest, command))),
    cancelCase: act(OperatorWord, (file, command) => endCase(file, ports, (latest) => cancel(latest, command))),
    resumeCase: act(ResumeWord, (file, command, { step }) =>
      moved(file, ports, (latest) => resume(latest, command, step)),
    ),
    makePlan: safely(async (request) => await plan(request, ports)),
    approveStep: act(ApproveWord, (file, command, { step }) =>
      moved(file, ports, (latest) => approve(latest, command, step)),
    ),
  };
}

/** A command that lets steps run. Asked once before anything is written, so that a refusal leaves no trace. */
async function moved(
  file: CaseFile,
  ports: OpsPorts,
  command: (latest: CaseFile) => Change,
): Promise<CaseFile | undefined> {
  command(file);
  return await rearm(file, ports, command);
}

type Act<Word> = (file: CaseFile, command: Command, word: Word) => Promise<CaseFile | undefined>;

function actor(ports: OpsPorts) {
  return <Word extends z.infer<typeof OperatorWord>>(schema: z.ZodType<Word>, act: Act<Word>): Handler =>
    safely(async (request) => {
      const word = schema.safeParse(await request.json().catch(() => undefined));
      if (!word.success) return problem(400, { detail: paths(word.error) });
      const file = await load(request, ports);
      if (file === undefined) return noSuchCase();
      const { operator, reason } = word.data;
      const command = { actor: `operator:${operator}`, because: reason, at: ports.clock.now() };
      const changed = await act(file, command, word.data);
      if (changed !== undefined) return { status: 200, jsonBody: viewOf(changed, ports.steps) };
      return problem(409, { detail: "The case has just changed: read it again, then decide again" });
    });
}

async function list(request: HttpRequest, ports: OpsPorts): Promise<HttpResponseInit> {
  const query = ListQuery.safeParse(Object.fromEntries(request.query.entries()));
  if (!query.success) return problem(400, { detail: paths(query.error) });
  const { leaverId, top, continuation } = query.data;
  if (leaverId !== undefined) {
    const own = await casesOf(leaverId, top, ports);
    return { status: 200, jsonBody: { cases: own.map(summaryOf) } };
  }
  const page = await ports.caseList.page(top, continuation);
  const records = await Promise.all([...new Set(page.caseIds)].map((caseId) => ports.ledger.record(caseId)));
  // An id without a case is a process that died while opening it: the next delivery opens it.
  const cases = records.flatMap((record) => (record === undefined ? [] : [summaryOf(record)]));
  return { status: 200, jsonBody: { cases, ...(page.next !== undefined && { continuation: page.next }) } };
}

async function plan(request: HttpRequest, ports: OpsPorts): Promise<HttpResponseInit> {
  const word = PlanWord.safeParse(await request.json().catch(() => undefined));
  if (!word.success) return problem(400, { detail: paths(word.error) });
  const { person, ...facts } = word.data;
  try {
    const [account, ...others] = await findPerson(person, ports.tenant.directory);
    if (account === undefined) return problem(404, { detail: "There is no such person" });
    if (others.length > 0)
      return problem(409, { detail: "Several people have this employee id: name one by object id" });
    return { status: 200, jsonBody: await dryRun(account, facts, ports) };
  } catch (error) {
    if (error instanceof NotFoundError) return problem(404, { detail: "There is no such person" });
    if (error instanceof NeedsPersonError) return problem(502, { detail: error.message });
    if (error instanceof TryLaterError)
      return problem(503, { detail: error.message, headers: { "retry-after": "10" } });
    throw error;
  }
}

export async function load(request: HttpRequest, ports: Pick<OpsPorts, "ledger">): Promise<CaseFile | undefined> {
  const caseId = CaseId.safeParse(request.params.caseId);
  return caseId.success ? await ports.ledger.load(caseId.data) : undefined;
}

export function noSuchCase(): HttpResponseInit {
  return problem(404, { detail: "There is no such case" });
}

export function paths(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; ");
}

/** Errors that a caller can act on become problems; everything else is a 500 of the host, with the error in the log. */
export function safely(handler: Handler): Handler {
  return async (request) => {
    try {
      return await handler(request);
    } catch (error) {
      if (error instanceof RefusedError) return problem(409, { detail: error.message });
      if (error instanceof TryLaterError) {
        return problem(503, {
          detail: "Storage does not answer: read the case again, and see whether it was done",
          headers: { "retry-after": "10" },
        });
      }
      throw error;
    }
  };
}
