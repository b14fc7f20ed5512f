/**
 * Runs command lines one after the other as `npx wayseal` runs one, in a process whose input may be closed and whose
 * output nobody may read. Writes to a file with which exit status each ended.
 */
import { writeFileSync } from "node:fs"
import * as z from "zod"
import { runProgram } from "../../../../client/command-line/run-program.ts"
import { waysealProgram } from "../../../../infra/cli/wayseal-program.ts"

const [file = "", lines = ""] = process.argv.slice(2)
const end = process.exit
// Each command listens for errors of its own.
for (const emitter of [process, process.stdout, process.stderr]) emitter.setMaxListeners(0)
const statuses: unknown[] = []
for (const args of z.array(z.array(z.string())).parse(JSON.parse(lines))) {
  process.argv = [...process.argv.slice(0, 2), ...args]
  const ended = new Promise<unknown>((settle) => {
    Object.assign(process, { exit: settle })
  })
  await runProgram(waysealProgram())
  statuses.push(await ended)
}
writeFileSync(file, JSON.stringify(statuses))
end(0)
