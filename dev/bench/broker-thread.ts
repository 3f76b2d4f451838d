import { parentPort } from "node:worker_threads";
import { startBroker } from "../broker/broker.ts";
import { virtualClock } from "../clock.ts";

const Queues = [{ Name: "bench" }, { Name: "sessions", Properties: { RequiresSession: true } }];
const broker = await startBroker({
  clock: virtualClock(),
  config: { UserConfig: { Namespaces: [{ Name: "bench", Queues }] } },
});
parentPort?.once("message", () => void broker.close());
parentPort?.postMessage(broker.connectionString);
