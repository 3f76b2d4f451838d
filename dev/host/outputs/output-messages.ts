import type { TypedData } from "../protocol.ts";

/** One message of an output: the body's bytes, and what they are. */
export interface OutputMessage {
  readonly body: Buffer;
  readonly contentType: string;
}

/**
 * The messages that one output value stands for: one for each element of an array, a real one or text that is a JSON
 * array, and one otherwise. Bytes are never looked into; null elements are left out.
 */
export function outputMessages(data: TypedData): OutputMessage[] {
  if (data.bytes !== undefined) return [{ body: Buffer.from(data.bytes), contentType: "application/octet-stream" }];
  const value = contentOf(data);
  const elements: unknown[] = Array.isArray(value) ? value : [value];
  return elements.filter((each) => each !== null && each !== undefined).map(messageOf);
}

function contentOf({ string, json, int, double }: TypedData): unknown {
  if (json !== undefined) return JSON.parse(json);
  if (string !== undefined) return parsedArray(string) ?? string;
  return int ?? double;
}

function parsedArray(text: string): unknown {
  if (!/^\s*\[[\s\S]*\]\s*$/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function messageOf(value: unknown): OutputMessage {
  if (typeof value === "string") return { body: Buffer.from(value, "utf8"), contentType: "text/plain" };
  const contentType = typeof value === "object" ? "application/json" : "text/plain";
  return { body: Buffer.from(JSON.stringify(value), "utf8"), contentType };
}
