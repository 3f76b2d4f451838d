import type { HrBook, HrRecord } from "../hr-book.ts";
import { type AddVendorRoute, vendorId, vendorPage } from "./vendor-route.ts";

/** Deel: people by page, each with contracts; webhooks name the contract. */
export function addDeel(add: AddVendorRoute, hr: HrBook, authorization: string): void {
  add("GET", "/rest/v2/people", authorization, (call) => {
    const from = Number(call.query.get("offset") ?? 0);
    const size = Math.min(Number(call.query.get("limit") ?? 100), vendorPage);
    const page = hr.all().slice(from, from + size);
    return {
      status: 200,
      body: { data: page.map((record) => personOf(hr, record)), page: { offset: from, total_rows: hr.all().length } },
    };
  });
}

function personOf(hr: HrBook, record: HrRecord) {
  const ended = hr.hasEnded(record);
  const hiring = ended ? "inactive" : "active";
  const contract = {
    id: `deel-${record.hrId}`,
    is_ended: ended,
    start_date: record.hireDate,
    hiring_type: "contractor",
    hiring_status: hiring,
    new_hiring_status: hiring,
    contract_status: ended ? "completed" : "in_progress",
    voluntarily_left: ended ? record.termination?.type === "Voluntary" : null,
  };
  return {
    id: vendorId(record.hrId),
    worker_id: record.employeeId,
    country: record.country,
    department: record.department === undefined ? null : { id: vendorId("1"), name: record.department },
    start_date: record.hireDate,
    hiring_status: hiring,
    employments: [contract],
  };
}
