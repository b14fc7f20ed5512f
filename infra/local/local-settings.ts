import { createPrivateKey } from "node:crypto"
import { mkdir, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { GetQueueUrlCommand } from "@aws-sdk/client-sqs"
import { newSecret } from "../../client/commands/listen/forward-event.ts"
import type { PrivateKey } from "../../client/tokens/private-key.ts"
import { apiAudience } from "../../shared/parties/authenticate-party.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { partyQueueName } from "../party-names.ts"
import { emulatorCredentials, emulatorRegion } from "./emulator/emulator-environment.ts"
import { projectFolder } from "./host-environment.ts"
import type { DeployedExchange } from "./replay/deployed-exchange.ts"
import { readLocalKeys } from "./replay/party-keys.ts"

/** Git ignores it. It holds what the engineers of parties need to speak to the exchange of this machine. */
const settingsFolder = join(projectFolder, ".wayseal")
/** The settings, one KEY=value a line. */
const fileName = "local.env"

/** The party that examples act as, and its carrier. */
const example = { retailer: "maplebooks", carrier: "northpost" }

/** The exchange that runs, and where people reach it. */
export type LocalExchangeSettings = {
  readonly exchange: DeployedExchange
  /** Address of the API over plain HTTP. */
  readonly apiUrl: string
  readonly stage: string
  readonly partiesPath: string
}

/**
 * Writes down all that a program of a party needs: addresses, names, and keys of the parties as JWK and PEM.
 *
 * @param folder takes the file and the keys
 * @returns the path of the file
 */
export async function writeLocalSettings(local: LocalExchangeSettings, folder = settingsFolder): Promise<string> {
  const keys = join(folder, "keys")
  const path = join(folder, fileName)
  await mkdir(keys, { recursive: true })
  for (const [partyId, key] of Object.entries(await readLocalKeys())) {
    await writeFile(join(keys, `${partyId}.json`), `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600 })
    await writeFile(join(keys, `${partyId}.pem`), pemOf(key), { mode: 0o600 })
  }
  const lines = Object.entries(await settingsOf(local, keys)).map(([name, value]) => `${name}=${value}`)
  await writeFile(path, `${[...comments, ...lines].join("\n")}\n`, { mode: 0o600 })
  return path
}

/** Removes the settings, so that no command takes a stopped exchange for a running one. */
export const removeLocalSettings = (): Promise<void> => rm(join(settingsFolder, fileName), { force: true })

const comments = [
  "# The exchange that npm start runs on this machine. It works nowhere else, and ends with npm start.",
  "# In a shell: set -a; . .wayseal/local.env; set +a",
  "# Then, for example:",
  "#   npx wayseal listen --party maplebooks",
  "#   npx wayseal trigger shipment-created",
  '#   curl "$WAYSEAL_API_URL/v1/settings" -H "authorization: Bearer $(npx wayseal sign-token)"',
]

async function settingsOf({ exchange, apiUrl, stage, partiesPath }: LocalExchangeSettings, keys: string) {
  const { endpoint, ingressBusName, exchangeBusName, sqs } = exchange
  const party = readParties(partiesPath).find(({ id }) => id === example.retailer)
  if (party === undefined) throw new Error(`${partiesPath} has no party ${example.retailer}`)
  const { QueueUrl = "" } = await sqs.send(new GetQueueUrlCommand({ QueueName: partyQueueName(stage, party.id) }))
  const bundle = endpoint.certificatePath
  return {
    WAYSEAL_API_URL: apiUrl,
    WAYSEAL_STAGE: stage,
    WAYSEAL_AUDIENCE: apiAudience(stage),
    WAYSEAL_KEYS: keys,
    WAYSEAL_PARTY: party.id,
    WAYSEAL_KEY_FILE: join(keys, `${party.id}.pem`),
    WAYSEAL_KID: (await readLocalKeys())[party.id]?.kid ?? "",
    WAYSEAL_CARRIER: example.carrier,
    // What listen signs with when it forwards, and what the receivers of examples verify with.
    WAYSEAL_WEBHOOK_SECRET: newSecret(),
    WAYSEAL_SOURCE: eventSource(party),
    WAYSEAL_INGRESS_BUS: ingressBusName,
    WAYSEAL_EXCHANGE_BUS: exchangeBusName,
    WAYSEAL_QUEUE_URL: QueueUrl,
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: emulatorRegion,
    // The SDK for Python reads no other name.
    AWS_DEFAULT_REGION: emulatorRegion,
    AWS_ACCESS_KEY_ID: emulatorCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulatorCredentials.secretAccessKey,
    ...(bundle === undefined ? {} : { AWS_CA_BUNDLE: bundle, NODE_EXTRA_CA_CERTS: bundle }),
  }
}

/** A key as `openssl genpkey` would write it. */
const pemOf = (key: PrivateKey) => createPrivateKey({ key, format: "jwk" }).export({ type: "pkcs8", format: "pem" })
