import { z } from "zod";
import { type LeaverError, NeedsPersonError, NotFoundError, TryLaterError } from "../../domain/errors.ts";
import { patience, retryAfterMs, ServiceAnswer } from "../service-answer.ts";

const ErrorBody = z.object({
  error: z.object({
    code: z.string().nullish(),
    message: z.string().nullish(),
    details: z.array(z.object({ message: z.string().nullish() })).nullish(),
    innererror: z.object({ internalException: z.object({ message: z.string().nullish() }).nullish() }).nullish(),
  }),
});

/**
 * What Exchange said when it refused: `code` is the class of the exception without its namespace. The first detail
 * carries `code|class|text`.
 */
export function refusal(status: number, headers: Headers, body: string): ServiceAnswer {
  const error = ErrorBody.safeParse(json(body)).data?.error;
  const detail = error?.details?.[0]?.message?.split("|") ?? [];
  const exception = detail.length > 2 ? detail[1] : headers.get("X-ExceptionType");
  const spoken = detail.length > 2 ? detail.slice(2).join("|") : detail[0];
  return new ServiceAnswer(status, {
    code: exception?.split(".").at(-1) ?? error?.code ?? undefined,
    text: spoken ?? error?.innererror?.internalException?.message ?? error?.message ?? body,
    retryAfterMs: retryAfterMs(headers.get("Retry-After")),
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Plain text: it is the message itself.
    return undefined;
  }
}

const syncedText = /synchronized from your on-premises organization|on-premises mastered Directory Sync objects/i;
const patienceText = /maximum number of concurrent requests|issue may be transient|write permission to target DC/i;

/** Exchange's refusal as what happens next. */
export function translated(answer: ServiceAnswer, what: string): LeaverError {
  const cause = answer;
  const text = answer.text();
  if (answer.code === "ManagementObjectNotFoundException" || /couldn't be found on/.test(text)) {
    return new NotFoundError(`${what}: Exchange has no such mailbox`, { cause });
  }
  // Before the transient ones: a failed write to the directory is called transient for synced people as well.
  if (syncedText.test(text)) {
    return new NeedsPersonError("Change the mailbox in the on-premises organization, then resume", { cause });
  }
  const later = patience(what, "Exchange", answer);
  if (later !== undefined) return later;
  if (patienceText.test(text)) {
    return new TryLaterError(`${what} has to wait: Exchange is busy`, { afterMs: answer.retryAfterMs, cause });
  }
  if (answer.status === 401 || answer.status === 403 || /current user's write scope/.test(text)) {
    return new NeedsPersonError(
      `${what} was refused: grant the application Exchange.ManageAsApp and the role Exchange Administrator, then resume`,
      { cause },
    );
  }
  return new NeedsPersonError(`${what} was refused (${answer.status}): do it by hand, or resume to try again`, {
    cause,
  });
}
