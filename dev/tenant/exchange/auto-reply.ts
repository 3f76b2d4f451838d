import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Cmdlets, oneMailbox, refuseOthers, word, written } from "./cmdlet.ts";
import { badParameter } from "./exchange-errors.ts";
import type { AutoReply } from "./mailbox-state.ts";

/** Automatic replies (m365-operations 8.7). The service rewrites the HTML that it is given. */
export const autoReplyCmdlets: Cmdlets = {
  "get-mailboxautoreplyconfiguration": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity"]);
    const mailbox = oneMailbox(state, parameters);
    const its = state.exchange.of(mailbox);
    const shown = state.exchange.replicas.autoReply.shown(mailbox.exchangeGuid, its.autoReply);
    return {
      value: [
        {
          Identity: mailbox.displayName,
          MailboxOwnerId: mailbox.displayName,
          AutoReplyState: shown.state,
          InternalMessage: shown.internal,
          ExternalMessage: shown.external,
          ExternalAudience: shown.audience,
        },
      ],
    };
  },
  "set-mailboxautoreplyconfiguration": (state, parameters) => {
    const known = ["AutoReplyState", "InternalMessage", "ExternalMessage", "ExternalAudience"];
    refuseOthers(state, parameters, ["Identity", "Confirm", ...known]);
    const mailbox = oneMailbox(state, parameters);
    const { autoReply } = state.exchange.of(mailbox);
    return written(
      mailbox,
      setAutoReply(state, mailbox, {
        state: oneOf(word(parameters, "AutoReplyState"), ["Disabled", "Enabled", "Scheduled"]) ?? autoReply.state,
        internal: rewritten(word(parameters, "InternalMessage")) ?? autoReply.internal,
        external: rewritten(word(parameters, "ExternalMessage")) ?? autoReply.external,
        audience: oneOf(word(parameters, "ExternalAudience"), ["None", "Known", "All"]) ?? autoReply.audience,
      }),
    );
  },
};

/** @returns whether anything changed */
export function setAutoReply(state: TenantState, mailbox: Mailbox, wanted: AutoReply, by?: "hand"): boolean {
  const its = state.exchange.of(mailbox);
  if (JSON.stringify(its.autoReply) === JSON.stringify(wanted)) return false;
  state.exchange.replicas.autoReply.replacing(mailbox.exchangeGuid, its.autoReply);
  its.autoReply = wanted;
  const { exchangeGuid: objectId, personId } = mailbox;
  const detail = { state: wanted.state, audience: wanted.audience };
  state.effects.add({ operation: "set-auto-reply", objectId, personId, detail, ...(by && { by }) });
  return true;
}

function oneOf<T extends string>(value: string | undefined, all: readonly T[]): T | undefined {
  return value === undefined ? undefined : (all.find((one) => one === value) ?? badParameter(value));
}

/** As Exchange stores a message: a whole page, comments and attributes gone, letters beyond ASCII as entities. */
function rewritten(message: string | undefined): string | undefined {
  if (message === undefined || message === "") return message;
  const plain = message.replace(/<!--.*?-->/gs, "").replace(/<(\w+)\s[^>]*>/g, "<$1>");
  const escaped = plain.replace(/[^\n -~]/gu, (letter) => `&#${letter.codePointAt(0)};`);
  return `<html>\n<body>\n${escaped}\n</body>\n</html>\n`;
}
