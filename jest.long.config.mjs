import config from "./jest.config.mjs"
import { longTests } from "./test/long-tests.mjs"

/**
 * `npm run test:long`: the whole simulation, and both tellings of the breach of 2018 played to their end.
 * @type {import("jest").Config}
 */
export default {
  ...config,
  testMatch: longTests.map((path) => `<rootDir>${path}`),
  testPathIgnorePatterns: config.testPathIgnorePatterns.filter((pattern) => !longTests.includes(pattern)),
}
