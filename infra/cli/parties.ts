/** `npx wayseal parties check <file>`: says in sentences what is wrong with a parties file. */
import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { Command } from "commander"
import { FileInvalid, readJson } from "../stages/file-invalid.ts"
import { partiesFileProblems } from "../stages/read-parties.ts"
import { stageFileName } from "../stages/read-stage.ts"
import { stageConfig } from "../stages/stage-config.ts"

/** The command `parties`. */
export function partiesCommand(): Command {
  const check = new Command("check")
    .description("Says in sentences what is wrong with a parties file, one a line.")
    .argument("<file>", "the parties file of a stage, such as stages/dev/parties.json")
    .option("--json", "print one JSON object and nothing else")
    .addHelpText("after", "\nExit status: 0 it can be deployed; 1 something is wrong with it.")
    .action((file: string, { json }: { json?: true }) => {
      const problems = problemsOf(file)
      process.stdout.write(json === true ? `${JSON.stringify({ file, problems })}\n` : inWords(file, problems))
      if (problems.length > 0) process.exitCode = 1
    })
  return new Command("parties").description("Works on a parties file.").addCommand(check)
}

/** The stage that the file belongs to decides whether a party without account and credentials can do anything. */
function stageBeside(file: string): { readonly hubAccountMayPublish: boolean } {
  const stage = join(dirname(file), stageFileName)
  const settings = existsSync(stage) ? stageConfig.safeParse(readJson(stage)) : undefined
  return settings?.data ?? { hubAccountMayPublish: true }
}

function problemsOf(file: string): readonly string[] {
  try {
    return partiesFileProblems(readJson(file), stageBeside(file))
  } catch (error) {
    if (!(error instanceof FileInvalid)) throw error
    return error.problems
  }
}

const inWords = (file: string, problems: readonly string[]): string =>
  problems.length === 0 ? `${file} can be deployed.\n` : problems.map((problem) => `${problem}\n`).join("")
