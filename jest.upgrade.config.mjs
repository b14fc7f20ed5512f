import config from "./jest.config.mjs"

/**
 * `npm run test:upgrade`: deploys the latest release and then this version over it, with traffic going on. `npm test`
 * leaves it out, because it takes minutes and installs that release's packages.
 * @type {import("jest").Config}
 */
export default {
  ...config,
  testMatch: ["<rootDir>/test/end-to-end/upgrade.test.ts"],
  testPathIgnorePatterns: config.testPathIgnorePatterns.filter((pattern) => !pattern.includes("upgrade")),
}
