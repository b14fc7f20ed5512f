import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs"
import { KMSClient } from "@aws-sdk/client-kms"
import { S3Client } from "@aws-sdk/client-s3"
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { emulatorClientSettings } from "../../infra/local/emulator/emulator-environment.ts"
import { localCertificate } from "../../infra/local/emulator/set-up-emulator.ts"
import type { RunningEmulator } from "../../infra/local/emulator/start-emulator.ts"
import { makeStops } from "../../infra/local/local-command.ts"
import type { StageChanges } from "../../infra/local/local-stage.ts"
import { waitUntil } from "../../infra/local/replay/concurrency.ts"
import type { DeployedExchange, PartyMessage } from "../../infra/local/replay/deployed-exchange.ts"
import type { LocalWebhooks, PartyChanges } from "../../infra/local/replay/party-keys.ts"
import type { PartySigner } from "../../infra/local/replay/party-signer.ts"
import type { LocalPerson } from "../../infra/local/sign-in/local-people.ts"
import { startExchange } from "../../infra/local/start-exchange.ts"
import { startWebhookReceiver, type WebhookReceiver } from "./webhook-receiver.ts"

/** An exchange that is deployed on an emulator of its own. */
export type LocalExchange = {
  readonly exchange: DeployedExchange
  readonly kms: KMSClient
  readonly s3: S3Client
  /** Whether the emulator checked every call against the caller's policies. */
  readonly iamEnforced: boolean
  readonly sign: PartySigner
  /** The parties file that was deployed. */
  readonly partiesPath: string
  /** Who can sign in to the console. */
  readonly people: readonly LocalPerson[]
  /** The webhook of the discreet retailer. */
  readonly webhook: WebhookReceiver
  /** Everything that a party received so far. */
  inbox(partyId: string): readonly PartyMessage[]
  /** Everything that a party received until now. */
  receiveAll(partyId: string): Promise<readonly PartyMessage[]>
  /** Waits until a party has received an event that fits. Throws when nothing has come for a minute. */
  received(
    partyId: string,
    detailType: string,
    fits?: (message: PartyMessage) => boolean,
    patienceSeconds?: number,
  ): Promise<PartyMessage>
  /** All log lines of all functions and of the API. */
  logLines(): Promise<string[]>
  stop(): Promise<void>
}

const defaultPatienceSeconds = 60

const webhookSecretName = "wayseal-local-leafline-webhook"

/**
 * Starts an emulator that checks IAM policies, and deploys the exchange to it.
 *
 * @param options.project the folder of the version to deploy; by default this one
 * @param options.changes what differs from the committed parties file
 * @param options.stageChanges what differs from the committed stage
 */
export async function startLocalExchange(
  options: { readonly project?: string; readonly changes?: PartyChanges; readonly stageChanges?: StageChanges } = {},
): Promise<LocalExchange> {
  const stops = makeStops()
  try {
    let webhook: WebhookReceiver | undefined
    const webhooksFor = async ({ endpoint }: RunningEmulator): Promise<LocalWebhooks> => {
      webhook = await startWebhookReceiver(localCertificate)
      stops.add(webhook.stop)
      const secrets = new SecretsManagerClient(emulatorClientSettings(endpoint))
      await secrets.send(new CreateSecretCommand({ Name: webhookSecretName, SecretString: webhook.secret }))
      secrets.destroy()
      return { leafline: { url: webhook.url, secretName: webhookSecretName } }
    }
    const started = await startExchange({ onLine: () => {}, stops, port: 0, webhooksFor, ...options })
    const { emulator, exchange, sign, partiesPath, people } = started
    if (webhook === undefined) throw new Error("the exchange started without a webhook")
    const logs = new CloudWatchLogsClient(emulatorClientSettings(emulator.endpoint))
    const kms = new KMSClient(emulatorClientSettings(emulator.endpoint))
    const s3 = new S3Client({ ...emulatorClientSettings(emulator.endpoint), forcePathStyle: true })
    stops.add(async () => {
      kms.destroy()
      s3.destroy()
      logs.destroy()
    })
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
      s3,
      iamEnforced: emulator.iamEnforced,
      sign,
      partiesPath,
      people,
      webhook,
      inbox: (partyId) => inboxes.get(partyId) ?? [],
      receiveAll: read,
      received: (partyId, detailType, fits = () => true, patienceSeconds = defaultPatienceSeconds) =>
        waitUntil(
          `${detailType} to reach ${partyId}`,
          async (seen) => {
            const inbox = await read(partyId)
            seen(inbox.length)
            return inbox.find((one) => one.detailType === detailType && fits(one))
          },
          { patienceSeconds, everyMilliseconds: 100 },
        ),
      logLines: () => allLogLines(logs),
      stop: stops.stopAll,
    }
  } catch (error) {
    await stops.stopAll()
    throw error
  }
}

async function allLogLines(logs: CloudWatchLogsClient): Promise<string[]> {
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
}
