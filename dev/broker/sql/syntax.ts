/** What an expression of a filter or action computes with; `undefined` is SQL's unknown, also a property that is missing. */
export type SqlValue = string | number | boolean | Date | undefined;

/** A property of the message: of the system (`sys.Label`) or of its sender (`user.colour`, or just `colour`). */
export interface PropertyName {
  readonly scope: "sys" | "user";
  readonly name: string;
}

export type Comparison = "=" | "<>" | ">" | ">=" | "<" | "<=";
export type Arithmetic = "+" | "-" | "*" | "/" | "%";

/** A parsed expression. Predicates and values are one type: SQL asks for `active = TRUE` and for `active` alike. */
export type Expression =
  | { readonly kind: "constant"; readonly value: SqlValue }
  | { readonly kind: "property"; readonly property: PropertyName }
  | { readonly kind: "new-id" }
  | { readonly kind: "negative"; readonly of: Expression }
  | {
      readonly kind: "arithmetic";
      readonly operator: Arithmetic;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "comparison";
      readonly operator: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "is-null"; readonly of: Expression }
  | { readonly kind: "exists"; readonly property: PropertyName }
  | { readonly kind: "in"; readonly left: Expression; readonly options: readonly Expression[] }
  | {
      readonly kind: "like";
      readonly left: Expression;
      readonly pattern: Expression;
      readonly escape: Expression | undefined;
    };

/** One statement of an action. */
export type Statement =
  | { readonly kind: "set"; readonly property: PropertyName; readonly value: Expression }
  | { readonly kind: "remove"; readonly property: PropertyName };

/** A filter or an action that this broker does not take. The message quotes the text at fault. */
export class SqlError extends Error {
  override readonly name = "SqlError";
}
