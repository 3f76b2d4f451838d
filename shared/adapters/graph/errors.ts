import { z } from "zod";
import { type LeaverError, NeedsPersonError, NotFoundError, TryLaterError } from "../../domain/errors.ts";
import { patience, retryAfterMs, ServiceAnswer } from "../service-answer.ts";
import type { Operation } from "./operations.ts";

const ErrorBody = z.object({ error: z.object({ code: z.string().nullish(), message: z.string().nullish() }) });

/** What Graph said when it refused. A body that is not Graph's (of a proxy) has no code and no text. */
export function refusal(status: number, headers: Headers, body: unknown): ServiceAnswer {
  const error = ErrorBody.safeParse(body).data?.error;
  return new ServiceAnswer(status, {
    code: error?.code ?? undefined,
    text: error?.message ?? "",
    retryAfterMs: retryAfterMs(headers.get("Retry-After")),
  });
}

/**
 * Graph's refusal as what happens next.
 *
 * @see https://learn.microsoft.com/graph/errors
 */
export function translated(answer: ServiceAnswer, operation: Operation): LeaverError {
  const { what } = operation;
  const cause = answer;
  const { status, code } = answer;
  const later = patience(what, "Microsoft Graph", answer);
  if (later !== undefined) return later;
  if (code === "Directory_ConcurrencyViolation") {
    return new TryLaterError(`${what} met another change of the same object`, { cause });
  }
  const instruction = code === undefined ? undefined : operation.instead?.get(code);
  if (instruction !== undefined) return new NeedsPersonError(instruction, { cause });
  if (status === 404 && code === "Request_ResourceNotFound") {
    return new NotFoundError(`${what}: the directory has no such object`, { cause });
  }
  if (status === 401) {
    return new NeedsPersonError(`${what}: Microsoft Graph does not accept the application's sign-in; check it`, {
      cause,
    });
  }
  if (status === 403) return new NeedsPersonError(`${what} ${forbidden(operation)}`, { cause });
  if (status === 400 && masteredOnPremises(answer)) {
    return new NeedsPersonError(operation.onPremises ?? `${what} has to be done in the on-premises directory`, {
      cause,
    });
  }
  return new NeedsPersonError(`${what} was refused (${status}): do it by hand, or resume to try again`, { cause });
}

function forbidden({ permission, roleForAdmins }: Operation): string {
  const grant = `was refused: grant the application ${permission}`;
  const role = `; where the leaver holds an administrator role, it needs a higher role (${roleForAdmins})`;
  return `${grant}${roleForAdmins === undefined ? "" : role}, then resume`;
}

function masteredOnPremises(answer: ServiceAnswer): boolean {
  return /on-premises mastered Directory Sync objects|originated within an external service/i.test(answer.text());
}

/** The tenant's password rules refused a password: another one may pass. */
export function isPasswordRefused(answer: ServiceAnswer | undefined): boolean {
  return answer?.status === 400 && !masteredOnPremises(answer) && /password/i.test(answer.text());
}

/** The default sign-in method goes last. */
export function isDefaultMethod(answer: ServiceAnswer | undefined): boolean {
  return answer?.status === 400 && /default (authentication )?method/i.test(answer.text());
}

/** Graph itself says that there is no such thing; not a proxy, and not a wrong address. */
export function isGone(answer: ServiceAnswer | undefined): boolean {
  return answer?.status === 404 && answer.code !== undefined;
}
