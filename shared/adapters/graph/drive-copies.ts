import { z } from "zod";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../domain/errors.ts";
import type { CopyProgress, DriveCopies, DriveItem, Folder } from "../../domain/ports/drive-copies.ts";
import { patience, refusalBehind, retryAfterMs, ServiceAnswer } from "../service-answer.ts";
import type { GraphClient } from "./client.ts";
import * as operations from "./drive-operations.ts";
import { path } from "./path.ts";

const ItemAnswer = z
  .object({
    id: z.string().min(1),
    name: z.string(),
    size: z.number().nullish(),
    folder: z.object({ childCount: z.number().nullish() }).nullish(),
  })
  .transform(
    ({ id, name, size, folder }): DriveItem => ({
      id,
      name,
      bytes: size ?? 0,
      folder: folder != null,
      children: folder?.childCount ?? 0,
    }),
  );

const MonitorAnswer = z.object({
  status: z.string(),
  percentageComplete: z.number().nullish(),
  error: z.object({ code: z.string().nullish() }).nullish(),
});

const what = "Asking how far the copy is";
/** In what a copy is asked about by, for the address of the site, which holds a name. */
const siteMark = "site:";

/** Copies between document libraries, behind Microsoft Graph v1.0. */
export class GraphDriveCopies implements DriveCopies {
  readonly #graph: GraphClient;
  readonly #knows: (address: string) => boolean;
  readonly #timeoutMs: number;

  /** @param knows whether an address is one of SharePoint: copies are asked about nowhere else */
  constructor(graph: GraphClient, knows: (address: string) => boolean, timeoutMs = 20_000) {
    this.#graph = graph;
    this.#knows = knows;
    this.#timeoutMs = timeoutMs;
  }

  async children({ driveId, id }: Folder): Promise<readonly DriveItem[]> {
    try {
      const query = "?$select=id,name,size,folder&$top=200";
      return await this.#graph.list(`${addressOf({ driveId, id })}/children${query}`, ItemAnswer, operations.readItems);
    } catch (error) {
      if (refusalBehind(error)?.status !== 404) throw error;
      throw new NotFoundError("Reading the files: there is no such folder", { cause: error });
    }
  }

  async folderAt(driveId: string, names: readonly string[]): Promise<Folder | undefined> {
    try {
      const place = names.map((name) => path`${name}`).join("/");
      const address = `${path`drives/${driveId}/root`}:/${place}?$select=id,name,size,folder`;
      const { id, folder } = await this.#graph.get(address, ItemAnswer, operations.readItems);
      if (folder) return { driveId, id };
      throw new NeedsPersonError("A file stands where the folder for the copies goes: move it, then resume");
    } catch (error) {
      if (refusalBehind(error)?.status === 404) return undefined;
      throw error;
    }
  }

  async makeFolder(parent: Folder, name: string): Promise<Folder> {
    const body = { name, folder: {}, "@microsoft.graph.conflictBehavior": "fail" };
    try {
      const made = await this.#graph.create(`${addressOf(parent)}/children`, body, ItemAnswer, operations.makeFolder);
      return { driveId: parent.driveId, id: made.id };
    } catch (error) {
      if (refusalBehind(error)?.code !== "nameAlreadyExists") throw full(error);
      const there = (await this.children(parent)).find((item) => item.folder && isSame(item.name, name));
      if (there === undefined) throw error;
      return { driveId: parent.driveId, id: there.id };
    }
  }

  async start(item: { driveId: string; id: string; address: string }, to: Folder): Promise<string | "name-taken"> {
    const copy = path`drives/${item.driveId}/items/${item.id}/copy?@microsoft.graph.conflictBehavior=fail`;
    try {
      const location = await this.#graph.start(
        copy,
        { parentReference: { driveId: to.driveId, id: to.id } },
        operations.copyItem,
      );
      const site = `${item.address}/`;
      return location.startsWith(site) ? `${siteMark}${location.slice(site.length)}` : location;
    } catch (error) {
      if (refusalBehind(error)?.code === "nameAlreadyExists") return "name-taken";
      throw full(error);
    }
  }

  async progress(copy: string, address: string): Promise<CopyProgress> {
    const url = copy.startsWith(siteMark) ? `${address}/${copy.slice(siteMark.length)}` : copy;
    if (!this.#knows(url)) throw new TryLaterError(`${what} has to wait: the address is not one of SharePoint`);
    const { status, headers, body } = await this.#ask(url);
    // Some services lead to the finished thing (m365-operations 9.4).
    if (status >= 300 && status < 400) return { kind: "copied" };
    if (status === 404 || status === 410) return { kind: "forgotten" };
    const refused = new ServiceAnswer(status, {
      code: undefined,
      text: "",
      retryAfterMs: retryAfterMs(headers.get("Retry-After")),
    });
    const later = patience(what, "SharePoint", refused);
    if (later !== undefined) throw later;
    const answer = MonitorAnswer.safeParse(body);
    if (answer.success) return progressOf(answer.data);
    throw new TryLaterError(`${what} has to wait: the answer cannot be read`, { cause: answer.error });
  }

  /** Plainly: not a call to Graph, and without a token. */
  async #ask(url: string): Promise<{ status: number; headers: Headers; body: unknown }> {
    try {
      const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(this.#timeoutMs) });
      const text = await response.text();
      return { status: response.status, headers: response.headers, body: json(text) };
    } catch (cause) {
      throw new TryLaterError(`${what} has to wait: SharePoint does not answer`, { cause });
    }
  }
}

function progressOf({ status, percentageComplete, error }: z.infer<typeof MonitorAnswer>): CopyProgress {
  switch (status) {
    case "completed":
      return { kind: "copied" };
    case "failed":
    case "deleteFailed": {
      const code = /^[\w.-]{1,60}$/.exec(error?.code ?? "")?.[0] ?? "unknown";
      return code === "nameAlreadyExists" ? { kind: "name-taken" } : { kind: "failed", code };
    }
    default:
      return { kind: "running", percent: Math.max(0, Math.min(100, percentageComplete ?? 0)) };
  }
}

function addressOf({ driveId, id }: Folder): string {
  return id === "root" ? path`drives/${driveId}/root` : path`drives/${driveId}/items/${id}`;
}

/** Room is given by a person, not by time. */
function full(error: unknown): unknown {
  const answer = refusalBehind(error);
  if (answer?.status !== 507 && answer?.code !== "quotaLimitReached") return error;
  return new NeedsPersonError("The library for the copies is full: make room there, then resume", { cause: answer });
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The shape of the answer decides.
    return undefined;
  }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
