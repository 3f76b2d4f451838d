import type { HrBook } from "../hr-book.ts";
import type { Routes } from "../http/routes.ts";
import { addDeel } from "./deel.ts";
import { addFinch } from "./finch.ts";
import { addHiBob } from "./hibob.ts";
import { addMerge } from "./merge.ts";
import { addPersonio } from "./personio.ts";
import type { AddVendorRoute } from "./vendor-route.ts";

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
