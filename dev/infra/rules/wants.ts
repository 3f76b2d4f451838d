import { isDeepStrictEqual } from "node:util";
import type { Resource } from "../expand-template.ts";
import { isRecord } from "../is-record.ts";

/** A property that every resource of a type must have, by its path, and the values that will do. */
export interface Want {
  readonly type: string;
  readonly path: string;
  readonly values: readonly unknown[];
  readonly because: string;
}

/** Says of each resource which wants it does not meet. */
export function unmet(wants: readonly Want[], resources: readonly Resource[]): readonly string[] {
  return wants.flatMap(({ type, path, values, because }) =>
    resources
      .filter((resource) => resource.type === type)
      .filter(({ properties }) => !values.some((value) => isDeepStrictEqual(value, at(properties, path))))
      .map(({ name, properties }) => {
        const found = at(properties, path);
        const is = found === undefined ? "is not set" : `is ${JSON.stringify(found)}`;
        return `${type} ${name}: ${path} ${is}, not ${values.map((value) => JSON.stringify(value)).join(" or ")}: ${because}`;
      }),
  );
}

/** The value at a path with dots. */
export function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}
