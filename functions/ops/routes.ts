import { z } from "zod";
import { LeaverId, StepName } from "../../shared/domain/ids.ts";
import { HealthReport } from "../../shared/health/report.ts";
import { CaseSummary, CaseView } from "./case-view.ts";
import { OperatorWord } from "./operator-word.ts";
import { PlanView, PlanWord } from "./plan-view.ts";
import { RestoreResults, RestoreWord, SignInView, SignInWord } from "./restore-view.ts";

/** An operator's word that may name one step. */
export const ResumeWord = OperatorWord.extend({
  step: StepName.optional().meta({ description: "Only this step; without it every parked step of the case" }),
}).meta({ id: "ResumeWord" });

/** An operator's word about one step. */
export const ApproveWord = OperatorWord.extend({
  step: StepName.meta({ description: "The parked step whose change is allowed" }),
}).meta({ id: "ApproveWord" });

/** The list's query: how many, and where to go on, or whose. */
export const ListQuery = z.object({
  top: z.coerce.number().int().min(1).max(100).default(50),
  continuation: z.string().max(200).optional(),
  leaverId: LeaverId.optional().meta({
    description: "Only the cases of this person, by object id; all on one page, at most `top`",
  }),
});

const CaseList = z
  .object({ cases: z.array(CaseSummary), continuation: z.string().optional() })
  .meta({ id: "CaseList" });
const Caught = z
  .object({ type: z.string(), title: z.string(), status: z.number().int(), detail: z.string().optional() })
  .meta({ id: "Problem", description: "RFC 9457 problem details" });

/** One operation of the operator's API. The functions and the OpenAPI document are made from the same rows. */
export interface Route {
  readonly name: string;
  readonly method: "GET" | "POST";
  /** Below `/api/`. */
  readonly route: string;
  readonly summary: string;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  readonly answer: { readonly status: number; readonly schema: z.ZodType; readonly text: string };
  /** Status codes whose body is the answer too, with what they mean. */
  readonly answersAlso?: Readonly<Record<string, string>>;
  /** Status codes of problems, with what they mean. */
  readonly problems: Readonly<Record<string, string>>;
}

export const problemSchema: z.ZodType = Caught;

const common = {
  "401": "The function key is missing or wrong",
  "404": "There is no such case",
  "503": "Storage does not answer: read the case again before repeating the call",
};
const acting = {
  ...common,
  "400": "The body is not what this call needs",
  "409": "The state of the case does not allow it",
};

export const routes = {
  listCases: {
    name: "list-cases",
    method: "GET",
    route: "cases",
    summary: "List cases, newest first: all, or those of one person",
    query: ListQuery,
    answer: { status: 200, schema: CaseList, text: "One page" },
    problems: { "400": "A query parameter is out of range", "401": common["401"], "503": common["503"] },
  },
  showCase: {
    name: "show-case",
    method: "GET",
    route: "cases/{caseId}",
    summary: "Show one case with its steps and their evidence",
    answer: { status: 200, schema: CaseView, text: "The case as the ledger holds it" },
    problems: common,
  },
  startCase: {
    name: "start-case",
    method: "POST",
    route: "cases/{caseId}/start",
    summary: "Approve a proposed case, or start a scheduled one now",
    body: OperatorWord,
    answer: { status: 200, schema: CaseView, text: "The started case" },
    problems: acting,
  },
  cancelCase: {
    name: "cancel-case",
    method: "POST",
    route: "cases/{caseId}/cancel",
    summary: "Cancel a case: no new effect starts; effects under way are listed as crossed",
    body: OperatorWord,
    answer: { status: 200, schema: CaseView, text: "The cancelled case" },
    problems: acting,
  },
  resumeCase: {
    name: "resume-case",
    method: "POST",
    route: "cases/{caseId}/resume",
    summary: "Let parked steps run again from their start, or a paused case go on",
    body: ResumeWord,
    answer: { status: 200, schema: CaseView, text: "The resumed case" },
    problems: acting,
  },
  approveStep: {
    name: "approve-step",
    method: "POST",
    route: "cases/{caseId}/approve",
    summary: "Allow the change that a parked step holds back, and let it run",
    body: ApproveWord,
    answer: { status: 200, schema: CaseView, text: "The case with the approved step on its way" },
    problems: acting,
  },
  makePlan: {
    name: "make-plan",
    method: "POST",
    route: "plans",
    summary: "Dry run: the plan that a case about a person would have now, without any write",
    body: PlanWord,
    answer: { status: 200, schema: PlanView, text: "Every step, in or out and why, and what it would change" },
    problems: {
      "400": "The body is not what this call needs",
      "401": common["401"],
      "404": "There is no such person",
      "409": "Several people have this employee id: name one by object id",
      "502": "The tenant refuses to show the person: the detail says what is missing",
      "503": "The tenant does not answer: try again",
    },
  },
  openRestores: {
    name: "open-restores",
    method: "POST",
    route: "restores",
    summary: "Give people everything back: accounts out of the bin, and what their cases changed",
    body: RestoreWord,
    answer: { status: 207, schema: RestoreResults, text: "One result for each person, in the order that was asked" },
    problems: {
      "400": "The body is not what this call needs",
      "401": common["401"],
      "503": "Storage does not answer: ask again, what was done is not done twice",
    },
  },
  giveSignIn: {
    name: "give-sign-in-to",
    method: "POST",
    route: "cases/{caseId}/sign-in",
    summary: "Make a way to sign in for a restored person: the answer is its only copy",
    body: SignInWord,
    answer: { status: 200, schema: SignInView, text: "The secret, once: hand it over, and keep it nowhere" },
    problems: {
      ...acting,
      "502": "The tenant refuses: the detail says what is missing",
      "503": "The tenant or storage does not answer: ask again, which makes another secret",
    },
  },
  health: {
    name: "health",
    method: "GET",
    route: "health",
    summary: "Look at everything that Leaver needs, without changing anything",
    answer: { status: 200, schema: HealthReport, text: "Nothing is broken; there may be warnings" },
    answersAlso: { "503": "Something is broken: the checks say what, and what to do" },
    problems: { "401": common["401"] },
  },
} as const satisfies Record<string, Route>;
