import Sequencer from "@jest/test-sequencer"
import { longTests } from "./long-tests.mjs"

/** Those that take minutes, the longest first. The rest of the suite runs beside them. */
const longest = [...longTests, "test/end-to-end/exchange.test.ts"]

/** Starts the longest tests first. Without the times of an earlier run, Jest goes by the size of the files. */
export default class LongestFirstSequencer extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests)
    const first = longest.flatMap((name) => sorted.filter(({ path }) => path.endsWith(name)))
    return [...first, ...sorted.filter((test) => !first.includes(test))]
  }
}
