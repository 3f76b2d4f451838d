import { styleText } from "node:util";
import type { NeededPermission } from "../../shared/domain/needed-permissions.ts";
import { exchangeCommands, type MailPlace } from "./exchange-commands.ts";
import { asAppRoles, type MailScope, overMail, type Rights } from "./rights.ts";

/** What the application needs, as an administrator reads it before giving it. */
export function rightsLines(rights: Rights, mail: MailScope, place: MailPlace): readonly string[] {
  const commands = mail === "sender" ? exchangeCommands(rights, place) : [];
  return [
    ...part("Microsoft Graph, application permissions", asAppRoles(rights, "graph", mail).map(line)),
    ...part(
      "Mail of the sender of notices only, by Exchange (below)",
      mail === "sender" ? overMail(rights).map(line) : [],
    ),
    ...part("Office 365 Exchange Online, application permissions", asAppRoles(rights, "exchange", mail).map(line)),
    ...part(
      "Office 365 SharePoint Online, application permissions (it takes a certificate or a managed identity, no secret)",
      asAppRoles(rights, "sharepoint", mail).map(line),
    ),
    ...part(
      "Directory roles of the application",
      rights.roles.map(
        ({ name, because, optional }) => `  ${name}${optional ? " (optional: --with-optional-roles)" : ""}: ${because}`,
      ),
    ),
    ...part(
      "In Exchange Online PowerShell, as an Exchange Administrator; Graph cannot do it. It takes effect within two hours",
      commands.map((command) => `  ${command}`),
    ),
  ];
}

function part(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [styleText("bold", title), ...lines, ""];
}

function line({ permission, takenBy }: NeededPermission): string {
  return `  ${permission.padEnd(56)} ${takenBy.join(", ")}`;
}
