import config from "./jest.config.mjs"

/**
 * `npm run test:quick`: the tests that need no Python, no emulator and no browser, and that take less than some
 * seconds. It leaves out the folders named here, and skips each test that `test/exhaustively.ts` declares.
 * @type {import("jest").Config}
 */
export default {
  ...config,
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    "/test/(bench|browser|client/package|end-to-end|imports|infra|simulation|lookups/guesses)/",
  ],
  globals: { isQuickRun: true },
}
