import type { Command } from "commander"
import { answerCommandLine } from "./answer-command-line.ts"
import { exitStatus } from "./exit-status.ts"

/** Runs the command that was typed, and ends the process with its exit status. */
export async function runProgram(program: Command): Promise<void> {
  // A reader such as `head` may close the pipe early. What a command found does not depend on that.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {})
  process.on("uncaughtException", (error) => {
    process.stderr.write(`Wayseal stopped: ${error.message}\n`)
    process.exit(exitStatus.notDone)
  })

  const status = await answerCommandLine(program, process.argv.slice(2), {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
  // Ends the process even if a connection is still open, but not before everything is printed.
  process.stdout.write("", () => process.exit(status))
}
