import type { HrBook, HrRecord } from "../hr-book.ts";
import { asObject } from "../http/exchange.ts";
import { type AddVendorRoute, hrIdOf, vendorId, vendorPage } from "./vendor-route.ts";

/** Finch: the directory by page, and employments for many people in one question, each with a status code of its own. */
export function addFinch(add: AddVendorRoute, hr: HrBook, authorization: string): void {
  add("GET", "/employer/directory", authorization, (call) => {
    if (call.headers["finch-api-version"] === undefined) return { status: 400, body: { message: "no api version" } };
    const offset = Number(call.query.get("offset") ?? 0);
    const page = hr.all().slice(offset, offset + vendorPage);
    const individuals = page.map((record) => ({ id: vendorId(record.hrId), is_active: !hr.hasEnded(record) }));
    return { status: 200, body: { paging: { count: hr.all().length, offset }, individuals } };
  });
  add("POST", "/employer/employment", authorization, (call) => {
    const { requests } = asObject(call.body);
    const asked: readonly unknown[] = Array.isArray(requests) ? requests : [];
    const responses = asked.map((one) => {
      const individual_id = String(asObject(one).individual_id);
      const record = hr.find(hrIdOf(individual_id));
      if (record === undefined) return { individual_id, code: 404, body: { message: "not found" } };
      return { individual_id, code: 200, body: employmentOf(hr, record) };
    });
    return { status: 200, body: { responses } };
  });
}

function employmentOf(hr: HrBook, record: HrRecord) {
  const ended = hr.hasEnded(record);
  return {
    id: vendorId(record.hrId),
    source_id: record.employeeId,
    start_date: record.hireDate,
    latest_rehire_date: null,
    end_date: record.termination?.lastDay ?? null,
    is_active: !ended,
    employment_status: ended ? "terminated" : "active",
    department: record.department === undefined ? null : { name: record.department },
    employment: { type: "employee", subtype: "full_time" },
    location: { city: record.site, country: record.country },
  };
}
