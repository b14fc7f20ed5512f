import { CommandStopped } from "../../../client/command-line/command-stopped.ts"
import { readDeployedStage } from "../../../shared/pages/operator/load-stage.ts"
import { outputOf } from "../../../shared/pages/operator/stage-resources.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { emulatorAccount, emulatorClientSettings } from "../../local/emulator/emulator-environment.ts"
import { readRunning } from "../../local/running-exchange.ts"
import { readPartiesFile } from "../../stages/read-parties.ts"
import type { Stage } from "../../stages/read-stage.ts"
import { type AwsConnection, connectTo } from "./aws-connection.ts"
import { type PlacedResource, readPlacedResources } from "./deployed-templates.ts"
import { chosenStage, type StageOptions } from "./stage-options.ts"

/** A deployed stage, and how to reach it. */
export type ReachedStage = {
  readonly stage: Stage
  readonly parties: readonly Party[]
  readonly resources: readonly PlacedResource[]
  readonly outputs: (name: string) => string | undefined
  readonly connection: AwsConnection
  /** Base URL of the HTTP API, without a trailing slash. */
  readonly apiUrl: string
  /** Whether it runs on an emulator. */
  readonly isLocal: boolean
}

/**
 * Reaches the stage that the options name: in AWS with the caller's credentials, or on the local AWS that `npm start`
 * runs.
 *
 * @throws what `chosenStage` throws, CommandStopped if nothing is deployed there, or what the SDK throws
 */
export async function reachStage(options: StageOptions): Promise<ReachedStage> {
  const { stage, connection } = chosenStage(options)
  const isRunningHere = stage.settings.account === emulatorAccount && options.endpoint === undefined
  if (!isRunningHere) return reachStageThrough(stage, connection)
  const running = await readRunning()
  return reachStageThrough(stage, localConnection(stage, running.endpoint))
}

/** The connection to an emulator, whose credentials work nowhere else. */
export const localConnection = (
  { settings: { region } }: Pick<Stage, "settings">,
  endpoint: Parameters<typeof emulatorClientSettings>[0],
): AwsConnection => ({ ...connectTo(region, endpoint.url), ...emulatorClientSettings(endpoint) })

/**
 * Reads what is deployed of a stage.
 *
 * @throws CommandStopped if no stack is there, or what the SDK throws
 */
export async function reachStageThrough(stage: Stage, connection: AwsConnection): Promise<ReachedStage> {
  const parties = readPartiesFile(stage.partiesPath, stage.settings)
  const deployed = await readDeployedStage(connection, stage.name)
  if (deployed.stacks.length === 0)
    throw new CommandStopped(
      "noAnswer",
      `The stage "${stage.name}" is not deployed in ${connection.region}. See docs/deploying.md.`,
    )
  const resources = await readPlacedResources(connection, deployed)
  const outputs = (name: string) => outputOf(deployed, name)
  const { endpoint } = connection
  const apiUrl =
    endpoint === undefined
      ? (outputs("ApiUrl") ?? "")
      : // The emulator serves the API under its own address.
        `${endpoint}/_aws/execute-api/${outputs("ApiId")}/$default`
  return { stage, parties, resources, outputs, connection, apiUrl, isLocal: endpoint !== undefined }
}
