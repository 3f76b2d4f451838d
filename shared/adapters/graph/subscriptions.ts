import { z } from "zod";
import type { Instant } from "../../domain/ids.ts";
import { instant } from "../../domain/ids.ts";
import type { Subscription, Subscriptions, WantedSubscription } from "../../domain/ports/subscriptions.ts";
import { refusalBehind } from "../service-answer.ts";
import type { GraphClient } from "./client.ts";
import { readSubscriptions, removeSubscription, renewSubscription, subscribe } from "./directory-operations.ts";
import { isGone } from "./errors.ts";
import { path } from "./path.ts";

const Answer = z.object({
  id: z.string().min(1),
  resource: z.string(),
  expirationDateTime: z.iso.datetime({ offset: true }),
  notificationUrl: z.string().nullish(),
});

/** Subscriptions to changes of all users, behind Microsoft Graph v1.0 (m365-operations 3.1). */
export class GraphSubscriptions implements Subscriptions {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async list(): Promise<readonly Subscription[]> {
    const all = await this.#graph.list("subscriptions", Answer, readSubscriptions);
    return all.filter(({ resource }) => /^\/?users$/i.test(resource)).map(subscriptionOf);
  }

  async create({ notificationUrl, lifecycleUrl, clientState, expiresAt }: WantedSubscription): Promise<Subscription> {
    const body = {
      changeType: "updated,deleted",
      notificationUrl,
      lifecycleNotificationUrl: lifecycleUrl,
      resource: "users",
      expirationDateTime: expiresAt,
      clientState,
      latestSupportedTlsVersion: "v1_2",
    };
    return subscriptionOf(await this.#graph.create("subscriptions", body, Answer, subscribe));
  }

  async renew(id: string, expiresAt: Instant): Promise<"renewed" | "gone"> {
    try {
      await this.#graph.patch(path`subscriptions/${id}`, { expirationDateTime: expiresAt }, renewSubscription);
      return "renewed";
    } catch (error) {
      if (isGone(refusalBehind(error))) return "gone";
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    try {
      await this.#graph.delete(path`subscriptions/${id}`, removeSubscription);
    } catch (error) {
      if (!isGone(refusalBehind(error))) throw error;
    }
  }
}

function subscriptionOf({ id, expirationDateTime, notificationUrl }: z.infer<typeof Answer>): Subscription {
  return { id, expiresAt: instant(Date.parse(expirationDateTime)), notificationUrl: notificationUrl ?? "" };
}
