import { type NoticeKind, noticeKinds } from "../../shared/domain/notices.ts";
import type { CaseAsShown } from "../stack/ops-client.ts";
import type { Scene } from "../stack/scene.ts";

/** One of Leaver's mails, as the mail catcher has it. */
export interface SeenNotice {
  readonly kind: NoticeKind;
  readonly to: readonly string[];
  /** Whole days after the demo's begin. */
  readonly day: number;
  readonly language: string | undefined;
  /** It says that it comes late. */
  readonly late: boolean;
}

const dayMs = 86_400_000;

/** Every notice about one case, oldest first. */
export function noticesAbout(scene: Scene, shown: CaseAsShown | undefined): readonly SeenNotice[] {
  return scene.stack.tenant.state.mails.flatMap(({ headers, to, at, content }) => {
    const id = headers.find(({ name }) => name === "x-leaver-notice")?.value ?? "";
    const kind = noticeKinds.find((one) => id.startsWith(`${shown?.caseId}-${one}`));
    if (kind === undefined) return [];
    const language = /<html lang="([a-z]{2})/.exec(content)?.[1];
    const day = Math.floor((Date.parse(at) - scene.startedAt) / dayMs);
    // The border beside the first line, which only a late notice has.
    return [{ kind, to, day, language, late: content.includes("border-left:4px solid #b45309") }];
  });
}

/** What is wrong about when a notice was sent: once, between these days of the demo. */
export function sentOnce(
  notices: readonly SeenNotice[],
  kind: NoticeKind,
  from: number,
  to = from + 1,
): readonly string[] {
  const [found, ...others] = notices.filter((notice) => notice.kind === kind);
  if (found === undefined || others.length > 0) return [`${kind} was sent ${others.length + (found ? 1 : 0)} times`];
  return found.day >= from && found.day <= to
    ? []
    : [`${kind} was sent on day ${found.day}, not from ${from} to ${to}`];
}
