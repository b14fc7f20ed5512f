import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { ContractBroken, type EventEntry } from "../../base/contracts/define-event.ts"
import { problem } from "../../base/contracts/problem.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { PutResult } from "../../parties/channels/event-publisher.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { StoredSettings } from "../../parties/settings/stored-settings.ts"
import { openSecret } from "../../parties/settings/vendor-secrets.ts"
import {
  type SealedVendorSecrets,
  type VendorConnections,
  type VendorName,
  vendorNames,
} from "../../parties/vendors.ts"
import { type AdapterAnswer, ingressEntry, PayloadUnreadable, type VendorRequest } from "./adapter.ts"
import { isForConnection, mapRequest, signatureOf } from "./map-request.ts"
import type { MappedEvent } from "./parcel-news.ts"
import type { ShopFollowUp } from "./shops/follow-up.ts"
import { isSameSecret } from "./signatures.ts"

/** What the use case needs. */
export type VendorTools = {
  readonly parties: Pick<PartyDirectory, "byId">
  readonly settings: Pick<StoredSettings, "get">
  readonly sealer: Pick<Sealer, "unseal">
  readonly ingressBus: string
  /** Sends entries and returns the outcome of each. */
  readonly send: (entries: readonly EventEntry[]) => Promise<readonly PutResult[]>
  readonly hashes: Pick<KeyedHash, "lastingHash">
  readonly shops: ShopFollowUp
  readonly telemetry: Pick<Telemetry, "count" | "warn">
}

/** A request at `/v1/vendors/{vendor}/{partyId}`. */
export type AskedOfVendor = Pick<VendorRequest<never>, "headers" | "body" | "receivedAt"> & {
  readonly vendor: string
  readonly partyId: string
  /** The last part of the path, where the vendor does not sign. */
  readonly pathSecret: string | undefined
}

/** Vendors' names of fields have underscores. */
const vendorProblem = problem.extend({
  path: boundedString(483)
    .regex(/^[A-Za-z][\w.[\]-]{0,482}$/)
    .meta({ description: "Names of the payload, joined by dots", examples: ["body.result.tracking_code"] }),
})

export const vendorAnswer = z
  .object({
    accepted: z.int().min(0).meta({
      description: "How many events came of it. 0: it concerns nothing, or cannot be read, which `detail` then says",
    }),
    detail: ownString().optional().meta({ description: "What cannot be read, without its value" }),
    problems: z.array(vendorProblem).optional().meta({ description: "Which rules are broken, and where" }),
  })
  .meta({ title: "Accepted", description: "What came of the vendor's event" })

type VendorAnswer = z.output<typeof vendorAnswer>

/**
 * Publishes what a vendor sends in the name of a party. A repeat of the vendor leads to the same events, which the hub
 * drops.
 *
 * @throws HttpProblem 401 for anybody but the vendor, whatever is wrong, so that nobody learns who uses which vendor;
 * 503 when the bus did not take all events, so that the vendor sends again
 */
export type AcceptVendorEvent = (asked: AskedOfVendor) => Promise<VendorAnswer>

export function makeAcceptVendorEvent(tools: VendorTools): AcceptVendorEvent {
  return async (asked) => {
    const connected = await connectedAs(tools, asked)
    if (connected === undefined || !(await isFromVendor(tools, connected, asked))) throw notTheVendor()
    return publish(tools, connected, asked).catch(answerUnreadable)
  }
}

/**
 * A payload that cannot be read now will not be read later. A vendor repeats what gets no 2xx, and some end the whole
 * connection then, with all its parcels. The hub's operator is alarmed.
 */
function answerUnreadable(error: unknown): VendorAnswer {
  if (!(error instanceof PayloadUnreadable)) throw error
  return { accepted: 0, detail: error.detail, problems: [...error.problems] }
}

/**
 * The same for a request that is known to be the vendor's because of the way on which it came. Nothing is signed there.
 *
 * @throws HttpProblem as above, so that the request is delivered again
 * @throws PayloadUnreadable, so that it becomes a dead letter, which can be redriven
 */
export function makeAcceptPartnerEvent(tools: VendorTools): AcceptVendorEvent {
  return async (asked) => {
    const connected = await connectedAs(tools, asked)
    if (connected === undefined || !isForConnection(connected.vendor, connected.vendors, asked)) throw notTheVendor()
    return publish(tools, connected, asked)
  }
}

/** The order is such that a crash loses nothing: what the vendor sends again has no effect twice. */
async function publish(tools: VendorTools, connected: Connected, asked: AskedOfVendor): Promise<VendorAnswer> {
  const { party } = connected
  const { events, isStatusUnknown = false, shop, notices = 0 } = mapOrRefuse(tools, connected, asked)
  if (isStatusUnknown) tools.telemetry.count("VendorStatusUnknown")
  if (notices > 0) tools.telemetry.count("ShopSettingMissing", notices)
  const prepared = shop === undefined ? undefined : await tools.shops.prepare(party.id, shop)
  const all = [...events, ...(prepared?.events ?? [])]
  const entries = entriesOrRefuse(tools, connected, all)
  const results = entries.length === 0 ? [] : await tools.send(entries)
  if (results.some(({ errorCode }) => errorCode !== undefined)) throw new HttpProblem("unavailable")
  if (prepared !== undefined) await tools.shops.leave(party.id, prepared.tasks)
  return { accepted: entries.length }
}

type Connected = {
  vendor: VendorName
  party: Party
  vendors: VendorConnections
  sealed: NonNullable<SealedVendorSecrets[VendorName]>
}

/** The connection at which a request is aimed, if there is one. */
async function connectedAs(tools: VendorTools, asked: AskedOfVendor): Promise<Connected | undefined> {
  const vendor = vendorNames.find((name) => name === asked.vendor)
  const party = vendor === undefined ? undefined : await tools.parties.byId(asked.partyId)
  if (vendor === undefined || party === undefined) return undefined
  const { settings } = (await tools.settings.get(party.id)) ?? {}
  const { vendors, sealedVendorSecrets } = settings ?? {}
  const sealed = sealedVendorSecrets?.[vendor]
  return vendors?.[vendor] === undefined || sealed === undefined ? undefined : { vendor, party, vendors, sealed }
}

/** While a secret is followed by another, both are the vendor's. */
async function isFromVendor(
  { sealer }: VendorTools,
  { vendor, party, vendors, sealed }: Connected,
  asked: AskedOfVendor,
): Promise<boolean> {
  const isSigned = signatureOf(vendor)
  for (const name of ["secret", "nextSecret"] as const) {
    const rests = sealed[name]
    if (rests === undefined) continue
    const secret = await openSecret(sealer, { partyId: party.id, vendor, name, sealed: rests })
    if (secret === undefined) continue
    const isRight = isSigned === undefined ? isSameSecret(asked.pathSecret ?? "", secret) : isSigned(asked, secret)
    if (isRight) return isForConnection(vendor, vendors, asked)
  }
  return false
}

const notTheVendor = () =>
  new HttpProblem("unauthenticated", {
    detail:
      "The request is not signed with the secret in the party's settings, or the party has no connection to this vendor.",
  })

const mapOrRefuse = (tools: VendorTools, connected: Connected, asked: AskedOfVendor): AdapterAnswer =>
  orRefuse(tools, connected, () =>
    mapRequest(connected.vendor, connected.vendors, { ...asked, party: connected.party, hashes: tools.hashes }),
  )

const entriesOrRefuse = (tools: VendorTools, connected: Connected, events: readonly MappedEvent[]): EventEntry[] =>
  orRefuse(tools, connected, () => events.map((event) => ingressEntry(tools.ingressBus, connected.party, event)))

/** @throws PayloadUnreadable with paths and rules, also of an event that would follow */
function orRefuse<Result>(tools: VendorTools, { vendor, party }: Connected, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof PayloadUnreadable || error instanceof ContractBroken)) throw error
    const { problems } = error
    const [{ path = "body", rule } = {}] = problems
    const unreadable =
      error instanceof PayloadUnreadable ? error : new PayloadUnreadable({ path, problems, detail: doesNotFit })
    const fields = { party: party.id, outcome: vendor, path: unreadable.path, rule }
    tools.telemetry.warn("A vendor's payload cannot be read", fields)
    tools.telemetry.count("VendorPayloadUnreadable")
    throw unreadable
  }
}

const doesNotFit = "A value of the payload does not fit the event that follows from it. `problems` says which and why."
