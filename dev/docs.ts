import { writeFile } from "node:fs/promises";
import { openApiDocument } from "./docs/openapi.ts";
import { graphPermissions } from "./docs/permissions.ts";

/** Writes the generated documents. A test fails when one of them is not what this would write. */
await writeFile("docs/permissions.json", `${JSON.stringify(graphPermissions(), undefined, 2)}\n`);
await writeFile("docs/openapi.json", `${JSON.stringify(openApiDocument(), undefined, 2)}\n`);
