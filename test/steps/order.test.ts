import { expect, test } from "vitest";
import { stepNamed } from "../product/product.ts";

/** What waits for what across the sections, and the rule that says so. Edges inside a section are their steps' own matter. */
const needs = {
  "R-24: what is taken away is in the snapshot first": {
    snapshot: [
      ...["remove-admin-roles", "ask-on-premises", "block-sign-in", "transfer-group-owners", "transfer-app-owners"],
      ...["reassign-direct-reports", "unassign-phone-numbers", "leave-call-queues", "list-automations"],
      ...["remove-mailbox-rights", "remove-consents", "remove-app-roles", "remove-group-memberships"],
      ...["remove-licences", "report-seats"],
    ],
  },
  "R-16: what builds on the lockout waits until it was seen": {
    "confirm-lockout": ["list-open-sessions", "recheck-lockout", "delete-account"],
  },
  "R-17: mail protocols are blocked before the mailbox is opened to others": {
    "block-mail-protocols": ["convert-mailbox"],
  },
  "R-31: meetings are cancelled while the mailbox can still send": {
    "cancel-meetings": ["convert-mailbox", "remove-licences"],
  },
  "R-25: no licence goes before the hold was seen": { "hold-mailbox": ["remove-licences"] },
  "R-36, R-44, R-51: no licence goes before everything that needs it is done": {
    ...{ "request-export": ["remove-licences"], "convert-mailbox": ["remove-licences"] },
    ...{ "share-drive": ["remove-licences"], "copy-drive": ["remove-licences"] },
    ...{ "unassign-phone-numbers": ["remove-licences"], "leave-call-queues": ["remove-licences"] },
  },
  "R-57: other groups are left before those that give licences": { "remove-group-memberships": ["remove-licences"] },
};

const after = {
  "R-15: the lockout was tried before anything else is begun": {
    "block-sign-in": [
      ...["list-private-computers", "retire-managed-devices", "wipe-managed-devices", "wipe-mobile-devices"],
      ...["block-mobile-devices", "hold-mailbox", "request-export", "remove-inbox-rules", "cancel-meetings"],
      ...["set-auto-reply", "remove-old-forwarding", "convert-mailbox", "grant-mailbox-access", "grant-send-as"],
      ...["forward-mail", "hide-from-address-lists", "transfer-group-owners", "transfer-app-owners"],
      ...["reassign-direct-reports", "unassign-phone-numbers", "leave-call-queues", "list-automations"],
      ...["list-sharing-links", "share-drive", "copy-drive", "remove-mailbox-rights", "remove-consents"],
      ...["remove-app-roles", "remove-group-memberships", "remove-licences", "read-drive-clocks"],
    ],
  },
  "R-47, REQ-57: owners and queues are handed over before groups are left": {
    "transfer-group-owners": ["remove-group-memberships"],
    "leave-call-queues": ["remove-group-memberships"],
  },
};

const sections = {
  "R-60: the account is deleted after everything that has to be kept": {
    "delete-account": ["devices", "preserve", "hand-over", "remove-rights"],
  },
  "R-63: the clocks are read when nothing moves any more": {
    "read-drive-clocks": ["hand-over", "reclaim", "end"],
  },
};

/** One row for each pair of a rule. */
function rows(table: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>) {
  return Object.entries(table).flatMap(([rule, pairs]) =>
    Object.entries(pairs).flatMap(([key, others]) => others.map((other) => [rule, key, other] as const)),
  );
}

test.each(rows(needs))("%s: %s was seen finished before %s", (_, first, then) => {
  expect(stepNamed(then).needs).toContain(first);
});

test.each(rows(after))("%s: %s was tried before %s", (_, first, then) => {
  expect(stepNamed(then).after).toContain(first);
});

test.each(rows(sections))("%s: %s waits for all of %s", (_, step, section) => {
  expect(stepNamed(step).needsSections).toContain(section);
});
