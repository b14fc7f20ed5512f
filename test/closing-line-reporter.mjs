/** Ends the run with one plain line, `N passed, N failed`, that any log reader can find without knowing jest. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const brokenSuites = results.numRuntimeErrorTestSuites
    const skipped = results.numPendingTests + results.numTodoTests
    const line = `${results.numPassedTests} passed, ${results.numFailedTests + brokenSuites} failed`
    process.on("exit", () => process.stdout.write(`${skipped > 0 ? `${line}, ${skipped} skipped` : line}\n`))
  }
}
