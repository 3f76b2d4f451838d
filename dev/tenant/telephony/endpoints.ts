import { z } from "zod";
import { conditionsIn, matches } from "../graph/filter.ts";
import { entity, linkWith } from "../graph/shape.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { tenantId } from "../ids.ts";
import { partNumberOf, skus } from "../licences/skus.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { addOrders, place, setNumber } from "./changes.ts";
import { seedNumbers } from "./seed.ts";
import type { Order, PhoneNumber } from "./telephony-book.ts";

const root = "/v1.0/admin/teams/telephoneNumberManagement";
const filterable = ["telephoneNumber", "numberType", "assignmentTargetId", "assignmentStatus", "assignmentCategory"];

/** Phone numbers of Teams (m365-operations 11). In service worldwide only. */
export function addTelephony(routes: Routes, state: TenantState, largestPage: number): void {
  seedNumbers(state);
  addOrders(state);
  state.lags.register("phoneNumbers", state.telephony.processing);
  state.lifecycle.onPurged(({ id }) => release(state, id));
  // A number that stands when the licence of the phone goes is let go by nobody in particular (REQ-56).
  state.lifecycle.onLicencesRemoved((person) => {
    if (!hasPhone(person)) release(state, person.id);
  });

  const readers = {
    resource: "graph",
    anyOf: ["TeamsTelephoneNumber.Read.All", "TeamsTelephoneNumber.ReadWrite.All"],
  } as const;
  routes.add("GET", `${root}/numberAssignments`, readers, (call) => list(state, call, largestPage));
  routes.add("GET", `${root}/operations/:id`, readers, (call) => {
    const { id = "" } = call.params;
    const order = state.telephony.orders.get(/^\('(.*)'\)$/.exec(id)?.[1] ?? id) ?? noSuchResource(id);
    return entity(call, "admin/teams/telephoneNumberManagement/operations/$entity", showOrder(call, order));
  });
  const writers = { resource: "graph", anyOf: ["TeamsTelephoneNumber.ReadWrite.All"] } as const;
  routes.add("POST", `${root}/numberAssignments/unassignNumber`, writers, (call) => unassign(state, call));
  routes.add("POST", `${root}/numberAssignments/assignNumber`, writers, (call) => assign(state, call));
}

/** Pages by `$skip`, as this interface does. */
function list(state: TenantState, call: RoutedCall, largestPage: number): Answer {
  const conditions = conditionsIn(call.query, filterable);
  const all = [...state.telephony.numbers.values()].map(showNumber).filter((shown) => matches(conditions, shown));
  const skip = Number(call.query.get("$skip") ?? 0);
  const size = Math.min(Number(call.query.get("$top") ?? 500), largestPage);
  const next = all.length > skip + size ? { "@odata.nextLink": linkWith(call, { $skip: String(skip + size) }) } : {};
  const context = `${call.origin}/v1.0/$metadata#admin/teams/telephoneNumberManagement/numberAssignments`;
  return { status: 200, body: { "@odata.context": context, ...next, value: all.slice(skip, skip + size) } };
}

function showNumber({ number, type, category, targetId, city, country, locationId }: PhoneNumber) {
  return {
    id: Buffer.from(`${tenantId}|${number}`).toString("base64url"),
    telephoneNumber: number,
    operatorId: tenantId,
    numberType: type,
    activationState: "activated",
    capabilities: ["userAssignment"],
    locationId,
    civicAddressId: null,
    networkSiteId: null,
    assignmentTargetId: targetId,
    assignmentCategory: targetId === null ? null : category,
    portInStatus: null,
    assignmentStatus: targetId === null ? "unassigned" : "userAssigned",
    isoCountryCode: country,
    city,
    numberSource: "online",
    supportedCustomerActions: ["locationUpdate", "release"],
    reverseNumberLookupOptions: [],
  };
}

function showOrder(call: RoutedCall, order: Order): Record<string, unknown> {
  const status = order.dueAt > Date.now() ? "running" : order.fails ? "failed" : "succeeded";
  const resourceLocation = `${call.origin}${root}/numberAssignments('${order.number}')`;
  return {
    id: order.id,
    createdDateTime: new Date(order.at).toISOString(),
    status,
    numbers: [{ resourceLocation, status, statusDetail: null }],
  };
}

const Unassign = z.object({ telephoneNumber: z.string(), numberType: z.string() });
const Assign = Unassign.extend({
  assignmentTargetId: z.string(),
  assignmentCategory: z.enum(["primary", "private", "alternate"]).default("primary"),
  locationId: z.string().nullish(),
});

function unassign(state: TenantState, call: RoutedCall): Answer {
  const number = numberIn(state, Unassign.safeParse(call.body).data);
  // Not documented what the service says here: the read-back decides.
  if (number.targetId === null) refuse(400, "BadRequest", "The telephone number is not assigned.");
  const { category, locationId } = number;
  return accepted(call, place(state, number, { targetId: null, category, locationId }));
}

function assign(state: TenantState, call: RoutedCall): Answer {
  const asked = Assign.safeParse(call.body).data;
  const number = numberIn(state, asked);
  if (asked === undefined || number.targetId !== null) {
    return refuse(400, "BadRequest", "The telephone number is assigned already.");
  }
  const { assignmentTargetId: targetId, assignmentCategory: category, locationId } = asked;
  if (state.people.named(targetId) === undefined) noSuchResource(targetId);
  return accepted(call, place(state, number, { targetId, category, locationId: locationId ?? number.locationId }));
}

function numberIn(state: TenantState, asked: z.infer<typeof Unassign> | undefined): PhoneNumber {
  if (asked === undefined) return refuse(400, "BadRequest", "The telephone number or its type is missing.");
  const number = state.telephony.numbers.get(asked.telephoneNumber);
  if (number === undefined || number.type !== asked.numberType) {
    return refuse(404, "NotFound", "The telephone number was not found.");
  }
  return number;
}

const accepted = (call: RoutedCall, { id }: Order): Answer => ({
  status: 202,
  headers: { location: `${call.origin}${root}/operations('${id}')` },
});

/** Whether somebody is licensed for a phone. */
function hasPhone({ licences }: Person): boolean {
  return licences.some(({ skuId }) => {
    const part = partNumberOf(skuId);
    return part !== undefined && skus[part].plans.some(({ name }) => name === "MCOEV");
  });
}

/** The account or its licence is gone: its numbers are free. */
function release(state: TenantState, personId: string): void {
  for (const number of state.telephony.assignedTo(personId)) setNumber(state, { ...number, targetId: null }, "service");
}
