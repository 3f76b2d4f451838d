/** Longest piece of text in one property: the service's limit is 32 Ki characters. */
const pieceLength = 30_000;
/** The service's limits for one entity (section 10.1), kept with a margin. Azurite does not enforce them all. */
const mostProperties = 250;
const mostBytes = 900_000;

/** What a row of a table may hold once it is encoded. */
export type Row = Record<string, string | number | boolean>;

/**
 * A row from an object: text, whole numbers and booleans as they are, everything else as JSON text, cut into pieces that
 * a property can hold. Undefined members are left out.
 *
 * @throws when the row would pass a limit of the service: nothing is cut silently
 */
export function encodeRow(value: Readonly<Record<string, unknown>>): Row {
  const row: Row = {};
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (typeof member === "string" && member.length <= pieceLength) row[name] = member;
    else if (typeof member === "boolean" || Number.isSafeInteger(member)) row[name] = member as number | boolean;
    else putJson(row, name, JSON.stringify(member));
  }
  guardLimits(row);
  return row;
}

/** The object that `encodeRow` was given; keys and timestamps of the table are members of their own. */
export function decodeRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(row)) {
    const json = /^(.+)_json(\d+)$/.exec(name);
    if (json === null) value[name] = member;
    else if (json[2] === "0" && json[1] !== undefined) value[json[1]] = JSON.parse(joinPieces(row, json[1]));
  }
  return value;
}

function putJson(row: Row, name: string, json: string): void {
  for (let piece = 0; piece * pieceLength < json.length; piece += 1) {
    row[`${name}_json${piece}`] = json.slice(piece * pieceLength, (piece + 1) * pieceLength);
  }
}

function joinPieces(row: Readonly<Record<string, unknown>>, name: string): string {
  let text = "";
  for (let piece = 0; typeof row[`${name}_json${piece}`] === "string"; piece += 1) text += row[`${name}_json${piece}`];
  return text;
}

function guardLimits(row: Row): void {
  if (Object.keys(row).length > mostProperties)
    throw new RangeError(`A row has more than ${mostProperties} properties`);
  // Text counts two bytes a character.
  const bytes = Object.entries(row).reduce((sum, [name, value]) => sum + 2 * (name.length + String(value).length), 0);
  if (bytes > mostBytes) throw new RangeError(`A row is larger than ${mostBytes} bytes`);
}
