import type { HrBook, HrRecord } from "../hr-book.ts";
import type { RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { type AddVendorRoute, vendorPage } from "./vendor-route.ts";

const accessToken = "local-personio-access-token";

/** Personio, version 2: a token for client credentials, people by page, the newest employment first. */
export function addPersonio(routes: Routes, add: AddVendorRoute, hr: HrBook, clientSecret: string): void {
  const authorization = `Bearer ${accessToken}`;
  routes.add("POST", "/v2/auth/token", undefined, (call) => {
    const form = new URLSearchParams(typeof call.body === "string" ? call.body : "");
    const allowed =
      form.get("grant_type") === "client_credentials" &&
      form.get("client_id") === "local-client" &&
      form.get("client_secret") === clientSecret;
    if (!allowed) return { status: 401, body: { error: "invalid_client" } };
    return { status: 200, body: { access_token: accessToken, token_type: "Bearer", expires_in: 86_400 } };
  });
  add("GET", "/v2/persons", authorization, (call) => {
    const from = Number(call.query.get("cursor") ?? 0);
    const page = hr.all().slice(from, from + vendorPage);
    const next = from + vendorPage < hr.all().length ? { next: nextOf(call, from + vendorPage) } : {};
    return { status: 200, body: { _data: page.map(personOf), _meta: { links: next } } };
  });
  add("GET", "/v2/persons/:id", authorization, (call) => {
    const record = hr.find(call.params.id ?? "");
    return record === undefined ? { status: 404, body: {} } : { status: 200, body: personOf(record) };
  });
  add("GET", "/v2/persons/:id/employments", authorization, (call) => {
    const record = hr.find(call.params.id ?? "");
    if (record === undefined) return { status: 404, body: {} };
    return { status: 200, body: { _data: [employmentOf(hr, record)], _meta: { links: {} } } };
  });
}

function nextOf(call: RoutedCall, cursor: number) {
  return { href: `${call.origin}${call.path}?limit=${call.query.get("limit") ?? 10}&cursor=${cursor}` };
}

function personOf({ hrId, employeeId, employmentId }: HrRecord) {
  const custom = [
    { id: "dynamic_1", type: "string", global_id: "employee-id", label: "Employee id", value: employeeId },
  ];
  return { id: hrId, custom_attributes: custom, employments: [{ id: employmentId }] };
}

function employmentOf(hr: HrBook, record: HrRecord) {
  const { termination } = record;
  return {
    id: record.employmentId,
    person: { id: record.hrId },
    status: hr.hasEnded(record) ? "INACTIVE" : "ACTIVE",
    type: "INTERNAL",
    employment_start_date: record.hireDate,
    termination:
      termination === undefined
        ? null
        : {
            termination_date: termination.lastDay,
            last_working_date: termination.lastDay,
            terminated_at: null,
            type: termination.type === "Voluntary" ? "QUIT" : "FIRED",
            reason: null,
          },
  };
}
