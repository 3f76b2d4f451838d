import rhea from "rhea";
import { z } from "zod";
import { parseMessage } from "../../amqp/message-parts.ts";
import { notAllowed } from "../../amqp/refusal.ts";
import { admissionRefusal } from "../admission.ts";
import type { ManagementOperation } from "./operation.ts";

const Request = z.object({ messages: z.array(z.object({ message: z.instanceof(Buffer) })) });
const LONG = 0x81;

/** Stores messages for the times in their annotations; their numbers are valid until then. */
export const scheduleMessage: ManagementOperation = ({ entity, body }) => {
  const { path, entrance } = entity;
  if (entrance === undefined) return { refusal: notAllowed(`Messages cannot be sent to '${path}'.`) };
  const messages = Request.parse(body).messages.map(({ message }) => parseMessage(message));
  const refusal = admissionRefusal(entity, messages);
  if (refusal !== undefined) return { refusal };
  const numbers = entrance.schedule(messages);
  return { status: 200, body: { "sequence-numbers": rhea.types.wrap_array(numbers, LONG, undefined) } };
};
