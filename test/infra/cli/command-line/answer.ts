import * as z from "zod"
import { inNode } from "../../../in-node.ts"
import type { Ran } from "../run-wayseal.ts"

const file = "test/infra/cli/command-line/in-this-process.ts"
const ran = z.object({ status: z.number(), stdout: z.string(), stderr: z.string() })
const commands = z.array(z.object({ words: z.string(), options: z.array(z.string()), needed: z.number() }))

/** What `npx wayseal` answers to these arguments, without a process and without credentials of its own. */
export const answer = (...args: readonly string[]): Promise<Ran> => answerWith({}, ...args)

/** The same in an environment with these variables. */
export async function answerWith(
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ran> {
  return ran.parse(await inNode(file, "answerWith", variables, args))
}

/** Every command that does something: its words, such as `parties check`, its options, and how many values it needs. */
export const everyCommand = async () => commands.parse(await inNode(file, "everyCommand"))
