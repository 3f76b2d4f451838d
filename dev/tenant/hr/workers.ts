import type { HrBook } from "../hr-book.ts";
import type { Routes } from "../http/routes.ts";

/** Small, so that pages have to be followed. */
const pageSize = 2;

/** A plain lookup, for HR systems that Leaver has no adapter for: one worker by employee id, and who changed. */
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
        ...(record.department !== undefined && { department: record.department }),
        ...(record.termination !== undefined && { terminationType: record.termination.type }),
        ...(record.timeZone !== undefined && { timeZone: record.timeZone }),
      },
    };
  });

  routes.add("GET", "/hr/workers/changed", undefined, (call) => {
    if (call.headers.authorization !== `Bearer ${token}`) return { status: 401, body: { error: "unauthorized" } };
    const since = Date.parse(call.query.get("changedSince") ?? "");
    const from = Number(call.query.get("cursor") ?? 0);
    const changed = hr
      .all()
      .filter(({ hrId }) => hr.changedAt(hrId) >= since)
      .sort((one, other) => hr.changedAt(one.hrId) - hr.changedAt(other.hrId));
    const people = changed.slice(from, from + pageSize).map((record) => ({
      employeeId: record.employeeId,
      employmentId: record.employmentId,
      lastWorkingDay: record.termination?.lastDay ?? null,
      ended: hr.hasEnded(record),
      changedAt: new Date(hr.changedAt(record.hrId)).toISOString(),
    }));
    const next = from + pageSize < changed.length ? String(from + pageSize) : null;
    return { status: 200, body: { people, next } };
  });
}
