/**
 * `npm run verapdf`: gets the validator that a test runs on every PDF. Without Java it says so, and ends with 0.
 */
import { readCommandLine } from "../command-line.ts"
import { setUpAlone } from "../local/alone.ts"
import { hasJava, hasVeraPdf, installVeraPdf } from "./verapdf.ts"

readCommandLine(
  `npm run verapdf

Gets veraPDF with Maven, unless it is here or there is no Java. Ends with 1 if it cannot be had.
`,
  {},
)

try {
  if (!hasJava()) {
    console.log("No veraPDF checks the PDFs here, because it needs Java, which is not installed.")
  } else {
    await setUpAlone(async () => {
      if (!(await hasVeraPdf())) await installVeraPdf()
    })
    console.log("veraPDF is installed. Tests check every PDF with it.")
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
