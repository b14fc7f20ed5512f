/** `npx wayseal parties`: checks a parties file, and invites and approves parties that stand in none. */
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { Command } from "commander"
import * as z from "zod"
import { declareCommand } from "../../client/command-line/declare-command.ts"
import { exitStatus } from "../../client/command-line/exit-status.ts"
import { readJson } from "../stages/configuration-file.ts"
import { partiesFileProblems } from "../stages/read-parties.ts"
import { stageFileName } from "../stages/read-stage.ts"
import { stageConfig } from "../stages/stage-config.ts"
import { invitedPartyCommands } from "./parties/invited-party-commands.ts"

export function partiesCommand(): Command {
  const check = declareCommand({
    name: "check",
    description: "Says in sentences what is wrong with a parties file, one a line.",
    form: (command) => command.argument("<file>", "the parties file of a stage, such as stages/dev/parties.json"),
    examples: [
      "npx wayseal parties check stages/dev/parties.json",
      "npx wayseal parties check stages/dev/parties.json --json",
    ],
    statuses: { 0: "it can be deployed", 1: "something is wrong with it", 2: "wrong usage, or it is no JSON file" },
    run: async ({ args }) => {
      const file = z.string().parse(args[0])
      const problems = partiesFileProblems(readJson(file), stageBeside(file))
      const status = problems.length === 0 ? exitStatus.fine : exitStatus.needsPerson
      return { data: { file, problems }, text: inWords(file, problems), status }
    },
  })
  return [check, ...invitedPartyCommands()].reduce(
    (command, inner) => command.addCommand(inner),
    new Command("parties").description("Checks a parties file, and invites and approves parties that stand in none."),
  )
}

/** The stage that the file belongs to decides whether a party without account and credentials can do anything. */
function stageBeside(file: string): { readonly hubAccountMayPublish: boolean } {
  const stage = join(dirname(file), stageFileName)
  const settings = existsSync(stage) ? stageConfig.safeParse(readJson(stage)) : undefined
  return settings?.data ?? { hubAccountMayPublish: true }
}

const inWords = (file: string, problems: readonly string[]): string =>
  problems.length === 0 ? `${file} can be deployed.\n` : problems.map((problem) => `${problem}\n`).join("")
