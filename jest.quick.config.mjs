import config from "./jest.config.mjs"

/**
 * `npm run test:quick`: the tests that need neither Python nor the emulator and take no more than seconds each.
 * Folders are left out here, and only here.
 * @type {import("jest").Config}
 */
export default {
  ...config,
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    "/test/(bench|end-to-end|imports|infra|simulation|lookups/guesses)/",
  ],
}
