import config from "./jest.config.mjs"
import { longTests } from "./test/long-tests.mjs"

/**
 * `npm run test:long`: the whole simulation, both tellings of the breach of 2018 played to their end, the commands of
 * operators and the examples on the local AWS, all tests in a browser but those of test/browser/walk.test.ts, and the
 * benches tried on small worlds.
 * @type {import("jest").Config}
 */
export default {
  ...config,
  testMatch: longTests.map((path) => `<rootDir>${path.endsWith("/") ? `${path}**/*.test.ts` : path}`),
  testPathIgnorePatterns: config.testPathIgnorePatterns.filter((pattern) => !longTests.includes(pattern)),
}
