import { z } from "zod";
import type { GraphClient } from "../adapters/graph/client.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../domain/errors.ts";
import { type Check, type Finding, failed, ok, skipped } from "./check.ts";
import { mailReach, mailRights, missingRights, type Rights, surplusRights } from "./permission-findings.ts";
import { type Proof, signInAdvice } from "./sign-in-advice.ts";
import type { Signed } from "./token.ts";

/** What the checks of Graph go by. */
export interface GraphHealth {
  readonly graph: Pick<GraphClient, "get">;
  /** The one sign-in that all of them share. */
  readonly signed: () => Promise<Signed>;
  readonly proof: Proof;
  readonly login: string;
  /** Object id or sign-in name. */
  readonly noticeSender: string;
  /** What the policy needs of tokens for Graph's address; undefined while the policy cannot be read. */
  readonly needed: Rights["needed"] | undefined;
  /** One address stands for all services, as in the local stack: there is no Exchange that could give a right for one mailbox. */
  readonly local: boolean;
}

const Any = z.object({}).loose();
const noToken = skipped("there is no token: see graph.sign-in");

/** Sign-in, permissions, and two harmless reads of Microsoft Graph. */
export function graphChecks(health: GraphHealth): readonly Check[] {
  return [
    { id: "graph.sign-in", look: () => signIn(health) },
    { id: "graph.permissions", look: () => withRights(health, missingRights) },
    { id: "graph.surplus", look: () => withRights(health, surplusRights) },
    {
      id: "graph.mail-scope",
      look: () =>
        health.local
          ? skipped("one address stands for all services: mailboxes have no scope here")
          : withRights(health, mailReach),
    },
    { id: "graph.notice-sender", look: () => noticeSender(health) },
    { id: "graph.sent-notices", look: () => sentNotices(health) },
  ];
}

async function signIn({ signed, proof, login }: GraphHealth): Promise<Finding> {
  const answer = await signed();
  if (answer.kind === "token")
    return ok(`a token for Microsoft Graph by ${proof}, with ${answer.roles.length} permissions`);
  return failed(...signInAdvice(answer, proof, login));
}

async function withRights({ signed, needed }: GraphHealth, judge: (rights: Rights) => Finding): Promise<Finding> {
  const answer = await signed();
  if (answer.kind === "none") return noToken;
  if (needed === undefined) return skipped("the policy cannot be read: see settings.policy");
  return judge({ granted: answer.roles, needed });
}

async function noticeSender({ graph, signed, noticeSender: sender }: GraphHealth): Promise<Finding> {
  if ((await signed()).kind === "none") return noToken;
  const operation = { what: "Reading the sender of notices", permission: "User.Read.All" };
  try {
    await graph.get(`/users/${encodeURIComponent(sender)}?$select=id`, Any, operation);
    return ok("Microsoft Graph answers, and the sender of notices is in the directory");
  } catch (error) {
    if (error instanceof NotFoundError) {
      return failed(
        "the directory has no account for NOTICE_SENDER",
        "Set NOTICE_SENDER to a (shared) mailbox that exists",
      );
    }
    return refusedOrAway(error, "Grant User.Read.All: npm run grant -- --apply");
  }
}

async function sentNotices({ graph, signed, needed, noticeSender: sender }: GraphHealth): Promise<Finding> {
  if ((await signed()).kind === "none") return noToken;
  if (needed?.some(({ permission }) => mailRights.includes(permission)) === false)
    return ok("the policy sends no mail");
  const operation = { what: "Reading sent notices", permission: "Mail.ReadBasic.All" };
  const path = `/users/${encodeURIComponent(sender)}/mailFolders/sentitems/messages?$top=1&$select=id`;
  try {
    await graph.get(path, Any, operation);
    return ok("the sent notices can be read, so that none is sent twice");
  } catch (error) {
    if (error instanceof NotFoundError)
      return failed("NOTICE_SENDER has no mailbox", "Give it one: a shared mailbox is enough");
    return refusedOrAway(
      error,
      "Check that NOTICE_SENDER has a mailbox, and run the Exchange commands of npm run grant -- --print. They take effect within two hours",
    );
  }
}

function refusedOrAway(error: unknown, todo: string): Finding {
  if (error instanceof TryLaterError) {
    return failed(
      "Microsoft Graph does not answer, or asks for patience",
      "Look at the service health in the Microsoft 365 admin center, and at outgoing firewall rules",
    );
  }
  if (error instanceof NeedsPersonError) return failed("Microsoft Graph refuses this read", todo);
  throw error;
}
