import { join } from "node:path"
import { longTests } from "./test/long-tests.mjs"

// esbuild, which runs beside a suite, collects garbage less often: a third of its time went into that.
process.env.GOGC ??= "400"
// Commands and servers that tests start find their modules compiled, and the types taken out.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "node_modules/.cache/children")

/** @type {import("jest").Config} */
export default {
  rootDir: import.meta.dirname,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // Node.js loads the suites, and takes the types out itself.
  runtime: "<rootDir>/test/runner/node-runtime.mjs",
  testEnvironment: "<rootDir>/test/runner/native-environment.mjs",
  globalSetup: "<rootDir>/test/runner/make-evidence-page.mjs",
  injectGlobals: false,
  transform: {},
  // `npm run test:upgrade` runs the test of upgrades, and `npm run test:long` the other long ones.
  testPathIgnorePatterns: ["/node_modules/", "/cdk.out/", "/.local/", "/test/end-to-end/upgrade.test.ts", ...longTests],
  modulePathIgnorePatterns: ["<rootDir>/cdk.out", "<rootDir>/.local", "<rootDir>/dist"],
  // One more than cores of the machine that this is measured on: some suites wait for other processes.
  maxWorkers: 3,
  // Modules of finished suites stay in memory. A worker that holds more than this ends, and another one goes on.
  workerIdleMemoryLimit: "1500MB",
  testSequencer: "<rootDir>/test/longest-first-sequencer.mjs",
  // Six times of what Jest allows: a machine that does other work starves a test for seconds.
  testTimeout: 30_000,
  reporters: ["default", "<rootDir>/test/closing-line-reporter.mjs"],
}
