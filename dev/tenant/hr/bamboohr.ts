import { escapeMarkup } from "../control/markup.ts";
import type { HrBook, HrRecord } from "../hr-book.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";

const noDate = "0000-00-00";

/** Stands for the BambooHR API: one employee with the asked-for fields. All values are text. */
export function addBambooHr(routes: Routes, hr: HrBook, apiKey: string): void {
  const credentials = `Basic ${Buffer.from(`${apiKey}:x`).toString("base64")}`;
  routes.add("GET", "/api/v1/employees/changed", undefined, (call) => {
    if (call.headers.authorization !== credentials) return { status: 401 };
    return changedSince(hr, call.query.get("since") ?? "");
  });
  routes.add("GET", "/api/v1/webhooks", undefined, (call) => {
    if (call.headers.authorization !== credentials) return { status: 401 };
    const webhooks = hr.hooks.urls.map((url, index) => ({ id: String(index + 1), name: "Leaver", url }));
    return { status: 200, body: { webhooks } };
  });
  routes.add("GET", "/api/v1/employees/:id", undefined, (call) => {
    if (call.headers.authorization !== credentials) return { status: 401 };
    return employee(hr, call);
  });
}

/** Who changed since then, and never what. An empty result is a list, as the API writes it. */
function changedSince(hr: HrBook, since: string): Answer {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:?\d\d)$/.test(since)) return { status: 400 };
  const changed = hr.all().filter(({ hrId }) => hr.changedAt(hrId) >= Date.parse(since));
  const entries = changed.map(({ hrId }): [string, object] => [
    hrId,
    { id: hrId, action: "Updated", lastChanged: inSeconds(hr.changedAt(hrId)) },
  ]);
  const employees = entries.length === 0 ? [] : Object.fromEntries(entries);
  return { status: 200, body: { latest: inSeconds(Date.now()), employees } };
}

function inSeconds(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}+00:00`;
}

function employee(hr: HrBook, call: RoutedCall): Answer {
  const { id = "" } = call.params;
  // Zero stands for the user of the key.
  const record = hr.find(id === "0" ? (hr.hooks.owner ?? "") : id);
  if (record === undefined) {
    return { status: 404, headers: { "x-bamboohr-error-message": "Employee not found." } };
  }
  const all = fieldsOf(hr, record);
  const asked = ["id", ...(call.query.get("fields") ?? "").split(",").map((name) => name.trim())];
  const shown = Object.entries(all).filter(([name]) => asked.includes(name));
  // XML is what the API answers unless JSON is asked for.
  if (call.headers.accept?.includes("application/json")) return { status: 200, body: Object.fromEntries(shown) };
  const fields = shown.map(([name, value]) => `<field id="${name}">${escapeMarkup(value ?? "")}</field>`);
  return {
    status: 200,
    headers: { "content-type": "text/xml; charset=utf-8" },
    body: `<?xml version="1.0"?>\n<employee id="${record.hrId}">${fields.join("")}</employee>`,
  };
}

function fieldsOf(hr: HrBook, record: HrRecord): Record<string, string | null> {
  const ended = hr.hasEnded(record);
  return {
    id: record.hrId,
    employeeNumber: record.employeeId,
    status: ended ? "Inactive" : "Active",
    employmentHistoryStatus: ended ? "Terminated" : "Full-Time",
    terminationDate: record.termination?.lastDay ?? noDate,
    terminationType: record.termination?.type ?? null,
    hireDate: record.hireDate,
    location: record.site,
    country: record.country,
    department: record.department ?? null,
    workEmail: record.workEmail,
    supervisorEId: record.supervisorHrId ?? null,
  };
}
