import * as z from "zod"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { derivedId, hubAudience } from "../../../shared/base/contracts/envelope.ts"
import type { TrackingAccess } from "../../../shared/base/contracts/tracking-accessed.ts"
import type { BreachCases } from "../../../shared/desk/cases/breach-cases.ts"
import type { TimelineEntry } from "../../../shared/desk/timeline.ts"
import type { HeldAnswer } from "../../../shared/proof/statements/contradictions/held.ts"
import { makeStatements } from "../../../shared/proof/statements/make-statements.ts"
import type { SentFindings } from "../../../shared/watch/alerts/sent-findings.ts"
import type { Disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import type { LoggedRow } from "../../../shared/watch/lookups/log/log-rows.ts"
import { makeProveAccesses } from "../../../shared/watch/lookups/log/prove-accesses.ts"
import { seen, walkAnomaly } from "../../desk/breach-world.ts"
import type { DeliveredEvent } from "../../doubles/event-publisher.ts"
import { statementWorld } from "../../proof/statements/statement-world.ts"
import type { Asked } from "./watching-party.ts"

/** The parties that the story concerns. */
export const watchers = ["leafline", "northpost"] as const

/** What a hub changes on the way to statements and answers. An honest one changes nothing. */
export type Changes = {
  /** Entries that the statement of a party lacks. */
  leavesOut?: (row: LoggedRow, party: string) => boolean
  findings?: (findings: Pick<SentFindings, "ofDay">) => Pick<SentFindings, "ofDay">
  /** A party's timeline as statements and answers show it. */
  timeline?: (entries: readonly TimelineEntry[]) => readonly TimelineEntry[]
  /** What is in the mail for a party in place of an event. */
  deliver?: (event: DeliveredEvent, party: string) => readonly DeliveredEvent[]
  answer?: (path: string, body: unknown, party: string) => Promise<unknown>
}

const audienceOf = z.looseObject({ metadata: z.looseObject({ audience: z.string() }) })

/** A hub over several days: lookups are reported and logged, a walk is found, its case grows, and days are stated. */
export async function hubOfDays() {
  const world = await statementWorld()
  const changes: Changes = {}
  let mailed = 0
  const { disclosures, log, hashes, clock, exchange, signer, streams, telemetry, statements } = world
  const toldLog = {
    ...log,
    async *ofDay(party: string, day: string) {
      for await (const row of log.ofDay(party, day)) if (!(changes.leavesOut?.(row, party) ?? false)) yield row
    },
  }
  const tools = { log: toldLog, statements, streams, hashes, parties: world.directory, signer, clock, telemetry }
  const state = () =>
    makeStatements({
      ...tools,
      publisher: exchange.publisher,
      findings: changes.findings?.(world.findings) ?? world.findings,
      cases: { ofParty: world.cases.ofParty, items: shownItems },
    })()
  const shownItems: BreachCases["items"] = async (keys) =>
    (await world.cases.items(keys)).map((row) => {
      if (row.type !== "timeline") return row
      const copies = row.copies.flatMap((copy) => {
        const entry = timelineOf(copy.partyId).find(({ seq }) => seq === copy.entry.seq)
        return entry === undefined ? [] : [{ ...copy, entry }]
      })
      return { ...row, copies }
    })
  const prove = makeProveAccesses({ log, hashes })

  /** All that is pending, and the note of each finding that was sent. */
  async function settle(): Promise<void> {
    const from = exchange.events.length
    await world.settle()
    const sent = exchange.events.slice(from).flatMap((event) => {
      const received = accessAnomalyDetected.receive(event.detail)
      const isFinding = event["detail-type"] === accessAnomalyDetected.detailType && received.ok
      const audience = received.ok ? (received.metadata.audience ?? hubAudience) : hubAudience
      return isFinding && audience !== hubAudience ? [{ ...received, audience }] : []
    })
    await world.noteFindings(
      sent.map(({ data, metadata, audience }) => ({
        contract: accessAnomalyDetected,
        data,
        metadata: { ...metadata, audience, belongsTo: metadata.correlationId },
      })),
    )
  }

  /** The carrier reports lookups, and the hub logs them. @returns what the carrier keeps of it */
  async function report(items: readonly Disclosure[]): Promise<{ sentAt: string; accesses: TrackingAccess[] }> {
    await world.disclose(...items)
    return { sentAt: clock().toISOString(), accesses: items.map(accessOf) }
  }

  /** A walk through leafline's shipments, which the detector finds. */
  async function walk(numbers: readonly number[], detectedAt = clock().toISOString()) {
    const items = numbers.map((number) => lookup(number, clock(), { accessId: `walk-${number}` }))
    const reported = await report(items)
    await world.anomalies.raise(walkAnomaly({ detectedAt, accessIds: items.map(({ accessId }) => accessId) }))
    await settle()
    return reported
  }

  /** The answer to "who saw this parcel". */
  async function whoSaw(party: string, number: number): Promise<HeldAnswer> {
    const items = disclosures.rows().filter(({ shipmentId }) => shipmentId === `s${number}`)
    const proofs = await prove(party, items)
    const accesses = items.map(({ at, lastAt, fields, proof, tool, subject }, place) => ({
      ...{ at, lastAt, fields, proof, tool, inclusion: proofs[place] },
      accessor: derivedId("accessor", party, subject),
    }))
    const shipment = party === "leafline" ? { shipmentId: `s${number}` } : {}
    return { readAt: clock().toISOString(), ...shipment, accesses }
  }

  /** The timeline of the party's one case, and how it is shown. */
  const timelineOf = (party: string): readonly TimelineEntry[] => {
    const copies = world.rowsOf("timeline").flatMap((row) => row.copies)
    const own = copies.filter(({ partyId }) => partyId === party).map(({ entry }) => entry)
    const entries = own.sort((one, other) => one.seq - other.seq)
    return changes.timeline?.(entries) ?? entries
  }

  const ask: Asked = async (party, path) => {
    if (path === "/v1/signing-keys") return { status: 200, body: world.keys }
    if (path.startsWith("/v1/cases/")) return { status: 200, body: { entries: timelineOf(party) } }
    const { status, body } = await world.get(party, path)
    return { status, body: (await changes.answer?.(path, body, party)) ?? body }
  }

  /** The events that went out since the last call, for each watching party. */
  function mail(): { party: string; event: DeliveredEvent }[] {
    const news = exchange.events.slice(mailed)
    mailed = exchange.events.length
    return news.flatMap((event) => {
      const party = audienceOf.parse(event.detail).metadata.audience
      if (!watchers.some((one) => one === party)) return []
      return (changes.deliver?.(event, party) ?? [event]).map((sent) => ({ party, event: sent }))
    })
  }

  return { world, changes, clock, state, settle, report, walk, whoSaw, ask, mail, timelineOf }
}
export type HubOfDays = Awaited<ReturnType<typeof hubOfDays>>

/** A lookup of one of leafline's shipments in Northpost's tool. */
export const lookup = (number: number, at: Date, changes: Partial<Disclosure> = {}): Disclosure => {
  const accessId = changes.accessId ?? `own-${number}`
  return seen(number, { at: at.toISOString(), accessId, sortKey: `${at.toISOString()}#${accessId}`, ...changes })
}

/** A lookup as the carrier reported it. */
const accessOf = ({ accessId, at, lastAt, fields, proof, shipmentId = "" }: Disclosure): TrackingAccess => ({
  ...{ accessId, at, fields, proof },
  ...(lastAt === undefined ? {} : { lastAt }),
  reference: { kind: "trackingNumber", trackingNumber: `NP${shipmentId.slice(1).padStart(8, "0")}CA` },
  accessor: {
    kind: "fingerprints",
    subject: "x".repeat(22),
    subjectKind: "cookie",
    network: "y".repeat(22),
    networkKind: "fixed",
  },
  outcome: "hit",
})
