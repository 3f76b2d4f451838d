/** Counts what clients did and what the broker did for them, as `<what> <entity>`, since the broker started. */
export class Operations {
  readonly #counts = new Map<string, Map<string, number>>();

  count(what: string, entity: string, times = 1): void {
    let byEntity = this.#counts.get(what);
    if (byEntity === undefined) {
      byEntity = new Map();
      this.#counts.set(what, byEntity);
    }
    byEntity.set(entity, (byEntity.get(entity) ?? 0) + times);
  }

  snapshot(): Record<string, number> {
    const flat: Record<string, number> = {};
    for (const [what, byEntity] of this.#counts) {
      for (const [entity, times] of byEntity) flat[`${what} ${entity}`] = times;
    }
    return flat;
  }
}
