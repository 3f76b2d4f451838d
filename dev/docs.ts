import { writeFile } from "node:fs/promises";
import { documents } from "./docs/documents.ts";

/** Writes the generated documents. A test fails when one of them is not what this would write. */
for (const [file, content] of Object.entries(documents())) await writeFile(file, content);
