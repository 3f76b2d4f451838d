import type { HrBook } from "../hr-book.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { addDeel } from "./deel.ts";
import { addFinch } from "./finch.ts";
import { addHiBob } from "./hibob.ts";
import { addMerge } from "./merge.ts";
import { addPersonio } from "./personio.ts";

/** Small, so that pages have to be followed. */
export const vendorPage = 2;

/** Adds one endpoint of a vendor: the same people at every vendor, behind one token. */
export type AddVendorRoute = (
  method: "GET" | "POST",
  path: string,
  authorization: string,
  answer: (call: RoutedCall) => Answer,
) => void;

/** The HR systems beside BambooHR, each with the addresses and answers of its documentation, over the same people. */
export function addHrVendors(routes: Routes, hr: HrBook, token: string): void {
  const add: AddVendorRoute = (method, path, authorization, answer) =>
    routes.add(method, path, undefined, (call) =>
      call.headers.authorization === authorization ? answer(call) : { status: 401, body: { error: "unauthorized" } },
    );
  const bearer = `Bearer ${token}`;
  addHiBob(add, hr, `Basic ${Buffer.from(`service-user:${token}`).toString("base64")}`);
  addPersonio(routes, add, hr, token);
  addDeel(add, hr, bearer);
  addMerge(add, hr, bearer);
  addFinch(add, hr, bearer);
}

/** A UUID for a person, the same at every start; vendors name people by their own ids. */
export function vendorId(hrId: string): string {
  return `00000000-0000-4000-8000-${hrId.padStart(12, "0")}`;
}

/** The person's number in the HR book, out of the vendor's id. */
export function hrIdOf(id: string): string {
  return id.slice(-12).replace(/^0+/, "");
}
