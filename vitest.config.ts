import { defineConfig } from "vitest/config";

/** They start the whole stack, processes, or what ends with its process: each file has a process of its own. */
const apart = ["broker", "doctor", "faults", "grant", "guards", "host", "infra", "journeys", "upgrade"];
const files = (folders: readonly string[]) => folders.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ["test/for-all-tests.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: one file more than that beside each other, because some wait for real time.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: "apart", include: files(apart) } },
      {
        extends: true,
        // Loading the SDKs anew for each file would take as long as the tests: these share processes, and the virtual time.
        test: { name: "together", include: ["test/**/*.test.ts"], exclude: files(apart), isolate: false },
      },
    ],
  },
});
