import Sequencer from "@jest/test-sequencer"
import { longTests } from "./long-tests.mjs"

/** Suites and folders that take about a minute or more, the longest first. The rest runs beside them. */
const longest = [
  "/test/end-to-end/upgrade.test.ts",
  ...longTests,
  "/test/end-to-end/exchange.test.ts",
  "/test/browser/walk.test.ts",
]

/** Starts the longest tests first. Without the times of an earlier run, Jest goes by the size of the files. */
export default class LongestFirstSequencer extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests)
    const first = longest.flatMap((name) => sorted.filter(({ path }) => path.includes(name)))
    return [...first, ...sorted.filter((test) => !first.includes(test))]
  }
}
