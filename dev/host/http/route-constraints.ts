/** Whether a decoded route value fits. */
export type Constraint = (value: string) => boolean;

const INT32 = 2n ** 31n;
const INT64 = 2n ** 63n;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const GUID = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const BRACED_GUID = /^(?:\{(.*)\}|\((.*)\))$/;

const plain: Readonly<Record<string, Constraint>> = {
  int: (value) => isWhole(value, INT32),
  long: (value) => isWhole(value, INT64),
  bool: (value) => /^(true|false)$/i.test(value),
  datetime: (value) => /\d/.test(value) && !Number.isNaN(Date.parse(value)),
  decimal: (value) => /^[+-]?(\d+\.?\d*|\.\d+)$/.test(value),
  double: (value) => NUMBER.test(value),
  float: (value) => NUMBER.test(value),
  guid: (value) => GUID.test(BRACED_GUID.exec(value)?.slice(1).find(Boolean) ?? value),
  alpha: (value) => /^[a-z]*$/i.test(value),
  required: (value) => value !== "",
};

const withNumbers: Readonly<Record<string, (...numbers: number[]) => Constraint>> = {
  minlength:
    (least = 0) =>
    (value) =>
      value.length >= least,
  maxlength:
    (most = 0) =>
    (value) =>
      value.length <= most,
  length:
    (least = 0, most = least) =>
    (value) =>
      value.length >= least && value.length <= most,
  min:
    (least = 0) =>
    (value) =>
      isWhole(value, INT64) && Number(value) >= least,
  max:
    (most = 0) =>
    (value) =>
      isWhole(value, INT64) && Number(value) <= most,
  range:
    (least = 0, most = 0) =>
    (value) =>
      isWhole(value, INT64) && Number(value) >= least && Number(value) <= most,
};

/**
 * An inline constraint of ASP.NET: `int`, `min(18)`, `length(2,4)`, `regex(^\d+$)`.
 *
 * @throws {Error} no such constraint, or one with the wrong arguments; the message is for the app's author
 */
export function parseConstraint(text: string): Constraint {
  const [, name = text, given] = /^([^(]*)\(([\s\S]*)\)$/.exec(text) ?? [];
  const kind = name.toLowerCase();
  if (kind === "regex" && given !== undefined) {
    const pattern = new RegExp(given, "i");
    return (value) => pattern.test(value);
  }
  const make = withNumbers[kind];
  if (make !== undefined && given !== undefined) {
    const numbers = given.split(",").map((each) => (each.trim() === "" ? Number.NaN : Number(each)));
    const wanted = kind === "range" ? [2] : kind === "length" ? [1, 2] : [1];
    if (wanted.includes(numbers.length) && numbers.every(Number.isInteger)) return make(...numbers);
  }
  const constraint = given === undefined ? plain[kind] : undefined;
  if (constraint === undefined) throw new Error(`there is no route constraint "${text}"`);
  return constraint;
}

function isWhole(value: string, limit: bigint): boolean {
  if (!/^[+-]?\d+$/.test(value)) return false;
  const number = BigInt(value.replace(/^\+/, ""));
  return number >= -limit && number < limit;
}
