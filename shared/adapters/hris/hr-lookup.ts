/** Where and with which key a person is read again, and people are listed. */
export type HrLookup =
  | { readonly kind: "bamboohr" | "deel" | "finch"; readonly baseUrl: string; readonly key: string }
  /** `key` is `id:token` of a service user. */
  | { readonly kind: "hibob"; readonly baseUrl: string; readonly key: string }
  | { readonly kind: "merge"; readonly baseUrl: string; readonly key: string; readonly accountToken: string }
  /** `key` is `clientId:clientSecret`. */
  | {
      readonly kind: "personio";
      readonly baseUrl: string;
      readonly key: string;
      readonly employeeIdAttribute?: string | undefined;
    }
  /** The directory of the tenant itself, by object id. */
  | { readonly kind: "entra" }
  /** Without `list` nobody can be listed. */
  | { readonly kind: "http"; readonly url: string; readonly list?: string | undefined; readonly key: string };
