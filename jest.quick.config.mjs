import config from "./jest.config.mjs"

/**
 * `npm run test:quick`: the tests that need neither Python, a browser nor the emulator, and that take less than some
 * seconds. It leaves out what is named here, and skips each test that `test/exhaustively.ts` declares.
 * @type {import("jest").Config}
 */
export default {
  ...config,
  testPathIgnorePatterns: [
    ...config.testPathIgnorePatterns,
    "/test/(bench|browser|client/package|end-to-end|imports|infra|simulation|watch/lookups/guesses)/",
    "/test/desk/dossier/pdf-structure.test.ts",
  ],
  globals: { isQuickRun: true },
}
