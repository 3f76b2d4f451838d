import { z } from "zod";
import { entity, project } from "../graph/shape.ts";
import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { copyDue, finishCopy, makeFolder, startCopy } from "./changes.ts";
import { noSuchItem, requireOpen } from "./errors.ts";
import { itemAt } from "./graph-drives.ts";
import { childNamed, itemOf, rootIdOf } from "./items.ts";
import type { CopyJob } from "./model.ts";
import { itemProperties } from "./views.ts";

const writers = { resource: "graph", anyOf: ["Files.ReadWrite.All", "Sites.ReadWrite.All"] } as const;

const NewFolder = z.object({
  name: z.string().min(1),
  folder: z.object({}),
  "@microsoft.graph.conflictBehavior": z.enum(["fail"]).default("fail"),
});
const Copy = z.object({ parentReference: z.object({ driveId: z.string(), id: z.string() }) });

/** New folders, and copies that take their time (m365-operations 9.4). Conflicts only ever fail here. */
export function addDriveCopies(routes: Routes, state: TenantState): void {
  state.schedule.handle(copyDue, (jobId, at) => finishCopy(state, jobId, at));

  for (const place of ["root", "items/:item"]) {
    routes.add("POST", `/v1.0/drives/:drive/${place}/children`, writers, (call) => newFolder(state, call));
  }
  routes.add("POST", "/v1.0/drives/:drive/items/:item/copy", writers, (call) => copy(state, call));
  // Without a token: whoever knows the address may ask.
  routes.add("GET", "/:kind/:name/_api/v2.0/monitor/:job", undefined, (call) => monitor(state, call));
}

function newFolder(state: TenantState, call: RoutedCall): Answer {
  const { site, item } = itemAt(state, call);
  requireOpen(site, true);
  const parsed = NewFolder.safeParse(call.body);
  if (!parsed.success) return refuse(400, "invalidRequest", "The request is malformed or incorrect.");
  if (childNamed(site, item?.id, parsed.data.name) !== undefined) {
    return refuse(409, "nameAlreadyExists", "An item with the same name already exists under the parent.");
  }
  const folder = makeFolder(state, site, item?.id, parsed.data.name);
  const names = ["id", "name", "size", "webUrl", "parentReference", "folder"];
  const shown = project({ site, item: folder }, itemProperties(call.origin), "driveItem", names);
  return { ...entity(call, "driveItem/$entity", shown), status: 201 };
}

function copy(state: TenantState, call: RoutedCall): Answer {
  const { site: source, item } = itemAt(state, call);
  const parsed = Copy.safeParse(call.body);
  const behaviour = call.query.get("@microsoft.graph.conflictBehavior") ?? "fail";
  if (!parsed.success || item === undefined || behaviour !== "fail") {
    return refuse(400, "invalidRequest", "The request is malformed or incorrect.");
  }
  const { driveId, id } = parsed.data.parentReference;
  const target = state.sites.withDrive(driveId) ?? noSuchItem();
  requireOpen(target, true);
  const isRoot = id === "root" || id === rootIdOf(target);
  const parentId = isRoot ? undefined : (itemOf(target, id) ?? noSuchItem()).id;
  const job = startCopy(state, { source, item, target, parentId });
  return { status: 202, headers: { location: `${call.origin}/${source.path}/_api/v2.0/monitor/${job.id}` } };
}

function monitor(state: TenantState, call: RoutedCall): Answer {
  const job = state.sites.jobs.get(call.params.job ?? "");
  if (job === undefined) return refuse(404, "itemNotFound", "The operation could not be found.");
  return { status: job.over ? 200 : 202, body: { operation: "itemCopy", ...progressOf(job) } };
}

function progressOf({ over, error, resultId, startedAt, endsAt }: CopyJob): Record<string, unknown> {
  if (!over) {
    const share = Math.min(0.99, (Date.now() - startedAt) / Math.max(1, endsAt - startedAt));
    const status = share === 0 ? "notStarted" : "inProgress";
    return { percentageComplete: Math.floor(share * 100), status };
  }
  if (error === undefined) return { percentageComplete: 100, status: "completed", resourceId: resultId };
  return { percentageComplete: 0, status: "failed", error: { code: error, message: "The copy was not completed." } };
}
