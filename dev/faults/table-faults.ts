import type { HttpProxy, ProxyFault } from "../proxy/http-proxy.ts";
import type { FaultFile } from "./fault-file.ts";
import { strikes } from "./strikes.ts";

type Named = FaultFile["tables"][number]["faults"][number];

/** Lets the proxy in front of the tables strike as the file says. */
export function orderTableFaults(proxy: Pick<HttpProxy, "decide">, { tables, seed }: FaultFile): void {
  const rules = tables.map((rule, index) => ({
    method: rule.method?.toUpperCase(),
    path: rule.path === undefined ? undefined : new RegExp(rule.path),
    strike: strikes(rule, seed + 2_000 + index),
  }));
  proxy.decide((request) => {
    // Every rule counts every request that it is for, also when an earlier rule decides.
    const [first] = rules
      .filter(({ method }) => method === undefined || method === request.method)
      .filter(({ path }) => path === undefined || request.path.search(path) >= 0)
      .flatMap(({ strike }) => strike() ?? []);
    return first === undefined ? undefined : faultOf(first);
  });
}

function faultOf(named: Named): ProxyFault {
  if (typeof named === "object")
    return "delayMs" in named ? { kind: "delay", ms: named.delayMs } : { kind: "pages", rows: named.rowsPerPage };
  switch (named) {
    case "503-before":
      return { kind: "status", status: 503, when: "before" };
    case "503-after":
      return { kind: "status", status: 503, when: "after" };
    case "504-after":
      return { kind: "status", status: 504, when: "after" };
    case "cut-before":
      return { kind: "cut", when: "before" };
    case "cut-after":
      return { kind: "cut", when: "after" };
    case "empty-page":
      return { kind: "empty-page" };
    default:
      return named satisfies never;
  }
}
