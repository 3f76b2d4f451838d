import type { HrBook, HrRecord } from "../hr-book.ts";
import { asObject } from "../http/exchange.ts";
import type { AddVendorRoute } from "./vendor-route.ts";

/** HiBob: the fields that were asked for, by their ids, each in an object of its own; the search has no pages. */
export function addHiBob(add: AddVendorRoute, hr: HrBook, authorization: string): void {
  add("POST", "/v1/people/search", authorization, (call) => {
    const { fields, showInactive } = asObject(call.body);
    const shown = hr.all().filter((record) => showInactive === true || !hr.hasEnded(record));
    return { status: 200, body: { employees: shown.map((record) => fieldsOf(hr, record, fields)) } };
  });
  add("POST", "/v1/people/:id", authorization, (call) => {
    const record = hr.find(call.params.id ?? "");
    if (record === undefined) return { status: 404, body: { key: "errors.notFound" } };
    return { status: 200, body: fieldsOf(hr, record, asObject(call.body).fields) };
  });
}

function fieldsOf(hr: HrBook, record: HrRecord, asked: unknown): Record<string, unknown> {
  const all: Record<string, unknown> = {
    "root.id": record.hrId,
    "work.employeeIdInCompany": record.employeeId,
    "work.startDate": record.hireDate,
    "work.site": record.site,
    "work.department": record.department ?? null,
    "internal.status": hr.hasEnded(record) ? "Inactive" : "Active",
    "internal.terminationDate": record.termination?.lastDay ?? null,
    "internal.terminationType": record.termination?.type ?? null,
  };
  const names: readonly unknown[] = Array.isArray(asked) ? asked : Object.keys(all);
  const shown = Object.entries(all).filter(([name]) => names.includes(name));
  return Object.fromEntries(shown.map(([name, value]) => [`/${name.replaceAll(".", "/")}`, { value }]));
}
