/** A search for one mailbox, made ready for a person who exports what it finds. Parts that are not there yet are undefined. */
export interface PreparedExport {
  readonly caseId: string | undefined;
  readonly searchId: string | undefined;
  /** Whether the search names a mailbox. */
  readonly hasSource: boolean;
  /** Exports of what the search found that ended well. */
  readonly exports: number;
}

/** eDiscovery cases, found again by a reference of our own. Same errors as `Directory`; few calls are allowed a minute. */
export interface Evidence {
  find(reference: string): Promise<PreparedExport>;
  /**
   * Makes what is not there yet. Nothing is exported.
   * @param address of the mailbox to search
   */
  prepare(reference: string, address: string, there: PreparedExport): Promise<void>;
}
