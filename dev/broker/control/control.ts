import type { VirtualClock } from "../../clock.ts";
import type { Running } from "../broker.ts";
import { describeEntities } from "../counts.ts";
import type { FaultDesk } from "./fault-desk.ts";
import { ClockOrder, EntityOrder, FaultOrder, LimitsOrder, RestartOrder } from "./orders.ts";

/** What the control port works with. */
export interface Controlled {
  readonly broker: Running;
  readonly clock: VirtualClock;
  readonly desk: FaultDesk;
}

/** Something that `GET` shows. The keys are paths. */
export const SHOWN: Readonly<Record<string, (controlled: Controlled) => unknown>> = {
  "/health": () => ({ status: "healthy" }),
  "/counts": ({ broker }) => broker.counts(),
  "/operations": ({ broker }) => broker.operations(),
  "/messages": ({ broker }) => broker.dump(),
  "/entities": ({ broker }) => describeEntities(broker.entities),
  "/faults": ({ desk }) => desk.list(),
  "/clock": ({ clock }) => ({ now: new Date(clock.now()).toISOString() }),
};

/** Orders that `POST` takes, with a JSON object as body. The keys are paths. */
export const ORDERS: Readonly<Record<string, (controlled: Controlled, body: unknown) => unknown>> = {
  "/faults": ({ desk }, body) => desk.order(FaultOrder.parse(body)),
  "/purge": ({ broker }, body) => broker.purge(EntityOrder.parse(body).entity),
  "/expire-locks": ({ broker }, body) => broker.expireLocks(EntityOrder.parse(body).entity),
  "/break-connections": ({ broker }) => broker.breakConnections(),
  "/restart": ({ broker }, body) => broker.restart(RestartOrder.parse(body).memory),
  "/clock": ({ clock }, body) => clock.advance(ClockOrder.parse(body).advanceMs),
  "/limits": ({ broker }, body) => {
    const { entity: path, status, maxBytes } = LimitsOrder.parse(body);
    const entity = broker.entities.find(path);
    if (entity === undefined) throw new RangeError(`There is no entity "${path}"`);
    if (maxBytes !== undefined) entity.gate.maxBytes = maxBytes;
    if (status !== undefined) entity.gate.setStatus(status);
  },
};
