import { z } from "zod";
import type { Book } from "../book.ts";
import type { Lagging } from "../lag/lags.ts";

const PhoneNumber = z.object({
  number: z.string(),
  type: z.enum(["directRouting", "callingPlan", "operatorConnect"]),
  category: z.enum(["primary", "private", "alternate"]),
  /** Object id of whom it is assigned to; null: free. */
  targetId: z.string().nullable(),
  city: z.string().nullable(),
  country: z.string().nullable(),
  locationId: z.string().nullable(),
});
export type PhoneNumber = z.infer<typeof PhoneNumber>;

/** An order to assign or free a number, which the service carries out by and by. `fails`: it never does. */
const Order = z.object({
  id: z.string(),
  at: z.number(),
  dueAt: z.number(),
  number: z.string(),
  wanted: PhoneNumber.pick({ targetId: true, category: true, locationId: true }),
  fails: z.boolean(),
});
export type Order = z.infer<typeof Order>;

const Content = z.object({ numbers: z.array(PhoneNumber), orders: z.array(Order) });
type Content = z.infer<typeof Content>;

/** Phone numbers of the company, and orders about them. */
export class TelephonyBook implements Book<Content> {
  readonly schema = Content;
  /** How long an order takes: `phoneNumbers`. */
  readonly processing: Lagging = { lagMs: 0 };
  readonly numbers = new Map<string, PhoneNumber>();
  readonly orders = new Map<string, Order>();
  /** Numbers whose orders fail from now on. */
  readonly stuck = new Set<string>();

  assignedTo(personId: string): readonly PhoneNumber[] {
    return [...this.numbers.values()].filter(({ targetId }) => targetId === personId);
  }

  content(): Content {
    return { numbers: [...this.numbers.values()], orders: [...this.orders.values()] };
  }

  restore({ numbers, orders }: Content): void {
    for (const number of numbers) this.numbers.set(number.number, number);
    for (const order of orders) this.orders.set(order.id, order);
  }
}
