/** `npx wayseal <command>`: runs the command that was typed, and ends with its exit status. */
import { answerCommandLine } from "./command-line/answer-command-line.ts"
import { exitStatus } from "./command-line/declare-command.ts"
import { waysealProgram } from "./wayseal-program.ts"

// A reader such as `head` may close the pipe early. What a command found does not depend on that.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
process.on("uncaughtException", (error) => {
  process.stderr.write(`Wayseal stopped: ${error.message}\n`)
  process.exit(exitStatus.notDone)
})

const status = await answerCommandLine(waysealProgram(), process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
})
// Ends the process even if a connection is still open, but not before everything is printed.
process.stdout.write("", () => process.exit(status))
