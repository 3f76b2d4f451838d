import { guidOf } from "../ids.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { PhoneNumber } from "./telephony-book.ts";

type Seed = Pick<PhoneNumber, "number" | "type" | "category">;

/** Numbers from the ranges that are kept free for fiction. */
const numbers: Readonly<Record<string, readonly Seed[]>> = {
  anna: [{ number: "+12025550101", type: "callingPlan", category: "primary" }],
  clara: [{ number: "+12025550102", type: "callingPlan", category: "primary" }],
  erik: [{ number: "+12025550103", type: "directRouting", category: "primary" }],
  leaver04: [
    { number: "+12025550104", type: "operatorConnect", category: "primary" },
    { number: "+12025550105", type: "callingPlan", category: "private" },
  ],
};
const free = ["+12025550190", "+12025550191"];

export function seedNumbers(state: TenantState): void {
  for (const number of free) {
    if (state.telephony.numbers.has(number)) continue;
    add(state, { number, type: "callingPlan", category: "primary" }, null);
  }
  state.lifecycle.onArrived((person: Person) => {
    for (const seed of numbers[person.key] ?? []) add(state, seed, person.id);
  });
}

function add({ telephony }: TenantState, seed: Seed, targetId: string | null): void {
  const place = { city: "Berlin", country: "DE", locationId: guidOf(`location/${seed.number}`) };
  telephony.numbers.set(seed.number, { ...seed, targetId, ...place });
}
