/** Runs commands for tests in the process of the tests. Node itself imports this file, through `inNode`. */
import type { Command } from "commander"
import { answerCommandLine } from "../../../../client/command-line/answer-command-line.ts"
import { waysealProgram } from "../../../../infra/cli/wayseal-program.ts"
import { withVariables } from "../with-variables.ts"

// A person at a terminal may run the tests. Nothing here is to ask that person.
Object.defineProperty(process.stdin, "isTTY", { value: false })

/** What `npx wayseal` answers to these arguments in an environment with these variables. */
export async function answerWith(variables: Readonly<Record<string, string>>, args: readonly string[]) {
  const said = { stdout: "", stderr: "" }
  const status = await withVariables(variables, () =>
    answerCommandLine(waysealProgram(), args, {
      out: (text) => {
        said.stdout += text
      },
      err: (text) => {
        said.stderr += text
      },
    }),
  )
  return { status, ...said }
}

/** Every command that does something: its words, such as `parties check`, its options, and how many values it needs. */
export function everyCommand() {
  const leaves = (command: Command, words: readonly string[]): readonly (readonly [string, Command])[] =>
    command.commands.length === 0
      ? [[words.join(" "), command]]
      : command.commands.flatMap((inner) => leaves(inner, [...words, inner.name()]))
  return leaves(waysealProgram(), []).map(([words, { options, registeredArguments }]) => ({
    words,
    options: options.flatMap(({ long }) => (typeof long === "string" ? [long] : [])),
    needed: registeredArguments.filter(({ required }) => required).length,
  }))
}
