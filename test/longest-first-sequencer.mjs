import Sequencer from "@jest/test-sequencer"

/** Those that take minutes, the longest first. The rest of the suite runs beside them. */
const longest = [
  "test/simulation/schedules.test.ts",
  "test/end-to-end/breach-desk-2018.test.ts",
  "test/simulation/planted-faults.test.ts",
  "test/end-to-end/operations.test.ts",
]

/** Starts the longest tests first. Without the times of an earlier run, Jest goes by the size of the files. */
export default class LongestFirstSequencer extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests)
    const first = longest.flatMap((name) => sorted.filter(({ path }) => path.endsWith(name)))
    return [...first, ...sorted.filter((test) => !first.includes(test))]
  }
}
