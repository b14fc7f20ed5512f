import * as z from "zod"
import type { Dossier } from "../../../shared/breach-desk/dossier/document.ts"
import { type DossierVerdict, verifyDossier } from "../../../shared/breach-desk/dossier/dossier.ts"
import { type TimelineHead, verifyChain } from "../../../shared/breach-desk/timeline.ts"
import { timelineHead } from "../../../shared/contracts/fields.ts"
import type { PartyMessage } from "../replay/deployed-exchange.ts"
import type { Verdict } from "./desk-client.ts"
import type { Seat } from "./seats.ts"

/** What came of checking one party's dossier, and of altering it. */
export type EvidenceChecked = {
  readonly entries: number
  /** Heads that the party received in its own events. */
  readonly receivedHeads: number
  /** By the party alone: the chain, and the heads that it received. */
  readonly pure: DossierVerdict
  /** By the hub: the MAC of the head too. */
  readonly hub: Verdict
  readonly verified: boolean
  /** Copies of the timeline with one byte changed, and how many of them were told from the true one. */
  readonly alterations: { readonly tried: number; readonly detected: number }
  /** Other forgeries, and whether each was told. */
  readonly forgeries: Readonly<Record<string, boolean>>
  readonly tamperDetected: boolean
}

const caseMessage = z.looseObject({ caseAlias: z.string(), timelineHead })

/** The heads of a case's timeline that a party received, each with the events that brought it, in the order of arrival. */
export function receivedHeads(messages: readonly PartyMessage[], alias: string): TimelineHead[] {
  return messages.flatMap(({ data }) => {
    const parsed = caseMessage.safeParse(data)
    if (!parsed.success || parsed.data.caseAlias !== alias) return []
    const { seq, hash } = parsed.data.timelineHead
    return [{ seq, hash }]
  })
}

/**
 * Checks the evidence of a dossier as its party would: by itself against the heads in its own queue, and by the hub, which
 * alone can check the MAC. Then alters copies of it, of which none may pass.
 *
 * @param heads as the party received them
 * @param alterationsAtMost how many places of the timeline are altered, spread evenly over its bytes
 */
export async function checkEvidence(
  { desk, alias }: Pick<Seat, "desk" | "alias">,
  dossier: Dossier,
  heads: readonly TimelineHead[],
  alterationsAtMost = 1500,
): Promise<EvidenceChecked> {
  const evidence = { timeline: dossier.timeline, head: dossier.head, headMac: dossier.headMac }
  const pure = await verifyDossier(dossier, undefined, heads)
  const hub = await desk.verify(alias, { ...evidence, receivedHeads: heads })
  const alterations = alterEveryWhere(dossier, alterationsAtMost)

  const middle = Math.floor(dossier.timeline.length / 2)
  const altered = dossier.timeline.map((entry, at) => (at === middle ? { ...entry, at: shifted(entry.at) } : entry))
  const cut = dossier.timeline.slice(0, -1)
  const last = cut.at(-1)
  const otherMac = `${dossier.headMac?.mac.startsWith("A") === true ? "B" : "A"}${dossier.headMac?.mac.slice(1) ?? ""}`
  const shortened = { timeline: cut, head: { seq: last?.seq ?? 0, hash: last?.hash ?? "" }, headMac: dossier.headMac }
  const forgeries = {
    "an entry's time altered": isRefused(await desk.verify(alias, { ...evidence, timeline: altered })),
    "the head's MAC altered": isRefused(await desk.verify(alias, { ...evidence, headMac: { mac: otherMac } })),
    "the last entry cut off, under the old MAC": isRefused(await desk.verify(alias, shortened)),
    "the last entry cut off, against the heads received": !(await verifyDossier(
      { ...dossier, timeline: cut, head: shortened.head },
      undefined,
      heads,
    ).then(({ ok }) => ok)),
  }
  return {
    entries: dossier.timeline.length,
    receivedHeads: heads.length,
    pure,
    hub,
    verified: heads.length > 0 && pure.ok && hub.ok && hub.macHolds === true,
    alterations,
    forgeries,
    tamperDetected:
      alterations.tried > 0 &&
      alterations.detected === alterations.tried &&
      Object.values(forgeries).every((detected) => detected),
  }
}

function isRefused({ ok }: Verdict): boolean {
  return !ok
}

/** Changes one byte at a time in the timeline's own JSON; each copy must fail to parse or to verify. */
function alterEveryWhere(
  { timeline, head }: Pick<Dossier, "timeline" | "head">,
  atMost: number,
): { tried: number; detected: number } {
  const bytes = Buffer.from(JSON.stringify(timeline), "utf8")
  const step = Math.max(1, Math.ceil(bytes.length / atMost))
  let [tried, detected] = [0, 0]
  for (let place = 0; place < bytes.length; place += step) {
    const copy = Buffer.from(bytes)
    copy[place] = otherByte(bytes[place] ?? 0)
    tried += 1
    if (!holds(copy.toString("utf8"), head)) detected += 1
  }
  return { tried, detected }
}

function holds(text: string, head: TimelineHead): boolean {
  try {
    const entries: unknown = JSON.parse(text)
    return Array.isArray(entries) && verifyChain(entries, head).ok
  } catch {
    return false
  }
}

/** A byte of the same kind, so that the copy still parses wherever it can. */
function otherByte(byte: number): number {
  const text = String.fromCharCode(byte)
  if (/[0-9]/.test(text)) return ((byte - 48 + 1) % 10) + 48
  if (/[A-Za-z]/.test(text)) return text === "z" || text === "Z" ? byte - 1 : byte + 1
  return byte ^ 1
}

function shifted(at: string): string {
  return new Date(Date.parse(at) + 1000).toISOString()
}
