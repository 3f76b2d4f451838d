import type { HrBook, HrRecord } from "../hr-book.ts";
import type { RoutedCall } from "../http/exchange.ts";
import { type AddVendorRoute, hrIdOf, vendorId, vendorPage } from "./vendor-route.ts";

/** The token of the one account that is linked. */
export const mergeAccountToken = "local-merge-account-token";

/** Merge: employees by page and by cursor, those changed since a time, behind the key and the token of an account. */
export function addMerge(add: AddVendorRoute, hr: HrBook, authorization: string): void {
  add("GET", "/api/hris/v1/employees", authorization, (call) => {
    if (!isLinked(call)) return { status: 403, body: { detail: "Invalid account token" } };
    const since = Date.parse(call.query.get("modified_after") ?? "1970-01-01");
    const changed = hr.all().filter(({ hrId }) => hr.changedAt(hrId) > since);
    const from = Number(Buffer.from(call.query.get("cursor") ?? "", "base64").toString() || 0);
    const cursor = Buffer.from(String(from + vendorPage)).toString("base64");
    const next = from + vendorPage < changed.length ? cursor : null;
    const results = changed.slice(from, from + vendorPage).map((record) => employeeOf(hr, record));
    return { status: 200, body: { next, previous: null, results } };
  });
  add("GET", "/api/hris/v1/employees/:id", authorization, (call) => {
    if (!isLinked(call)) return { status: 403, body: { detail: "Invalid account token" } };
    const record = hr.find(hrIdOf(call.params.id ?? ""));
    return record === undefined
      ? { status: 404, body: { detail: "Not found." } }
      : { status: 200, body: employeeOf(hr, record) };
  });
}

function isLinked(call: RoutedCall): boolean {
  return call.headers["x-account-token"] === mergeAccountToken;
}

function employeeOf(hr: HrBook, record: HrRecord) {
  return {
    id: vendorId(record.hrId),
    remote_id: record.hrId,
    employee_number: record.employeeId,
    start_date: `${record.hireDate}T00:00:00Z`,
    termination_date: record.termination === undefined ? null : `${record.termination.lastDay}T00:00:00Z`,
    employment_status: hr.hasEnded(record) ? "INACTIVE" : "ACTIVE",
    work_location: { name: record.site, country: "DE" },
    modified_at: new Date(hr.changedAt(record.hrId)).toISOString(),
  };
}
