import { describe, expect, test } from "vitest";
import { anchorsMailbox, type MailboxFacts, mailboxKeepsLicence } from "../../shared/domain/mailbox-keeps-licence.ts";

const limit = 53_687_091_200;

/** A shared mailbox that lives without a licence. */
function shared(changes: Partial<MailboxFacts> = {}): MailboxFacts {
  const sizes = { primary: limit, recoverable: 3 * limit, archive: undefined };
  return { type: "shared", purpose: "shared", sizes, held: false, forwards: false, ...changes };
}

describe("may the licence go?", () => {
  test("REQ-23, R-29: shared on both ways, at most 50 GB, without archive and hold: yes", () => {
    expect(mailboxKeepsLicence(shared())).toEqual([]);
  });

  test("FACT-01: a shared mailbox forwards without a licence", () => {
    expect(mailboxKeepsLicence(shared({ forwards: true }))).toEqual([]);
  });

  test("no mailbox, no reason", () => {
    const unknown = { purpose: undefined, sizes: undefined, held: undefined, forwards: undefined };
    expect(mailboxKeepsLicence({ type: "none", ...unknown })).toEqual([]);
  });

  test.each([
    [
      "R-29, REQ-23: one byte over 50 GB",
      { sizes: { primary: limit + 1, recoverable: 0, archive: undefined } },
      /50 GB/,
    ],
    ["R-29, FACT-18: an archive, also an empty one", { sizes: { primary: 1, recoverable: 0, archive: 0 } }, /archive/],
    ["R-29, FACT-11: a hold", { held: true }, /FACT-11/],
    ["R-35: nobody knows about holds", { held: undefined }, /R-35/],
    ["R-30: nobody knows the size", { sizes: undefined }, /R-30/],
    ["R-36: Exchange shows a user's mailbox", { type: "user" }, /R-36/],
    ["R-36: Graph shows a user's mailbox", { purpose: "user" }, /R-36/],
    ["R-36: Exchange was not asked", { type: undefined }, /R-36/],
    ["R-36: Graph was not asked", { purpose: undefined }, /R-36/],
    ["R-36: Graph knows no mailbox", { purpose: "none" }, /R-36/],
  ] as const)("%s: it stays", (_, changes, because) => {
    expect(mailboxKeepsLicence(shared(changes))).toEqual([expect.stringMatching(because)]);
  });

  test.each([[true], [undefined]])("R-40, REQ-25: a user mailbox that forwards (%s) says so besides", (forwards) => {
    const reasons = mailboxKeepsLicence(shared({ type: "user", purpose: "user", forwards }));
    expect(reasons).toEqual([expect.stringContaining("R-36"), expect.stringContaining("R-40")]);
  });

  test("every reason is named", () => {
    const sizes = { primary: limit + 1, recoverable: 0, archive: 1 };
    expect(mailboxKeepsLicence({ type: "user", purpose: "user", sizes, held: true, forwards: true })).toHaveLength(5);
  });
});

describe("may the account be deleted?", () => {
  const own = { type: "user", purpose: "user" } as const;

  test("REQ-27, R-37: a mailbox of a person that forwards nothing is no anchor", () => {
    expect(anchorsMailbox(shared(own))).toEqual([]);
    expect(anchorsMailbox(shared({ type: "none" }))).toEqual([]);
  });

  test.each([
    ["shared", {}],
    ["shared for Exchange only", { purpose: "user" }],
    ["shared for Graph only", { type: "user" }],
    ["not seen", { ...own, type: undefined }],
    ["forwarding", { ...own, forwards: true }],
    ["not seen whether it forwards", { ...own, forwards: undefined }],
  ] as const)("REQ-27, R-37: %s: it is", (_, changes) => {
    expect(anchorsMailbox(shared(changes))).toEqual([expect.stringContaining("R-37")]);
  });
});
