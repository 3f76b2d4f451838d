import { randomUUID } from "node:crypto";
import type { OtherAuthor } from "../changes.ts";
import type { TenantState } from "../state.ts";
import type { Order, PhoneNumber } from "./telephony-book.ts";

const due = "phone-number-order";

/** Orders are carried out when their time has come. */
export function addOrders(state: TenantState): void {
  state.schedule.handle(due, (id) => {
    const order = state.telephony.orders.get(id);
    if (order !== undefined && !order.fails) carryOut(state, order);
  });
}

export function place(state: TenantState, { number }: PhoneNumber, wanted: Order["wanted"]): Order {
  const { telephony, schedule } = state;
  const { lagMs } = telephony.processing;
  const at = Date.now();
  const order = { id: randomUUID(), at, dueAt: at + lagMs, number, wanted, fails: telephony.stuck.has(number) };
  telephony.orders.set(order.id, order);
  state.changed();
  if (lagMs > 0) schedule.at(order.dueAt, due, order.id);
  else if (!order.fails) carryOut(state, order);
  return order;
}

function carryOut(state: TenantState, { number, wanted }: Order): void {
  const current = state.telephony.numbers.get(number);
  if (current !== undefined) setNumber(state, { ...current, ...wanted });
}

/** @param by who did it, when it was not an order of the application */
export function setNumber(state: TenantState, after: PhoneNumber, by?: OtherAuthor): void {
  const before = state.telephony.numbers.get(after.number);
  if (before === undefined || before.targetId === after.targetId) return;
  state.telephony.numbers.set(after.number, after);
  const operation = after.targetId === null ? "unassign-phone-number" : "assign-phone-number";
  const personId = after.targetId ?? before.targetId;
  const author = by === undefined ? {} : { by };
  const about = personId === null ? {} : { personId };
  state.effects.add({ operation, objectId: after.number, ...about, detail: { type: after.type }, ...author });
}
