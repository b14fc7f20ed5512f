import * as z from "zod"
import { ContractBroken, type EventEntry } from "../contracts/define-event.ts"
import type { PutResult } from "../parties/channels/event-publisher.ts"
import type { Party } from "../parties/party.ts"
import { eventSource, type PartyDirectory } from "../parties/party-directory.ts"
import type { StoredSettings } from "../parties/settings/stored-settings.ts"
import { openSecret } from "../parties/settings/vendor-secrets.ts"
import { type VendorConnections, type VendorName, vendorNames } from "../parties/vendors.ts"
import { HttpProblem } from "../platform/http-problem.ts"
import type { Sealer } from "../platform/sealing.ts"
import type { Telemetry } from "../platform/telemetry.ts"
import { type MappedEvent, PayloadUnreadable, type VendorRequest } from "./adapter.ts"
import { mapRequest, signatureOf } from "./map-request.ts"
import { isSameSecret } from "./signatures.ts"

/** What the use case needs. */
export type VendorTools = {
  readonly parties: Pick<PartyDirectory, "byId">
  readonly settings: Pick<StoredSettings, "get">
  readonly sealer: Pick<Sealer, "unseal">
  readonly ingressBus: string
  /** Sends entries and returns the outcome of each. */
  readonly send: (entries: readonly EventEntry[]) => Promise<readonly PutResult[]>
  readonly telemetry: Pick<Telemetry, "count" | "warn">
}

/** A request at `/v1/vendors/{vendor}/{partyId}`. */
export type AskedOfVendor = Pick<VendorRequest<never>, "headers" | "body" | "receivedAt"> & {
  readonly vendor: string
  readonly partyId: string
  /** The last part of the path, where the vendor does not sign. */
  readonly pathSecret: string | undefined
}

export const vendorAnswer = z
  .object({
    accepted: z
      .int()
      .min(0)
      .meta({ title: "Accepted", description: "How many events came of it. 0: it concerns nothing" }),
  })
  .meta({ title: "Accepted", description: "What came of the vendor's event" })

/**
 * Publishes what a vendor sends in the name of a party. A repeat of the vendor leads to the same events, which the hub
 * drops.
 *
 * @throws HttpProblem 401 for anybody but the vendor, whatever is wrong, so that nobody learns who uses which vendor;
 * 400 for a payload that cannot be read; 503 when the bus did not take all events, so that the vendor sends again
 */
export type AcceptVendorEvent = (asked: AskedOfVendor) => Promise<z.output<typeof vendorAnswer>>

export function makeAcceptVendorEvent(tools: VendorTools): AcceptVendorEvent {
  return async (asked) => {
    const { entries, isStatusUnknown } = entriesOrRefuse(tools, await authenticated(tools, asked), asked)
    if (isStatusUnknown) tools.telemetry.count("VendorStatusUnknown")
    const results = entries.length === 0 ? [] : await tools.send(entries)
    if (results.some(({ errorCode }) => errorCode !== undefined)) throw new HttpProblem("unavailable")
    return { accepted: entries.length }
  }
}

type Authenticated = { vendor: VendorName; party: Party; vendors: VendorConnections }

async function authenticated(tools: VendorTools, asked: AskedOfVendor): Promise<Authenticated> {
  const vendor = vendorNames.find((name) => name === asked.vendor)
  const party = vendor === undefined ? undefined : await tools.parties.byId(asked.partyId)
  if (vendor === undefined || party === undefined) throw notTheVendor()
  const { settings } = (await tools.settings.get(party.id)) ?? {}
  const { vendors, sealedVendorSecrets } = settings ?? {}
  const sealed = sealedVendorSecrets?.[vendor]?.secret
  if (vendors?.[vendor] === undefined || sealed === undefined) throw notTheVendor()
  const secret = await openSecret(tools.sealer, { partyId: party.id, vendor, name: "secret", sealed })
  if (secret === undefined || !isFromVendor(vendor, asked, secret)) throw notTheVendor()
  return { vendor, party, vendors }
}

function isFromVendor(vendor: VendorName, asked: AskedOfVendor, secret: string): boolean {
  const isSigned = signatureOf(vendor)
  if (isSigned !== undefined) return isSigned(asked, secret)
  return isSameSecret(asked.pathSecret ?? "", secret)
}

const notTheVendor = () =>
  new HttpProblem("unauthenticated", {
    detail:
      "The request is not signed with the secret in the party's settings, or the party has no connection to this vendor.",
  })

/** @throws HttpProblem 400 with paths and rules */
function entriesOrRefuse(
  tools: VendorTools,
  { vendor, party, vendors }: Authenticated,
  asked: AskedOfVendor,
): { entries: EventEntry[]; isStatusUnknown: boolean } {
  try {
    const { events, isStatusUnknown = false } = mapRequest(vendor, vendors, { ...asked, party })
    return { entries: events.map((event) => entryOf(tools.ingressBus, party, event)), isStatusUnknown }
  } catch (error) {
    if (!(error instanceof PayloadUnreadable || error instanceof ContractBroken)) throw error
    const [{ path, rule } = {}] = error.problems
    const unreadable = error instanceof PayloadUnreadable ? error : { path, detail: doesNotFit }
    const fields = { party: party.id, outcome: vendor, path: unreadable.path, rule }
    tools.telemetry.warn("A vendor's payload cannot be read", fields)
    tools.telemetry.count("VendorPayloadUnreadable")
    throw new HttpProblem("invalid", { problems: error.problems, detail: unreadable.detail })
  }
}

const doesNotFit = "A value of the payload does not fit the event that follows from it. `problems` says which and why."

function entryOf(busName: string, party: Party, { contract, data, id, occurredAt }: MappedEvent): EventEntry {
  return contract.entry({ source: eventSource(party), busName, data, metadata: { id, occurredAt, correlationId: id } })
}
