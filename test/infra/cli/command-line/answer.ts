import type { Command } from "commander"
import { answerCommandLine } from "../../../../client/command-line/answer-command-line.ts"
import { waysealProgram } from "../../../../infra/cli/wayseal-program.ts"
import type { Ran } from "../run-wayseal.ts"

// A person at a terminal may run the tests. Nothing here is to ask that person.
Object.defineProperty(process.stdin, "isTTY", { value: false })

// An exchange may run on this machine. Without this, commands would find it by the file that it left.
process.env["WAYSEAL_API_URL"] = "http://127.0.0.1:9"

/** What `npx wayseal` answers to these arguments, without a process of its own. */
export async function answer(...args: readonly string[]): Promise<Ran> {
  let stdout = ""
  let stderr = ""
  const status = await answerCommandLine(waysealProgram(), args, {
    out: (text) => {
      stdout += text
    },
    err: (text) => {
      stderr += text
    },
  })
  return { status, stdout, stderr }
}

/** Every command that does something, by its words, such as `parties check`. */
export function everyCommand(): ReadonlyMap<string, Command> {
  const leaves = (command: Command, words: readonly string[]): readonly (readonly [string, Command])[] =>
    command.commands.length === 0
      ? [[words.join(" "), command]]
      : command.commands.flatMap((inner) => leaves(inner, [...words, inner.name()]))
  return new Map(leaves(waysealProgram(), []))
}
