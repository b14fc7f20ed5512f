/** Measures one large case and prints it as JSON: `node large-case-process.ts <exposures> <anomaly|report>`. */
import { measureLargeCase } from "./large-case.ts"

const [, , exposures = "1000", openedBy] = process.argv
const measured = await measureLargeCase(Number(exposures), openedBy === "report" ? "report" : "anomaly")
process.stdout.write(`${JSON.stringify(measured)}\n`)
