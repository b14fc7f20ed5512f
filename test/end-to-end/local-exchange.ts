import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs"
import { KMSClient } from "@aws-sdk/client-kms"
import { deployLocally } from "../../infra/local/emulator/deploy-locally.ts"
import { emulatorClientSettings } from "../../infra/local/emulator/emulator-environment.ts"
import { startEmulator } from "../../infra/local/emulator/start-emulator.ts"
import { type DeployedExchange, type PartyMessage, reachExchange } from "../../infra/local/replay/deployed-exchange.ts"
import { type PartySigner, prepareLocalParties } from "../../infra/local/replay/party-keys.ts"
import { apiAudience } from "../../shared/parties/authenticate-party.ts"

/** An exchange deployed on an emulator of its own, as the tests use it. */
export type LocalExchange = {
  readonly exchange: DeployedExchange
  readonly kms: KMSClient
  /** Whether the emulator checked every call against the caller's policies. */
  readonly iamEnforced: boolean
  readonly sign: PartySigner
  /** Everything that arrived in a party's queue since the start. */
  inbox(partyId: string): readonly PartyMessage[]
  /** Waits for messages of a party that fit; throws after the patience given. */
  heard(
    partyId: string,
    detailType: string,
    fits?: (message: PartyMessage) => boolean,
    patienceSeconds?: number,
  ): Promise<PartyMessage>
  /** All log lines of all functions and of the API. */
  logLines(): Promise<string[]>
  stop(): Promise<void>
}

const stage = "local"
const defaultPatienceSeconds = 30

/** Starts an emulator with IAM enforced and deploys the exchange to it. */
export async function startLocalExchange(): Promise<LocalExchange> {
  const parties = await prepareLocalParties(apiAudience(stage))
  const emulator = await startEmulator(() => {}, 0)
  try {
    const deployment = await deployLocally(emulator.endpoint, {
      stage,
      partiesPath: parties.partiesPath,
      onLine: () => {},
    })
    const exchange = reachExchange(emulator.endpoint, deployment, stage)
    const logs = new CloudWatchLogsClient(emulatorClientSettings(emulator.endpoint))
    const kms = new KMSClient(emulatorClientSettings(emulator.endpoint))
    const inboxes = new Map<string, PartyMessage[]>()
    const read = async (partyId: string): Promise<PartyMessage[]> => {
      const inbox = inboxes.get(partyId) ?? []
      inboxes.set(partyId, inbox)
      inbox.push(...(await exchange.receive(partyId)))
      return inbox
    }
    return {
      exchange,
      kms,
      iamEnforced: emulator.iamEnforced,
      sign: parties.sign,
      inbox: (partyId) => inboxes.get(partyId) ?? [],
      heard: async (partyId, detailType, fits = () => true, patienceSeconds = defaultPatienceSeconds) => {
        const deadline = Date.now() + patienceSeconds * 1000
        for (;;) {
          const found = (await read(partyId)).find((one) => one.detailType === detailType && fits(one))
          if (found !== undefined) return found
          if (Date.now() > deadline) throw new Error(`${partyId} did not hear of ${detailType}`)
          await new Promise((resolve) => setTimeout(resolve, 100))
        }
      },
      logLines: async () => {
        const lines: string[] = []
        for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {})) {
          for (const { logGroupName } of logGroups) {
            if (logGroupName === undefined) continue
            for await (const page of paginateFilterLogEvents({ client: logs }, { logGroupName })) {
              for (const { message } of page.events ?? []) if (message !== undefined) lines.push(message)
            }
          }
        }
        return lines
      },
      stop: async () => {
        exchange.close()
        kms.destroy()
        logs.destroy()
        await emulator.stop()
      },
    }
  } catch (error) {
    await emulator.stop()
    throw error
  }
}
