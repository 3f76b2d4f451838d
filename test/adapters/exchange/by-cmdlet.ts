import type { ScriptedAnswer } from "../graph/scripted-service.ts";

/** Answers for calls that are made at the same time, so that either may come first: one of them for each place in a script. */
export function byCmdlet(answers: Readonly<Record<string, ScriptedAnswer>>): ScriptedAnswer[] {
  const one: ScriptedAnswer = {
    raw: ({ headers }, response) => {
      const { status = 200, body } = answers[String(headers["x-cmdletname"])] ?? { status: 599 };
      response.writeHead(status, { "Content-Type": "application/json" });
      response.end(JSON.stringify(body ?? {}));
    },
  };
  return Object.keys(answers).map(() => one);
}
