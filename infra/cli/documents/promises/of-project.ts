import type { Promises } from "./promise.ts"

/** What runs on whose machine. */
export const ofProject = {
  "install-scripts-are-listed": {
    says: "`allowScripts` of `package.json` decides on each npm package that brings an install script: three may run it.",
    holds: "an npm that knows `allowScripts`, such as that of Node.js 24. An older one runs them all",
  },
  "python-is-pinned": {
    says: "Python packages run in development, tests and examples, and not in a deployment: each is pinned with hashes in a `requirements.txt`, and pip refuses other files.",
    holds: "no Python package is deployed",
  },
} satisfies Promises
