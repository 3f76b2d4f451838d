/**
 * What reads show of one property: the old value until `lagMs` of virtual time after the write, as a service with
 * several copies of its data does. Without lag the current value.
 */
export class Replica<T> {
  lagMs = 0;
  readonly #old = new Map<string, { readonly until: number; readonly value: T }[]>();

  /** Called before a write, with the value that it replaces. */
  replacing(objectId: string, value: T): void {
    if (this.lagMs === 0) return;
    const pending = this.#old.get(objectId) ?? [];
    this.#old.set(objectId, [...pending, { until: Date.now() + this.lagMs, value }]);
  }

  /** The value that a read shows now. */
  shown(objectId: string, current: T): T {
    const pending = this.#old.get(objectId)?.filter((old) => old.until > Date.now());
    const oldest = pending?.[0];
    if (pending === undefined || oldest === undefined) {
      this.#old.delete(objectId);
      return current;
    }
    this.#old.set(objectId, pending);
    return oldest.value;
  }
}
