import type { Operation } from "./operations.ts";

const permission = "User.Read.All";

export const readChanges: Operation = {
  what: "Reading what changed in the directory",
  permission,
  // Fewer calls where many people changed; Graph may answer with smaller pages all the same.
  prefer: "odata.maxpagesize=999",
};

export const readDeleted: Operation = { what: "Looking for deleted accounts", permission };

export const readSubscriptions: Operation = { what: "Listing the subscriptions to changes", permission };

export const subscribe: Operation = {
  what: "Subscribing to changes of the directory",
  permission,
  instead: new Map([
    [
      "ValidationError",
      "Microsoft Graph cannot reach this app for its handshake: check PUBLIC_ORIGIN, and that the app answers from the Internet",
    ],
  ]),
};

export const renewSubscription: Operation = { what: "Renewing the subscription to changes", permission };

export const removeSubscription: Operation = { what: "Removing a subscription to changes", permission };
