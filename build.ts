import { build } from "esbuild";

/** Builds the app into one ES module, `dist/main.js`: what runs on the local stack is what is deployed. */
await build({
  entryPoints: ["functions/main.ts"],
  outfile: "dist/main.js",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node22",
  sourcemap: true,
  legalComments: "linked",
  // The host's worker provides it; npm has no such package (functions-runtime, section 2).
  external: ["@azure/functions-core"],
  // The Azure libraries are CommonJS inside: in an ES module `require` has to be made.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  logLevel: "warning",
});
