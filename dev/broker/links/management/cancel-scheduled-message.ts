import { z } from "zod";
import { messageNotFound, notAllowed } from "../../amqp/refusal.ts";
import { Long, type ManagementOperation } from "./operation.ts";

const Request = z.object({ "sequence-numbers": z.array(Long) });

/** Deletes scheduled messages. One that was enqueued meanwhile is not found: cancelling is no guarantee. */
export const cancelScheduledMessage: ManagementOperation = ({ entity: { path, entrance }, body }) => {
  if (entrance === undefined) return { refusal: notAllowed(`Nothing is scheduled at '${path}'.`) };
  const missing = Request.parse(body)["sequence-numbers"].filter((sequence) => !entrance.cancel(sequence));
  const [first] = missing;
  return first === undefined ? { status: 200 } : { refusal: messageNotFound(first) };
};
