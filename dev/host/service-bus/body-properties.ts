/** What Json.NET takes for a date: a whole ISO date and time. */
const DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * The top-level properties of a JSON object's text as the host adds them to the trigger metadata: each as text, arrays and
 * nulls left out. `true` is `"True"`; a date reads `MM/dd/yyyy HH:mm:ss`; an object is JSON. Anything else has none.
 */
export function bodyProperties(text: string): [string, string][] {
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, property]): [string, string][] => {
    const shown = asText(property);
    return shown === undefined ? [] : [[key, shown]];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asText(value: unknown): string | undefined {
  if (value === null || Array.isArray(value)) return undefined;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "object") return JSON.stringify(value);
  if (typeof value === "string" && DATE.test(value)) return dateText(value);
  return String(value);
}

function dateText(text: string): string {
  // Without a zone the host keeps the clock face; with one it shows UTC, the zone that it runs in.
  const date = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
  if (Number.isNaN(date.getTime())) return text;
  const [day = "", time = ""] = date.toISOString().split("T");
  const [year, month, dayOfMonth] = day.split("-");
  return `${month}/${dayOfMonth}/${year} ${time.slice(0, 8)}`;
}
