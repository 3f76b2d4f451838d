/** How one queue, subscription or sub-queue treats its messages. */
export interface QueueSettings {
  /** Path as `Config.json` spells it: `intake`, `steps/Subscriptions/block-sign-in`, or one of these and its sub-queue. */
  readonly path: string;
  readonly lockMs: number;
  /** Infinity in a sub-queue, where nothing is counted. */
  readonly maxDeliveryCount: number;
  /** Infinity when messages do not expire by default. */
  readonly defaultTtlMs: number;
  readonly deadLetterOnExpiry: boolean;
  readonly requiresSession: boolean;
}
