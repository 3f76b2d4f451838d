import { type Parameter, parseTemplate, type Segment } from "./route-template.ts";

/** The values of a path that fits; undefined when it does not. `path` without a leading slash, not decoded. */
export type RouteMatcher = (path: string) => Record<string, string> | undefined;

/**
 * Makes what holds paths to an ASP.NET route template. Case does not count, nor does a slash at the end; an optional
 * parameter that is absent is left out, one with a default value gets it.
 *
 * @throws {Error} the template is wrong; the message is for the app's author
 */
export function routeMatcher(template: string): RouteMatcher {
  const segments = template === "" ? [] : parseTemplate(template);
  const patterns = segments.map(segmentPatterns);
  return (path) => {
    const given = decodedSegments(path);
    if (given === undefined) return undefined;
    const params: Record<string, string> = {};
    for (const [index, segment] of segments.entries()) {
      const [only] = segment;
      if (typeof only === "object" && only.rest) {
        return assign(params, only, given.slice(index).join("/")) ? params : undefined;
      }
      const text = given[index];
      if (text === undefined) {
        if (!mayBeAbsent(segment) || !assign(params, only, undefined)) return undefined;
      } else if (!matchSegment(segment, patterns[index], text, params)) return undefined;
    }
    return given.length <= segments.length ? params : undefined;
  };
}

/** Undefined when the path cannot be decoded, or has an empty segment in it. */
function decodedSegments(path: string): string[] | undefined {
  const trimmed = path.replace(/\/$/, "");
  if (trimmed === "") return [];
  try {
    const segments = trimmed.split("/").map(decodeURIComponent);
    return segments.includes("") ? undefined : segments;
  } catch {
    return undefined;
  }
}

/** What a segment may look like: `{name}.{ext?}` with its end, and without it and the dot. */
function segmentPatterns(segment: Segment): RegExp[] {
  const patternOf = (parts: Segment) => {
    const texts = parts.map((part) => (typeof part === "object" ? "(.+)" : RegExp.escape(part)));
    return new RegExp(`^${texts.join("")}$`, "is");
  };
  const last = segment.at(-1);
  const endMayMiss = typeof last === "object" && last.optional && segment.length > 1;
  return endMayMiss ? [patternOf(segment), patternOf(segment.slice(0, -2))] : [patternOf(segment)];
}

function mayBeAbsent(segment: Segment): boolean {
  const [only] = segment;
  return segment.length === 1 && typeof only === "object" && (only.optional || only.value !== undefined);
}

function matchSegment(
  segment: Segment,
  patterns: RegExp[] = [],
  text: string,
  params: Record<string, string>,
): boolean {
  const match = patterns.map((pattern) => pattern.exec(text)).find((found) => found !== null);
  if (match === undefined) return false;
  const parameters = segment.filter((part) => typeof part === "object");
  return parameters.every((parameter, index) => assign(params, parameter, match[index + 1]));
}

/** Whether the value fits. Constraints do not look at what is absent. */
function assign(params: Record<string, string>, parameter: string | Parameter | undefined, text: string | undefined) {
  if (typeof parameter !== "object") return false;
  const value = text === undefined || text === "" ? parameter.value : text;
  if (value === undefined || value === "") return true;
  params[parameter.name] = value;
  return parameter.constraints.every((fits) => fits(value));
}
