/**
 * Why the broker does not do what it was asked. The condition decides which error code the client reports and whether
 * it tries again; the texts follow the real service where a client reads them.
 */
export interface Refusal {
  readonly condition: string;
  readonly description: string;
  /** Status for an answer over `$management`. */
  readonly status: number;
}

/** The client maps `amqp:not-found` to MessagingEntityNotFound only with exactly this wording. */
export function entityNotFound(address: string): Refusal {
  return {
    condition: "amqp:not-found",
    description: `The messaging entity '${address}' could not be found.`,
    status: 404,
  };
}

export function lockLost(): Refusal {
  return {
    condition: "com.microsoft:message-lock-lost",
    description:
      "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
    status: 410,
  };
}

export function messageNotFound(sequence: number): Refusal {
  return {
    condition: "com.microsoft:message-not-found",
    description: `There is no message with sequence number ${sequence} that can be received this way.`,
    status: 404,
  };
}

export function notAllowed(description: string): Refusal {
  return { condition: "amqp:not-allowed", description, status: 400 };
}

export function badRequest(description: string): Refusal {
  return { condition: "com.microsoft:argument-error", description, status: 400 };
}

export function undecodable(cause: unknown): Refusal {
  return { condition: "amqp:decode-error", description: `The message cannot be read: ${String(cause)}`, status: 400 };
}

export function tooLarge(sizeBytes: number, limitBytes: number): Refusal {
  return {
    condition: "amqp:link:message-size-exceeded",
    description: `The received message (${sizeBytes} bytes) exceeds the limit (${limitBytes} bytes) on the link.`,
    status: 400,
  };
}

export function sessionLockLost(id: string): Refusal {
  return {
    condition: "com.microsoft:session-lock-lost",
    description: `The session lock has expired on the session with id '${id}'.`,
    status: 410,
  };
}

export function sessionCannotBeLocked(id: string): Refusal {
  return {
    condition: "com.microsoft:session-cannot-be-locked",
    description: `The requested session '${id}' cannot be accepted. It may be locked by another receiver.`,
    status: 410,
  };
}

export function timedOut(description: string): Refusal {
  return { condition: "com.microsoft:timeout", description, status: 408 };
}

export function alreadyExists(path: string): Refusal {
  return {
    condition: "com.microsoft:entity-already-exists",
    description: `The messaging entity '${path}' already exists.`,
    status: 409,
  };
}

export function entityDisabled(path: string): Refusal {
  return {
    condition: "com.microsoft:entity-disabled",
    description: `The messaging entity '${path}' is disabled for this operation.`,
    status: 400,
  };
}

export function quotaExceeded(path: string, limitBytes: number): Refusal {
  return {
    condition: "amqp:resource-limit-exceeded",
    description: `The messaging entity '${path}' has reached its size of ${limitBytes} bytes: receive messages first.`,
    status: 403,
  };
}

export function unauthorized(description: string): Refusal {
  return { condition: "amqp:unauthorized-access", description, status: 401 };
}

export function outOfRange(description: string): Refusal {
  return { condition: "com.microsoft:argument-out-of-range", description, status: 400 };
}
