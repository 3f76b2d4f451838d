import type { NoticeKind } from "../../domain/notices.ts";

/** All texts of one language, as a customer's folder holds them: one file for each kind, and one that all share. */
export type Texts = Readonly<Record<NoticeKind | "frame", string>>;
