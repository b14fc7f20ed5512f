/** Writes states of equal rows one after another, until it is killed: a test reads what is left. */
import { stateFile, stateKeysOf } from "../../../client/guard/state-file.ts"

const [path = "", key] = process.argv.slice(2)
const file = stateFile(path, stateKeysOf(key))
for (let round = 0; ; round += 1) {
  await file.write(Array.from({ length: 20_000 }, () => ({ round })))
  process.stdout.write(`${round}\n`)
}
