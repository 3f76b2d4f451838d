import rhea from "rhea";
import { encodeMapSection, encodeValue, endOfValue, mapEntries } from "./codec.ts";
import type { MessageParts } from "./message-parts.ts";

const APPLICATION_PROPERTIES = 0x74;
const NOTHING = Buffer.alloc(0);

/** The application properties as JavaScript values. */
export function applicationProperties(parts: MessageParts): Record<string, unknown> {
  if (parts.applicationProperties.length === 0) return {};
  return rhea.message.decode(parts.applicationProperties).application_properties ?? {};
}

/** The parts with application properties added or replaced; the original is left as it is. */
export function withProperties(parts: MessageParts, changes: Readonly<Record<string, unknown>>): MessageParts {
  const names = Object.keys(changes);
  if (names.length === 0) return parts;
  const entries = encodedApplicationProperties(parts);
  for (const name of names) entries.set(name, encodeValue(changes[name]));
  return withEntries(parts, entries);
}

/** The parts without one application property, however its name is written; the original is left as it is. */
export function withoutProperty(parts: MessageParts, name: string): MessageParts {
  const entries = encodedApplicationProperties(parts);
  const names = [...entries.keys()].filter((other) => other.toLowerCase() === name.toLowerCase());
  if (names.length === 0) return parts;
  for (const other of names) entries.delete(other);
  return withEntries(parts, entries);
}

function withEntries(parts: MessageParts, entries: ReadonlyMap<string, Buffer>): MessageParts {
  if (entries.size === 0) return { ...parts, applicationProperties: NOTHING };
  const items = [...entries].flatMap(([name, value]) => [encodeValue(name), value]);
  return { ...parts, applicationProperties: encodeMapSection(APPLICATION_PROPERTIES, items) };
}

function encodedApplicationProperties(parts: MessageParts): Map<string, Buffer> {
  const section = parts.applicationProperties;
  if (section.length === 0) return new Map();
  return mapEntries(section.subarray(endOfValue(section, 1)));
}
