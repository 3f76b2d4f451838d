import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { planFaults } from "../../shared/domain/plan.ts";
import { Policy } from "../../shared/domain/policy.ts";
import { contradictions } from "../../shared/domain/policy-contradictions.ts";
import type { PolicyPath } from "../../shared/domain/policy-layers.ts";
import type { Step } from "../../shared/domain/step.ts";

/** A fault of a policy file, with its place in the text. Lines and columns count from 1. */
export interface PlacedFault {
  readonly line: number;
  readonly column: number;
  /** Path of members, as in `rules[2].set.end`; empty for the whole file. */
  readonly path: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** A policy read from text: the policy when it can be used, and everything that is wrong or odd about it. */
export interface ReadPolicy {
  readonly policy: Policy | undefined;
  readonly faults: readonly PlacedFault[];
}

/** Reads a policy and says, line by line, what is wrong with it: the text, the values, the names, the contradictions. */
export function readPolicyText(text: string, steps: readonly Step[]): ReadPolicy {
  const mistakes: ParseError[] = [];
  const tree = parseTree(text, mistakes, { disallowComments: true, allowTrailingComma: false });
  const place = placer(text, tree);
  if (tree === undefined || mistakes.length > 0) {
    // What follows the first mistake is often only its echo.
    const faults = mistakes.slice(0, 1).map(({ error, offset }) => ({
      ...positionOf(text, offset),
      path: "",
      severity: "error" as const,
      message: `is no JSON: ${printParseErrorCode(error)}`,
    }));
    return { policy: undefined, faults };
  }
  const parsed = Policy.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
      const path = [...issue.path, ...(unknown === undefined ? [] : [unknown])].filter(
        (part) => typeof part !== "symbol",
      );
      return place(path, "error", issue.message);
    });
    return { policy: undefined, faults };
  }
  const named = planFaults(steps, parsed.data).map(({ path, message }) => place(path, "error", message));
  const clashes = contradictions(parsed.data).map(({ path, severity, message }) => place(path, severity, message));
  const faults = [...named, ...clashes].toSorted((one, other) => one.line - other.line || one.column - other.column);
  return { policy: faults.some(({ severity }) => severity === "error") ? undefined : parsed.data, faults };
}

function placer(text: string, tree: Node | undefined) {
  return (path: PolicyPath, severity: PlacedFault["severity"], message: string): PlacedFault => {
    const node = nearest(tree, path);
    return { ...positionOf(text, node?.offset ?? 0), path: written(path), severity, message };
  };
}

/** The node at the path; for a member that is missing, the nearest one above it. A member is shown where its name stands. */
function nearest(tree: Node | undefined, path: PolicyPath): Node | undefined {
  for (let length = path.length; tree !== undefined && length > 0; length -= 1) {
    const node = findNodeAtLocation(tree, [...path.slice(0, length)]);
    if (node !== undefined) return node.parent?.type === "property" ? node.parent : node;
  }
  return tree;
}

function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function written(path: PolicyPath): string {
  return path.reduce<string>(
    (left, part) => (typeof part === "number" ? `${left}[${part}]` : left === "" ? part : `${left}.${part}`),
    "",
  );
}
