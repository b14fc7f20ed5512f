import { longTests } from "./test/long-tests.mjs"

/** @type {import("jest").Config} */
export default {
  rootDir: import.meta.dirname,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript" },
          target: "es2024",
          // What imports JSON says so, or Jest complains.
          experimental: { keepImportAttributes: true },
        },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
  // `npm run test:upgrade` runs the test of upgrades, and `npm run test:long` the other long ones.
  testPathIgnorePatterns: ["/node_modules/", "/cdk.out/", "/.local/", "/test/end-to-end/upgrade.test.ts", ...longTests],
  modulePathIgnorePatterns: ["<rootDir>/cdk.out", "<rootDir>/.local", "<rootDir>/dist"],
  testEnvironment: "<rootDir>/test/plain-environment.mjs",
  maxWorkers: 2,
  // Modules of finished tests stay in memory. A worker that holds more than this ends, and another one goes on.
  workerIdleMemoryLimit: "1500MB",
  testSequencer: "<rootDir>/test/longest-first-sequencer.mjs",
  // Six times of what Jest allows: a machine that does other work starves a test for seconds.
  testTimeout: 30_000,
  reporters: ["default", "<rootDir>/test/closing-line-reporter.mjs"],
}
