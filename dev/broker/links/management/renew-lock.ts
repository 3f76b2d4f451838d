import rhea from "rhea";
import { z } from "zod";
import { fromUuidBytes } from "../../amqp/lock-token.ts";
import { notAllowed } from "../../amqp/refusal.ts";
import type { ManagementOperation } from "./operation.ts";

const Request = z.object({ "lock-tokens": z.array(z.instanceof(Buffer)).min(1) });
const TIMESTAMP = 0x83;

/** Starts locks anew; the new expiries in the order of the tokens, or the first reason why not. */
export const renewLock: ManagementOperation = ({ entity: { path, queue }, body }) => {
  if (queue === undefined) return { refusal: notAllowed(`Nothing is locked at '${path}'.`) };
  const expirations: number[] = [];
  for (const token of Request.parse(body)["lock-tokens"]) {
    const renewed = queue.deliveries.renew(fromUuidBytes(token));
    if (typeof renewed !== "number") return { refusal: renewed };
    expirations.push(renewed);
  }
  return { status: 200, body: { expirations: rhea.types.wrap_array(expirations, TIMESTAMP, undefined) } };
};
