/** One log line as an object: an event name and ids, never names, addresses or secrets (P10). */
export type Log = (
  entry: Readonly<Record<string, string | number | boolean | undefined>> & { readonly event: string },
) => void;
