import type { HrBook } from "../hr-book.ts";
import type { Routes } from "../http/routes.ts";

/** A plain lookup, for HR systems that Leaver has no adapter for: one worker by employee id. */
export function addWorkers(routes: Routes, hr: HrBook, token: string): void {
  routes.add("GET", "/hr/workers", undefined, (call) => {
    if (call.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { error: "unauthorized" } };
    const record = hr.findByEmployeeId(call.query.get("employeeId") ?? "");
    if (record === undefined) return { status: 404, body: { error: "unknown employee" } };
    return {
      status: 200,
      body: {
        employeeId: record.employeeId,
        employmentId: record.employmentId,
        status: hr.hasEnded(record) ? "terminated" : "active",
        lastWorkingDay: record.termination?.lastDay ?? null,
        site: record.site,
        country: record.country,
        ...(record.timeZone !== undefined && { timeZone: record.timeZone }),
      },
    };
  });
}
