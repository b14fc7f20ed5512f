import type { Command } from "commander"
import { FileInvalid } from "../../stages/file-invalid.ts"
import { readStage, type Stage, StageUnknown, stagesFolder } from "../../stages/read-stage.ts"
import { type AwsConnection, connectTo } from "./aws-connection.ts"

/** Exit statuses of the commands that look at a stage. */
export const exitStatus = { ok: 0, toDo: 1, wrongOption: 2 } as const

/** Gives a command the options that say which stage it looks at, and where. */
export function addStageOptions(command: Command): Command {
  return command
    .option("--stage <name>", "the stage, a folder in stages/")
    .option("--stages <folder>", "the folder that holds a folder for each stage", stagesFolder)
    .option("--endpoint <url>", "where AWS answers; only for the local emulator")
    .option("--json", "print one JSON object and nothing else")
}

export type StageOptions = {
  readonly stage: string
  readonly stages: string
  readonly endpoint?: string
  readonly json?: true
}

/** The stage that was chosen, and how to reach it. A wrong option or file ends the command with a sentence. */
export function chosenStage(
  command: Command,
  options: Partial<StageOptions>,
): { stage: Stage; connection: AwsConnection } {
  const { endpoint } = options
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ""))
    return command.error("--endpoint: write a whole URL such as https://127.0.0.1:4566", { exitCode: 2 })
  try {
    const stage = readStage(options.stage, options.stages)
    return { stage, connection: connectTo(stage.settings.region, endpoint) }
  } catch (error) {
    if (error instanceof StageUnknown) return command.error(error.message, { exitCode: exitStatus.wrongOption })
    if (error instanceof FileInvalid) return command.error(error.message, { exitCode: exitStatus.toDo })
    throw error
  }
}
