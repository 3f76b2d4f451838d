import { setOffset, virtualClock } from "../../clock.ts";
import { isHostMessage, type WorkerMessage } from "../protocol.ts";

// Loaded with --import, before the worker and the app: no line of theirs ever sees the machine's own time.
virtualClock();
setOffset(Number(process.env.FUNCTIONS_HOST_CLOCK_OFFSET_MS ?? 0));
delete process.env.FUNCTIONS_HOST_CLOCK_OFFSET_MS;

process.on("message", (message: unknown) => {
  if (!isHostMessage(message) || message.kind !== "clock") return;
  setOffset(message.offsetMs);
  process.send?.({ kind: "clock-set", id: message.id } satisfies WorkerMessage);
});
