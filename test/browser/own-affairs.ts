import { setImmediate as nextTurn } from "node:timers/promises"
import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import { shipmentErasureRequested } from "../../shared/base/contracts/shipment-erasure-requested.ts"
import { silentTelemetry } from "../../shared/base/platform/telemetry.ts"
import { makeFindEvidence } from "../../shared/desk/erasing/held-evidence.ts"
import { knownLawIds } from "../../shared/desk/law/catalogue.ts"
import { makeEraseShipment } from "../../shared/intake/erasures/erase-shipment.ts"
import { erasureRoutes } from "../../shared/intake/erasures/erasure-routes.ts"
import { erasureIdOf } from "../../shared/intake/tracking/erasures.ts"
import type { Caller } from "../../shared/parties/authenticate-party.ts"
import { standardWebhookSigner } from "../../shared/parties/channels/webhook.ts"
import type { Party } from "../../shared/parties/party.ts"
import { makeAcceptEvents } from "../../shared/parties/reception/accept-events.ts"
import { acceptEventRoutes } from "../../shared/parties/reception/accept-events-route.ts"
import { withSettings } from "../../shared/parties/settings/apply-settings.ts"
import { makeChangeSettings } from "../../shared/parties/settings/change-settings.ts"
import { currentWebhook } from "../../shared/parties/settings/current-webhook.ts"
import { settingsRoutes } from "../../shared/parties/settings/settings-routes.ts"
import { attemptRoutes } from "../../shared/parties/webhooks/attempt-routes.ts"
import { recoveryRoutes } from "../../shared/parties/webhooks/recovery-route.ts"
import { makeVerifyEndpoint } from "../../shared/parties/webhooks/verify-endpoint.ts"
import { retryWebhooksPipeline } from "../../shared/parties/webhooks/webhook-pipeline.ts"
import { usualThresholds } from "../../shared/watch/detection/class-policy.ts"
import { makeFindLookups } from "../../shared/watch/lookups/erasing/find-lookups.ts"
import type { BreachWorld } from "../desk/breach-world.ts"
import { type memorySettings, memoryWebhookDeliveries } from "../parties/memory-stores.ts"
import { hubAccount, lambdaContext } from "../parties/test-parties.ts"
import { memoryAccessProfiles } from "../watch/detection/memory-stores.ts"

/** A party of the tests with a webhook, which its file names. */
export const withWebhook = (party: Party): Party => ({
  ...party,
  channels: { ...party.channels, webhook: { url: `https://hooks.${party.id}.example/wayseal`, secretName: "webhook" } },
})

/** The settings of all parties, in memory. */
export type PartySettings = ReturnType<typeof memorySettings>

/** Parties with what they changed about themselves. */
export const partyAsChanged =
  (settings: PartySettings) =>
  async (party: Party): Promise<Party> =>
    withSettings(party, (await settings.get(party.id))?.settings ?? {})

type Answers = (url: string) => number

/**
 * What belongs to no case: the settings of parties, their webhooks, their erasures, and the events that they publish.
 * All of it is in memory, beside a breach desk in memory.
 *
 * @param answers what an endpoint answers at an address: 204 when absent
 */
export function ownAffairs(world: BreachWorld, settings: PartySettings, answers: Answers = () => 204) {
  const { sealer, hashes, clock, directory, records } = world
  const deliveries = memoryWebhookDeliveries()
  const verifyEndpoint = makeVerifyEndpoint({ deliveries, sealer, hubAccount })
  const changeSettings = makeChangeSettings({
    settings,
    knownLaws: knownLawIds,
    usualThresholds,
    isInFile: () => true,
    sealer,
    parties: directory,
  })
  const webhookOf = currentWebhook(settings)
  const carryOut = erasing(world)
  const receiptId = (partyId: string, shipmentId: string) => erasureIdOf(hashes, { retailerId: partyId, shipmentId })
  const webhooks = { deliveries, webhookOf, clock }
  const retry = retryWebhooksPipeline({
    parties: { ...directory, byId: async (id) => sentTo(directory.named(id), webhookOf) },
    hubAccount,
    telemetry: silentTelemetry,
    signerOf: async () => standardWebhookSigner(`whsec_${Buffer.alloc(24, 1).toString("base64")}`),
    slackUrlOf: async () => undefined,
    letterOf: async () => undefined,
    post: async ({ url }) => ({ status: answers(url) }),
    deliveries,
    sealer,
    tellDisabled: async () => {},
    random: () => 0,
    wait: async () => void (await nextTurn()),
    clock,
  })
  return {
    settings,
    deliveries,
    receiptId,
    /** The caller, with what its party changed about itself. */
    asChanged: async (caller: Caller): Promise<Caller> => ({
      ...caller,
      party: await partyAsChanged(settings)(caller.party),
    }),
    routes: [
      ...settingsRoutes({
        settings,
        changeSettings,
        hashUnderKey: (...parts) => hashes.lastingHash("settings-command", ...parts),
        deliveries,
        verifyEndpoint,
      }),
      ...attemptRoutes(webhooks),
      ...recoveryRoutes(webhooks),
      ...erasureRoutes({ erasures: records.erasures, keyedHash: hashes, retention: { archiveDays: 90 } }),
      ...acceptEventRoutes({
        acceptEvents: makeAcceptEvents({ ingressBus: "ingress", clock, send: publishing(world, carryOut) }),
        validateEvents: () => Promise.reject(new Error("Nothing is validated here")),
      }),
    ],
    /** A party has a shipment erased. @returns the id of the receipt */
    async erase(partyId: string, shipmentId: string): Promise<string> {
      const metadata = { id: shipmentId, occurredAt: clock().toISOString(), correlationId: shipmentId }
      const source = `wayseal.retailer.${partyId}`
      await carryOut(shipmentErasureRequested.entry({ source, busName: "", data: { shipmentId }, metadata }))
      return receiptId(partyId, shipmentId)
    },
    /** Sends what is due to the webhooks, as the schedule does each minute. */
    sendWebhooks: () => retry({}, lambdaContext()),
    /** An event comes for the webhook of a party, and is sent. */
    async notify(partyId: string) {
      const webhook = await webhookOf(directory.named(partyId) ?? nobody(partyId))
      if (webhook === undefined) throw new Error(`${partyId} has no webhook`)
      await verifyEndpoint(partyId, webhook, clock().toISOString())
      await retry({}, lambdaContext())
    },
  }
}

function nobody(partyId: string): never {
  throw new Error(`There is no party ${partyId}`)
}

async function sentTo(party: Party | undefined, webhookOf: ReturnType<typeof currentWebhook>) {
  const webhook = party && (await webhookOf(party))
  return party && webhook && { ...party, channels: { ...party.channels, webhook } }
}

type CarryOut = (entry: EventEntry) => Promise<void>

/** Puts events on the ingress bus: what they ask for is done later. */
const publishing =
  ({ pending }: BreachWorld, carryOut: CarryOut) =>
  async (entries: readonly EventEntry[]) => {
    for (const entry of entries) pending.push({ name: "erase-shipments", run: () => carryOut(entry) })
    return entries.map((_, place) => ({ eventId: `event-${place}` }))
  }

/** Carries out the erasures that parties ask for. */
function erasing(world: BreachWorld): CarryOut {
  const { desk, directory, records, disclosures, disclosureLog, hashes, sealer, exchange, clock } = world
  const erase = makeEraseShipment({
    findParts: makeFindLookups({
      disclosures,
      log: disclosureLog,
      profiles: memoryAccessProfiles(),
      findEvidence: makeFindEvidence({ ...desk, parties: directory, clock }),
      parties: directory,
      hashes,
    }),
    erasures: records.erasures,
    records,
    hashes,
    sealer,
    publisher: exchange.publisher,
    clock,
  })
  return async ({ Source, Detail }) => {
    const contract = shipmentErasureRequested
    const received = contract.receive(JSON.parse(Detail))
    const party = directory.named(Source.split(".").at(-1) ?? "")
    if (!received.ok || party === undefined) throw new Error("No erasure of a party was published")
    const { metadata, data } = received
    const { detailType } = contract
    const receivedAt = clock().toISOString()
    await erase({ contract, detailType, party, eventBridgeId: metadata.id, metadata, data, receivedAt })
  }
}
