import config from "./jest.config.mjs"
import { longTests } from "./test/long-tests.mjs"

/**
 * `npm run test:all`: the tests of `npm test`, `npm run test:long` and `npm run test:upgrade` in one run, so that all
 * workers have something to do until the end.
 * @type {import("jest").Config}
 */
export default {
  ...config,
  // The long tests wait more for other processes: with three workers, a sixth of two cores was idle.
  maxWorkers: 4,
  testPathIgnorePatterns: config.testPathIgnorePatterns.filter(
    (pattern) => !longTests.includes(pattern) && !pattern.includes("upgrade"),
  ),
}
