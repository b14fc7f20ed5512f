import * as z from "zod"
import { timelineHead } from "../../../shared/base/contracts/fields.ts"
import type { Dossier } from "../../../shared/desk/dossier/document.ts"
import { type DossierVerdict, verifyDossier } from "../../../shared/desk/dossier/verify-dossier.ts"
import { checkHeadSignature, type SignatureState } from "../../../shared/desk/dossier/verify-head-signature.ts"
import { type TimelineHead, verifyChain } from "../../../shared/desk/timeline.ts"
import type { PartyMessage } from "../replay/deployed-exchange.ts"
import type { SentTo, Verdict } from "./desk-client.ts"
import type { Participant } from "./participants.ts"

/** The result of checking one party's dossier, and of checking altered copies of it. */
export type EvidenceChecked = {
  readonly entries: number
  /** Heads that the party received with its events. */
  readonly receivedHeads: number
  /** The party's own check: the chain, and whether the received heads lie on it. */
  readonly pure: DossierVerdict
  /** The hub's check, which includes the MAC of the head. */
  readonly hub: Verdict
  readonly verified: boolean
  /** The hub's signature of the head, checked with the first of its public keys. */
  readonly signature: SignatureState
  /** Copies of the timeline with one byte changed: how many, and how many of them were detected. */
  readonly alterations: { readonly tried: number; readonly detected: number }
  /** Other forgeries, and whether each was detected. */
  readonly forgeries: Readonly<Record<string, boolean>>
  readonly tamperDetected: boolean
}

const caseMessage = z.looseObject({ caseAlias: z.string(), timelineHead })

/** The heads of a case's timeline in a party's events, in the order of arrival. */
export function receivedHeads(messages: readonly PartyMessage[], alias: string): TimelineHead[] {
  return messages.flatMap(({ data }) => {
    const parsed = caseMessage.safeParse(data)
    if (!parsed.success || parsed.data.caseAlias !== alias) return []
    const { seq, hash } = parsed.data.timelineHead
    return [{ seq, hash }]
  })
}

/**
 * Checks the evidence of a dossier: by the party against the heads in its own queue, and by the hub, which alone can
 * check the MAC. Then alters copies of it. None of them may pass.
 *
 * @param heads as the party received them
 * @param alterationsAtMost how many bytes of the timeline are altered, one in each copy, spread evenly
 */
export async function checkEvidence(
  participant: Pick<Participant, "desk" | "alias">,
  dossier: Dossier,
  heads: readonly TimelineHead[],
  alterationsAtMost = 1500,
): Promise<EvidenceChecked> {
  const { desk, alias } = participant
  const { timeline, head } = dossier
  const pure = await verifyDossier(dossier, undefined, heads)
  const hub = await desk.verify(alias, { timeline, head, ...macOf(dossier), receivedHeads: [...heads] })
  const alterations = alterBytes(dossier, alterationsAtMost)
  const forgeries = await tryForgeries(participant, dossier, heads)
  const keys = await desk.signingKeys()
  const pinned = keys.keys.slice(0, 1).map(({ kid }) => kid)
  const signature = checkHeadSignature({ caseAlias: alias, head, signature: dossier.headSignature }, keys, pinned)
  return {
    entries: timeline.length,
    receivedHeads: heads.length,
    pure,
    hub,
    signature,
    verified: heads.length > 0 && pure.ok && hub.ok && hub.macHolds === true && signature === "holds",
    alterations,
    forgeries,
    tamperDetected:
      alterations.tried > 0 &&
      alterations.detected === alterations.tried &&
      Object.values(forgeries).every((detected) => detected),
  }
}

const macOf = ({ headMac }: Dossier) => (headMac === undefined ? {} : { headMac })

/** Alters an entry, the MAC and the end of the timeline. Returns for each whether it was detected. */
async function tryForgeries(
  { desk, alias }: Pick<Participant, "desk" | "alias">,
  dossier: Dossier,
  heads: readonly TimelineHead[],
): Promise<Record<string, boolean>> {
  const { timeline, head, headMac } = dossier
  const isRefused = async (evidence: SentTo<"verifications">) => !(await desk.verify(alias, evidence)).ok
  const middle = Math.floor(timeline.length / 2)
  const altered = timeline.map((entry, at) => (at === middle ? { ...entry, at: secondLater(entry.at) } : entry))
  const mac = `${headMac?.mac.startsWith("A") === true ? "B" : "A"}${headMac?.mac.slice(1) ?? ""}`
  const cut = timeline.slice(0, -1)
  const last = cut.at(-1)
  const cutHead = { seq: last?.seq ?? 0, hash: last?.hash ?? "" }
  const byParty = await verifyDossier({ ...dossier, timeline: cut, head: cutHead }, undefined, heads)
  return {
    "an entry's time altered": await isRefused({ timeline: altered, head, ...macOf(dossier) }),
    "the head's MAC altered": await isRefused({ timeline, head, headMac: { mac } }),
    "the last entry cut off, under the old MAC": await isRefused({ timeline: cut, head: cutHead, ...macOf(dossier) }),
    "the last entry cut off, against the heads received": !byParty.ok,
  }
}

/** Changes one byte in each copy of the timeline's JSON. A copy is detected if it does not parse or does not verify. */
function alterBytes(
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

/** Another digit for a digit and another letter for a letter, so that the copy still parses where it can. */
function otherByte(byte: number): number {
  const text = String.fromCharCode(byte)
  if (/[0-9]/.test(text)) return ((byte - 48 + 1) % 10) + 48
  if (/[A-Za-z]/.test(text)) return text === "z" || text === "Z" ? byte - 1 : byte + 1
  return byte ^ 1
}

function secondLater(at: string): string {
  return new Date(Date.parse(at) + 1000).toISOString()
}
