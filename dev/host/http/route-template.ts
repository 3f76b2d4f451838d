import { type Constraint, parseConstraint } from "./route-constraints.ts";

/** A parameter of a template. */
export interface Parameter {
  readonly name: string;
  readonly constraints: readonly Constraint[];
  readonly optional: boolean;
  readonly rest: boolean;
  readonly value: string | undefined;
}

/** Literals and parameters between two slashes. */
export type Segment = readonly (string | Parameter)[];

const PARAMETER = /^(\*{0,2})([^*:=?/]+)((?::(?:[^:=?()]|\((?:[^()]|\([^()]*\))*\))+)*)(?:=([^?]*))?(\?)?$/;

/**
 * Reads an ASP.NET route template: `{id}`, `{id?}`, `{id=5}`, `{id:int:min(1)}`, `{name}.{ext?}`, `{*rest}`; `{{` and `}}`
 * stand for the braces themselves.
 *
 * @param template without a leading slash
 * @throws {Error} the message is for the app's author
 */
export function parseTemplate(template: string): Segment[] {
  const segments = splitSegments(template).map((text) => parseSegment(text, template));
  const parameters = segments.flat().filter((part) => typeof part !== "string");
  const names = parameters.map(({ name }) => name.toLowerCase());
  const double = names.find((name, index) => names.indexOf(name) !== index);
  if (double !== undefined) throw new Error(`"${template}": the parameter "${double}" appears twice`);
  for (const [index, segment] of segments.entries()) checkSegment(segment, index === segments.length - 1, template);
  return segments;
}

/** At the slashes outside of braces: a pattern may hold one. */
function splitSegments(template: string): string[] {
  const segments: string[] = [""];
  let depth = 0;
  for (const character of template) {
    if (character === "{") depth += 1;
    if (character === "}") depth -= 1;
    if (character === "/" && depth === 0) segments.push("");
    else segments[segments.length - 1] += character;
  }
  return segments;
}

function parseSegment(text: string, template: string): Segment {
  if (text === "") throw new Error(`"${template}": a segment is empty`);
  const parts: (string | Parameter)[] = [];
  // A parameter, which may hold doubled braces in a pattern; or a doubled brace; or anything else.
  for (const [part, inside] of text.matchAll(/\{((?:[^{}]|\{\{|\}\})+)\}|\{\{|\}\}|[^{}]+|[{}]/g)) {
    if (inside !== undefined) parts.push(parseParameter(inside.replaceAll("{{", "{").replaceAll("}}", "}"), template));
    else if (part === "{" || part === "}") throw new Error(`"${template}": a brace is missing`);
    else parts.push(part === "{{" ? "{" : part === "}}" ? "}" : part);
  }
  return parts;
}

function parseParameter(text: string, template: string): Parameter {
  const match = PARAMETER.exec(text);
  if (match === null) throw new Error(`"${template}": "{${text}}" is not a route parameter`);
  const [, stars = "", name = "", constraints = "", value, mark] = match;
  const given = constraints.match(/:(?:[^:()]|\((?:[^()]|\([^()]*\))*\))+/g) ?? [];
  return {
    name,
    constraints: given.map((each) => parseConstraint(each.slice(1))),
    optional: mark !== undefined,
    rest: stars !== "",
    value,
  };
}

function checkSegment(segment: Segment, isLast: boolean, template: string): void {
  for (const [index, part] of segment.entries()) {
    if (typeof part === "string") continue;
    const atEnd = isLast && index === segment.length - 1;
    if (part.optional && !atEnd) throw new Error(`"${template}": only the end can be optional`);
    if (part.rest && (!atEnd || segment.length > 1)) throw new Error(`"${template}": only the end can take the rest`);
    if (index > 0 && typeof segment[index - 1] !== "string") {
      throw new Error(`"${template}": two parameters need something between them`);
    }
    if (part.optional && index > 0 && segment[index - 1] !== ".") {
      throw new Error(`"${template}": only a dot can stand before an optional end`);
    }
  }
}
