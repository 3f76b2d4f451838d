import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Two cores: files beside each other up to that, each with its own stack on ports of its own.
    maxWorkers: 2,
  },
});
