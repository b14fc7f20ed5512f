import Sequencer from "@jest/test-sequencer"

/** Waits for minutes until queues give messages back, so the rest of the suite runs beside it. */
const longest = "test/end-to-end/upgrade.test.ts"

/** Starts the longest test first. Without times of an earlier run, Jest goes by the size of files, and its is small. */
export default class LongestFirstSequencer extends Sequencer {
  sort(tests) {
    const isLongest = ({ path }) => path.endsWith(longest)
    const sorted = super.sort(tests)
    return [...sorted.filter(isLongest), ...sorted.filter((test) => !isLongest(test))]
  }
}
