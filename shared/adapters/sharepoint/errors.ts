import { z } from "zod";
import { type LeaverError, NeedsPersonError, NotFoundError } from "../../domain/errors.ts";
import { patience, retryAfterMs, ServiceAnswer } from "../service-answer.ts";

const ErrorBody = z.object({
  "odata.error": z.object({ code: z.string().nullish(), message: z.object({ value: z.string().nullish() }).nullish() }),
});

/** What SharePoint said when it refused: `code` is the class of the exception without its namespace. */
export function refusal(status: number, headers: Headers, text: string): ServiceAnswer {
  const error = ErrorBody.safeParse(json(text)).data?.["odata.error"];
  return new ServiceAnswer(status, {
    code: error?.code?.split(".").at(-1) ?? undefined,
    text: error?.message?.value ?? "",
    retryAfterMs: retryAfterMs(headers.get("Retry-After")),
  });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not an answer of SharePoint's interface: the status decides.
    return undefined;
  }
}

/** SharePoint's refusal as what happens next (m365-operations 2.9). */
export function translated(answer: ServiceAnswer, what: string): LeaverError {
  const cause = answer;
  if (/specified user .* could not be found/i.test(answer.text())) {
    const because =
      "SharePoint does not know the person who takes over: without a SharePoint licence, or new here. Give a licence or wait, or name somebody else, then resume";
    return new NeedsPersonError(because, { cause });
  }
  if (answer.status === 404) return new NotFoundError(`${what}: SharePoint has no such site or user`, { cause });
  const later = patience(what, "SharePoint", answer);
  if (later !== undefined) return later;
  if (answer.status === 423) {
    return new NeedsPersonError("The site is locked or archived: unlock or reactivate it, then resume (R-45)", {
      cause,
    });
  }
  if (answer.status === 401) {
    return new NeedsPersonError(
      `${what} was refused: SharePoint takes an application that signs in with a certificate (M365_CERTIFICATE) or as a managed identity, not with a secret; set one, then resume`,
      { cause },
    );
  }
  if (answer.status === 403 || /unauthorized operation/i.test(answer.text())) {
    return new NeedsPersonError(
      `${what} was refused: grant the application SharePoint Sites.FullControl.All, then resume`,
      {
        cause,
      },
    );
  }
  return new NeedsPersonError(`${what} was refused (${answer.status}): do it by hand, or resume to try again`, {
    cause,
  });
}
