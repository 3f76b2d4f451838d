/** One employment as the HR system keeps it. Dates are `YYYY-MM-DD`. */
export interface HrRecord {
  readonly hrId: string;
  readonly employeeId: string;
  employmentId: string;
  hireDate: string;
  readonly site: string;
  readonly country: string;
  readonly department?: string | undefined;
  readonly timeZone: string | undefined;
  readonly workEmail: string | null;
  readonly supervisorHrId: string | undefined;
  termination: { readonly lastDay: string; readonly type: string } | undefined;
}

/** The HR system behind the BambooHR API and the generic lookup. Tests terminate and rescind here. */
export class HrBook {
  /** Hooks that the user of the API key has made, by address, and that user's number; undefined: no employee. */
  readonly hooks: { owner: string | undefined; urls: readonly string[] } = {
    owner: undefined,
    urls: ["https://leaver.kestrel.example/api/hris/bamboohr"],
  };
  readonly #byId = new Map<string, HrRecord>();
  readonly #byEmployeeId = new Map<string, HrRecord>();
  readonly #changed: () => void;
  readonly #changedAt = new Map<string, number>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  add(record: HrRecord): void {
    this.#byId.set(record.hrId, record);
    this.#byEmployeeId.set(record.employeeId, record);
    // When a record that was kept over a restart was last changed is not kept with it: an end counts as a change of now.
    this.#changedAt.set(record.hrId, record.termination === undefined ? Date.parse(record.hireDate) : Date.now());
  }

  /** When the record was last changed, in epoch milliseconds. */
  changedAt(hrId: string): number {
    return this.#changedAt.get(hrId) ?? 0;
  }

  /** Something about the person changed that has nothing to do with the employment. */
  touch(hrId: string): void {
    this.#known(hrId);
    this.#noteChange(hrId);
  }

  find(hrId: string): HrRecord | undefined {
    return this.#byId.get(hrId);
  }

  all(): readonly HrRecord[] {
    return [...this.#byId.values()];
  }

  findByEmployeeId(employeeId: string): HrRecord | undefined {
    return this.#byEmployeeId.get(employeeId);
  }

  /** Records that the employment ends. A second call changes date and type. */
  terminate(hrId: string, { lastDay, type = "Voluntary" }: { lastDay: string; type?: string }): void {
    this.#known(hrId).termination = { lastDay, type };
    this.#noteChange(hrId);
  }

  /** Takes the termination back. */
  rescind(hrId: string): void {
    this.#known(hrId).termination = undefined;
    this.#noteChange(hrId);
  }

  /** A new employment of the same person, with the same employee id. */
  rehire(hrId: string, { hireDate }: { hireDate: string }): void {
    const record = this.#known(hrId);
    record.termination = undefined;
    record.hireDate = hireDate;
    record.employmentId = `${record.employeeId}-${hireDate}`;
    this.#noteChange(hrId);
  }

  /** Whether the employment has ended by now. The last day itself is still employed; days begin at 00:00 UTC here. */
  hasEnded(record: HrRecord): boolean {
    const today = new Date().toISOString().slice(0, 10);
    return record.termination !== undefined && record.termination.lastDay < today;
  }

  #noteChange(hrId: string): void {
    this.#changedAt.set(hrId, Date.now());
    this.#changed();
  }

  #known(hrId: string): HrRecord {
    const record = this.#byId.get(hrId);
    if (record === undefined) throw new RangeError(`No HR record ${hrId}`);
    return record;
  }
}
