import { z } from "zod";
import { steps } from "../../functions/steps.ts";
import { Policy } from "../../shared/domain/policy.ts";
import { guardsPage } from "./guards.ts";
import { openApiDocument } from "./openapi.ts";
import { graphPermissions } from "./permissions.ts";
import { permissionsPage } from "./permissions-page.ts";
import { requirementsPage } from "./requirements.ts";
import { stepsPage } from "./steps-page.ts";

/** Every generated document, by its path from the root of the repository. */
export function documents(): Readonly<Record<string, string>> {
  return {
    "docs/permissions.json": json(graphPermissions()),
    "docs/openapi.json": json(openApiDocument()),
    "docs/policy.schema.json": json(z.toJSONSchema(Policy, { io: "input" })),
    "docs/permissions.md": permissionsPage(),
    "docs/steps.md": stepsPage(),
    "docs/guards.md": guardsPage(),
    "docs/requirements.md": requirementsPage(),
    "infra/steps.json": json(steps.map(({ name }) => name)),
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
