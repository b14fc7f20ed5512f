import { type Command, Option } from "commander"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { readStage, type Stage, stagesFolder } from "../../stages/read-stage.ts"
import { type AwsConnection, connectTo } from "./aws-connection.ts"

/** Gives a command the option that says in which folder the stages are. */
export function addStagesOption(command: Command): Command {
  return command.addOption(
    new Option("--stages <folder>", "the folder that holds a folder for each stage").default(stagesFolder, "stages"),
  )
}

/** Gives a command the options that say which stage it is about. */
export function addStageOptions(command: Command): Command {
  return addStagesOption(command.option("--stage <name>", "the stage, a folder in stages/"))
}

/** Gives a command the options that say which stage it looks at, and where. */
export function addDeployedStageOptions(command: Command): Command {
  return addStageOptions(command).option("--endpoint <url>", "where AWS answers; only for the local emulator")
}

export type StageOptions = {
  readonly stage?: string
  readonly stages: string
  readonly endpoint?: string
}

/**
 * The stage that was chosen, and how to reach it.
 *
 * @throws StageUnknown, FileInvalid, or CommandStopped for a wrong address
 */
export function chosenStage({ stage: name, stages, endpoint }: StageOptions): {
  stage: Stage
  connection: AwsConnection
} {
  if (endpoint !== undefined && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? ""))
    throw new CommandStopped("wrongUsage", "--endpoint: write a whole URL such as https://127.0.0.1:4566.")
  const stage = readStage(name, stages)
  return { stage, connection: connectTo(stage.settings.region, endpoint) }
}
