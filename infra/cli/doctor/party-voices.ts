import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { failureOf } from "../../../client/command-line/aws-failure.ts"
import { eventOfEntry } from "../../../client/events/build-event.ts"
import { overHttps } from "../../../client/events/over-https.ts"
import { type PrivateKey, privateKey } from "../../../client/tokens/private-key.ts"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { apiAudience } from "../../../shared/parties/authenticate-party.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { readLocalKeys } from "../../local/replay/party-keys.ts"
import { type PartySigner, partySigner } from "../../local/replay/party-signer.ts"
import { readJson } from "../../stages/configuration-file.ts"
import { localStage } from "../../stages/stage-config.ts"
import type { ReachedStage } from "../deployed-stage/reach-stage.ts"

/** What became of an event: its id on the ingress bus, or why it was not accepted. */
export type Sent = { readonly eventBridgeId: string } | { readonly refused: string }

/** The doctor as the parties whose keys it has, and as the hub's own account. */
export type Voices = {
  /** Whether the doctor can send events as a party. */
  canSpeakFor(party: Party): boolean
  /** Whether the doctor has the party's key. */
  hasKeyOf(partyId: string): boolean
  readonly sign: PartySigner
  /** Sends an event as a party: over HTTPS with its key, else through the bus. */
  send(party: Party, entry: EventEntry): Promise<Sent>
  /** Puts an event on the ingress bus with the credentials of the doctor. */
  put(entry: EventEntry): Promise<Sent>
  close(): void
}

/**
 * Finds the keys of parties that the set-up made, and speaks for these parties.
 *
 * @throws FileInvalid for a key file that is no JSON. It quotes nothing of the file
 */
export async function openVoices(reached: ReachedStage): Promise<Voices> {
  const { stage, parties, connection, apiUrl } = reached
  const keys = stage.name === localStage ? await readLocalKeys() : keysBeside(stage.partiesPath, parties)
  const sign = partySigner(keys, apiAudience(stage.name))
  const events = new EventBridgeClient(connection)
  const hasKeyOf = (partyId: string) => keys[partyId] !== undefined
  const put = async (entry: EventEntry): Promise<Sent> => {
    try {
      const { Entries = [] } = await events.send(new PutEventsCommand({ Entries: [entry] }))
      const { EventId, ErrorCode = "unknown" } = Entries[0] ?? {}
      return EventId === undefined ? { refused: ErrorCode } : { eventBridgeId: EventId }
    } catch (error) {
      return { refused: failureOf(error).reason }
    }
  }
  return {
    hasKeyOf,
    sign,
    put,
    canSpeakFor: ({ id, account }) => account === undefined && (hasKeyOf(id) || stage.settings.hubAccountMayPublish),
    send: async (party, entry) => (hasKeyOf(party.id) ? postEvent(apiUrl, await sign(party.id), entry) : put(entry)),
    close: () => events.destroy(),
  }
}

/** Publishes one event over HTTPS, once: a failure is a finding. */
async function postEvent(apiUrl: string, token: string, entry: EventEntry): Promise<Sent> {
  const transport = overHttps({ apiUrl, token: async () => token })
  const [outcome] = await transport.send([eventOfEntry(entry)])
  if (outcome === undefined) return { refused: "no answer" }
  return outcome.outcome === "accepted" ? { eventBridgeId: outcome.eventBridgeId } : { refused: outcome.sentence }
}

/** The keys in the folder `keys` beside a parties file. */
function keysBeside(partiesPath: string, parties: readonly Party[]): Readonly<Record<string, PrivateKey>> {
  const found = parties.flatMap(({ id }) => {
    const file = join(dirname(partiesPath), "keys", `${id}.json`)
    if (!existsSync(file)) return []
    const key = privateKey.safeParse(readJson(file))
    return key.success ? [[id, key.data] as const] : []
  })
  return Object.fromEntries(found)
}
