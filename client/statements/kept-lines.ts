import { readFileSync } from "node:fs"
import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import { eventRejected } from "../../shared/base/contracts/event-rejected.ts"
import { disclosedFields } from "../../shared/base/contracts/fields.ts"
import { type TrackingAccess, trackingAccess, trackingAccessed } from "../../shared/base/contracts/tracking-accessed.ts"
import { proof } from "../../shared/base/contracts/words.ts"
import type { HeldAnswer, HeldEvent, HeldReport } from "../../shared/proof/statements/contradictions/held.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { NotAnEvent, type ReceivedEvent, readEvent } from "../events/received-event.ts"

type Lines = readonly { readonly place: string; readonly value: unknown }[]

/** @throws CommandStopped that names the line, and no value */
export function jsonLines(file: string): Lines {
  let text: string
  try {
    text = readFileSync(file, "utf8")
  } catch {
    throw new CommandStopped("unusableFile", `${file} cannot be read.`)
  }
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === "") return []
    const place = `${file}, line ${index + 1}`
    try {
      return [{ place, value: JSON.parse(line) }]
    } catch {
      throw new CommandStopped("unusableFile", `${place} is not JSON.`)
    }
  })
}

const received = z.looseObject({ receivedAt: z.iso.datetime().optional() })

/**
 * Events that the party kept: bodies of webhooks, or what a bus or a queue gave it. `receivedAt` beside them says when
 * they came. Other lines are left out.
 */
export const keptEvents = (lines: Lines): HeldEvent[] =>
  lines.flatMap(({ value }) => {
    try {
      return [{ ...readEvent(value), receivedAt: received.catch({}).parse(value).receivedAt }]
    } catch (error) {
      if (error instanceof NotAnEvent) return []
      throw error
    }
  })

const sent = z.looseObject({ sentAt: z.iso.datetime().optional(), eventBridgeId: ownString().optional() })
const reportData = z.looseObject({ accesses: z.array(z.unknown()) })

/**
 * `TrackingAccessed` events that the party sent. `sentAt` beside them says when, if that was long after they were made,
 * and `eventBridgeId`, which the hub answered, lets what the hub rejected be left out.
 */
export function keptReports(lines: Lines, events: readonly HeldEvent[]): HeldReport[] {
  const rejected = rejectionsIn(events)
  return lines.flatMap(({ place, value }): HeldReport[] => {
    const { sentAt, eventBridgeId = "" } = sent.catch({}).parse(value)
    const event = eventAt(place, value)
    const data = reportData.safeParse(event.data)
    if (event.type !== trackingAccessed.detailType || !data.success) return []
    const without = rejected.get(eventBridgeId) ?? new Set()
    if (without.has("all")) return []
    const accesses = data.data.accesses.flatMap((access, index): TrackingAccess[] => {
      const parsed = trackingAccess.safeParse(access)
      return parsed.success && !without.has(index) ? [parsed.data] : []
    })
    return [{ sentAt: sentAt ?? event.metadata.occurredAt, accesses }]
  })
}

function eventAt(place: string, value: unknown): ReceivedEvent {
  try {
    return readEvent(value)
  } catch {
    throw new CommandStopped("unusableFile", `${place} is no event that was sent.`)
  }
}

/** What the hub rejected, by the id of the event: places, or all of it. */
function rejectionsIn(events: readonly HeldEvent[]): ReadonlyMap<string, ReadonlySet<number | "all">> {
  const rejected = new Map<string, Set<number | "all">>()
  for (const { type, data } of events) {
    const parsed = eventRejected.data.safeParse(data)
    if (type !== eventRejected.detailType || !parsed.success) continue
    const { eventBridgeId, problems } = parsed.data
    const places = rejected.get(eventBridgeId) ?? new Set()
    for (const { index } of problems) places.add(index ?? "all")
    rejected.set(eventBridgeId, places)
  }
  return rejected
}

const answerSchema = z.object({
  readAt: z.iso.datetime(),
  shipmentId: ownString().optional(),
  accesses: z.array(
    z.object({
      at: z.iso.datetime(),
      lastAt: z.iso.datetime().optional(),
      fields: disclosedFields,
      proof,
      tool: ownString(),
      accessor: ownString(),
      inclusion: z.unknown().optional(),
    }),
  ),
})

/**
 * Answers of `GET /v1/shipments/{shipmentId}/accesses?inclusion=proofs`, each with `readAt`, and with `shipmentId` if a
 * retailer asked.
 */
export const keptAnswers = (lines: Lines): HeldAnswer[] =>
  lines.map(({ place, value }) => {
    const parsed = answerSchema.safeParse(value)
    if (parsed.success) return parsed.data
    throw new CommandStopped("unusableFile", `${place} is no answer with readAt and accesses.`)
  })
