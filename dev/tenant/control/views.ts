import { seconds } from "../graph/shape.ts";
import type { Controlled } from "./command.ts";
import { describePerson } from "./person.ts";

/** Something that can be read with `GET`, as JSON. `key` is what follows the name in the path. */
export interface View {
  readonly about: string;
  readonly show: (tenant: Controlled, key: string) => unknown;
}

/** What a checker can read, by the first segment of the path. */
export const views: Readonly<Record<string, View>> = {
  effects: {
    about: "every change of the tenant's state, with who made it; /effects/anna: of one person",
    show: ({ state }, key) =>
      key === ""
        ? state.effects.all()
        : state.effects.all().filter(({ personId }) => personId === state.person(key).id),
  },
  counts: {
    about: "how often the application did what to which object",
    show: ({ state }) => state.effects.counts(),
  },
  // The earlier name.
  "effect-counts": { about: "the same", show: ({ state }) => state.effects.counts() },
  requests: { about: "every request, with its status; 0: no answer went out", show: ({ log }) => log },
  unhandled: { about: "requests that were not understood", show: ({ state }) => state.unhandled },
  mails: { about: "caught mail", show: ({ state }) => state.mails },
  people: { about: "everything about one person: /people/anna", show: ({ state }, key) => describePerson(state, key) },
  routes: {
    about: "every endpoint, with the permissions of which it asks for one",
    show: ({ routes }) => routes,
  },
  "administrator-token": {
    about: "a token for npm run grant, as GRAPH_TOKEN",
    show: ({ administratorToken }) => ({ token: administratorToken() }),
  },
  subscriptions: {
    about: "who is told about changes",
    show: ({ state }) =>
      state.subscriptions.all().map(({ clientState: _, expiresAt, ...subscription }) => ({
        ...subscription,
        expiresAt: seconds(expiresAt),
      })),
  },
  notifications: { about: "every call to a subscriber, with its status", show: ({ notifier }) => notifier.log },
  schedule: {
    about: "what is going to happen, and when",
    show: ({ state }) => state.schedule.content().map((due) => ({ ...due, at: seconds(due.at) })),
  },
  clock: {
    about: "virtual time; /clock/seconds: a number alone",
    // A number alone, for `$(curl …)`: senders sign at virtual time.
    show: ({ clock }, key) =>
      key === "seconds" ? Math.floor(clock.now() / 1_000) : { now: new Date(clock.now()).toISOString() },
  },
};
