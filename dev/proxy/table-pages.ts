import type { ServerResponse } from "node:http";

/** The token of a page that the proxy left empty: what follows it is the query as it was, kept in the token itself. */
const mark = "empty-page.";

interface TableRequest {
  readonly method: string;
  readonly path: string;
}

/** A query over a table, `GET /account/name()?…`; not the read of one entity. */
export function isTableQuery({ method, path }: TableRequest): boolean {
  return method === "GET" && /\(\)(\?|$)/.test(path);
}

/** An answer without rows that is not the end: the service may send one whenever it likes (RULE 19). */
export function emptyPage(answer: ServerResponse, path: string): void {
  const token = mark + Buffer.from(path).toString("base64url");
  answer.writeHead(200, {
    "content-type": "application/json;odata=minimalmetadata",
    "x-ms-continuation-nextpartitionkey": token,
    "x-ms-continuation-nextrowkey": "0",
  });
  answer.end(JSON.stringify({ value: [] }));
}

/** The path that the service knows: a token of an empty page is taken back to the query that it stands for. */
export function afterEmptyPage(path: string): string {
  const token = new URL(path, "http://127.0.0.1").searchParams.get("NextPartitionKey");
  if (!token?.startsWith(mark)) return path;
  return afterEmptyPage(Buffer.from(token.slice(mark.length), "base64url").toString());
}

/** The same query with at most so many rows a page. The signature of the table service covers the path, not the query. */
export function smallerPages(path: string, rows: number): string {
  const top = /([?&])(\$|%24)top=(\d+)/;
  const asked = top.exec(path);
  if (asked === null) return `${path}${path.includes("?") ? "&" : "?"}$top=${rows}`;
  return path.replace(top, `$1$2top=${Math.min(Number(asked[3]), rows)}`);
}
