import { rm } from "node:fs/promises"
import { join } from "node:path"
import { apiAudience } from "../../shared/parties/authenticate-party.ts"
import { localStage } from "../stages/stage-config.ts"
import { deployLocally, synthesiseLocally } from "./emulator/deploy-locally.ts"
import { type RunningEmulator, startEmulator } from "./emulator/start-emulator.ts"
import type { Stops } from "./local-command.ts"
import { makeLocalFolder } from "./local-folders.ts"
import { prepareLocalStage, type StageChanges } from "./local-stage.ts"
import { awaitedLater } from "./replay/concurrency.ts"
import { type DeployedExchange, type ExchangePlaces, placesOf, reachExchange } from "./replay/deployed-exchange.ts"
import { type LocalWebhooks, localPartyIds, type PartyChanges, prepareLocalParties } from "./replay/party-keys.ts"
import type { PartySigner } from "./replay/party-signer.ts"
import { type LocalPerson, localOperator, localPeople } from "./sign-in/local-people.ts"
import { startLocalProvider } from "./sign-in/local-provider.ts"

export type StartedExchange = {
  readonly emulator: RunningEmulator
  readonly exchange: DeployedExchange
  readonly places: ExchangePlaces
  readonly sign: PartySigner
  /** The parties file that was deployed. */
  readonly partiesPath: string
  /** Who can sign in to the console. */
  readonly people: readonly LocalPerson[]
  /** How long each step took. */
  readonly seconds: { readonly setUp: number; readonly deploy: number }
}

/**
 * Starts a local AWS and deploys the exchange to it.
 *
 * @param options.port the emulator's port when it is free; 0 lets the system pick
 * @param options.project the folder of the version to deploy; by default this one
 * @param options.changes what differs from the committed parties file
 * @param options.stageChanges what differs from the committed stage
 * @param options.consoleUrl where the console of this machine is
 * @param options.webhooksFor the webhooks that parties have, called when the emulator runs
 * @throws Error when a step fails. What was started until then is in `stops`.
 */
export async function startExchange(options: {
  readonly onLine: (line: string) => void
  readonly stops: Stops
  readonly port?: number
  readonly project?: string | undefined
  readonly changes?: PartyChanges | undefined
  readonly stageChanges?: StageChanges | undefined
  readonly consoleUrl?: string
  readonly webhooksFor?: (emulator: RunningEmulator) => Promise<LocalWebhooks>
}): Promise<StartedExchange> {
  const { onLine, stops, port, webhooksFor, project, changes, stageChanges, consoleUrl } = options
  const starting = awaitedLater(
    timed(async () => {
      const started = await startEmulator(onLine, port)
      stops.add(started.stop)
      return started
    }),
  )
  const { people, issuer } = await startSignIn(stops, port)
  const webhooks = await webhooksFor?.((await starting).value)
  const folder = await makeLocalFolder("start", project === undefined ? undefined : join(project, ".local"))
  stops.add(() => rm(folder, { recursive: true, force: true }))
  const of = { folder, webhooks, changes, project, issuer }
  const { partiesPath, sign } = await prepareLocalParties({ audience: apiAudience(localStage), ...of })
  const stages = await prepareLocalStage({ folder, project, issuer, consoleUrl, changes: stageChanges })
  // The app is synthesised while the emulator is installed and starts.
  const synthesis = awaitedLater(synthesiseLocally({ stage: localStage, partiesPath, project, stages }))
  stops.add(async () => rm(await synthesis, { recursive: true, force: true }))
  const { value: emulator, seconds: setUp } = await starting
  const { endpoint, iamEnforced } = emulator
  onLine(`The local AWS runs at ${endpoint.url}. ${iamEnforced ? "It checks IAM policies." : "IAM is not checked."}`)
  const deployment = await timed(() => deployLocally(endpoint, synthesis, onLine))
  const places = placesOf(endpoint, deployment.value)
  const exchange = reachExchange(endpoint, places, localStage)
  stops.add(async () => exchange.close())
  return { emulator, exchange, places, sign, partiesPath, people, seconds: { setUp, deploy: deployment.seconds } }
}

/** Where the stage's parties file has the provider. */
const preferredProviderPort = 8788

/** Starts the provider at which the people of all parties sign in. */
async function startSignIn(stops: Stops, port: number | undefined) {
  const people = [...localPeople(await localPartyIds()), localOperator]
  const provider = await startLocalProvider({ people, port: port ?? preferredProviderPort })
  stops.add(provider.stop)
  return { people, issuer: provider.issuer }
}

/** A step's result and the seconds it took, to a tenth. */
export async function timed<T>(step: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const from = performance.now()
  const value = await step()
  return { value, seconds: Math.round((performance.now() - from) / 100) / 10 }
}
