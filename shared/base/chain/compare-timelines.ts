import { canonicalJson } from "../platform/canonical-json.ts"
import type { TimelineEntry } from "./timeline-chain.ts"

/** One party's timeline of a case, to be held against another party's of the same case. */
export type ComparedTimeline = {
  readonly caseAlias: string
  readonly timeline: readonly TimelineEntry[]
  /** ISO instant up to which the timeline goes. */
  readonly preparedAt: string
  /** The affected shipments that the party counts of those that it shares with the other. Absent: not known. */
  readonly sharedShipments?: number | undefined
}

/** Numbers of the entries in both timelines, in the order in which the timelines were given. */
type Places = { readonly seqs: readonly [number, number] }

/**
 * In what two timelines contradict each other. `missing`: one has an act that the other would have to have too; `in`
 * says which of the two lacks it, and `seq` is its number in the other one.
 */
export type Contradiction =
  | { readonly kind: "missing"; readonly in: 0 | 1; readonly seq: number; readonly type: string }
  | ({ readonly kind: "time"; readonly seconds: number } & Places)
  | ({ readonly kind: "answer"; readonly types: readonly [string, string] } & Places)
  | ({ readonly kind: "content"; readonly fields: readonly string[] } & Places)
  | { readonly kind: "count"; readonly counts: readonly [number, number] }

/** Seconds by which two times of one act may differ. An act that is younger may still be on its way. */
const toleranceSeconds = 60

/**
 * Holds the timelines of two parties of a case against each other. Entries that only one of them may read, such as its
 * notes or what it did for third parties, contradict nothing.
 */
export function compareTimelines(first: ComparedTimeline, second: ComparedTimeline): Contradiction[] {
  const sides = [actsOf(first, second), actsOf(second, first)] as const
  const subjects = new Set([...sides[0].keys(), ...sides[1].keys()])
  const settledAt = earliest(first.preparedAt, second.preparedAt) - toleranceSeconds * 1_000
  const found = [...subjects].flatMap((subject) => {
    const { pairs, unpaired } = paired(sides[0].get(subject) ?? [], sides[1].get(subject) ?? [])
    return [
      ...pairs.flatMap(differences),
      ...unpaired.filter(({ act }) => act.at <= settledAt).flatMap((one) => missing(one, [first, second])),
    ]
  })
  return [...countsDiffer(first, second), ...found.sort((one, other) => placeOf(one) - placeOf(other))]
}

const earliest = (...instants: readonly string[]): number => Math.min(...instants.map((at) => Date.parse(at)))

/** An entry about what one of both parties did, or what the hub notes about one subject. */
type Act = { readonly entry: TimelineEntry; readonly at: number }

/** Types of entries that answer the same question. */
const answers: ReadonlySet<string> = new Set(["DutyAccepted", "DutyDeclined"])

/** The acts of both parties in a timeline, by what they are about, oldest first. */
function actsOf({ timeline, caseAlias }: ComparedTimeline, other: ComparedTimeline): Map<string, Act[]> {
  const acts = new Map<string, Act[]>()
  for (const entry of timeline) {
    const { actor, type, data } = entry
    const { dutyId, letterId, viewId, code } = data
    const isOfHub = actor === "hub" && (dutyId ?? letterId) !== undefined
    if (!isOfHub && actor !== caseAlias && actor !== other.caseAlias) continue
    const kind = answers.has(type) ? "answer" : type
    const subject = canonicalJson([actor, kind, dutyId ?? letterId ?? viewId ?? code ?? null])
    acts.set(subject, [...(acts.get(subject) ?? []), { entry, at: Date.parse(entry.at) }])
  }
  return acts
}

type Pair = readonly [Act, Act]
type Unpaired = { readonly act: Act; readonly in: 0 | 1 }

/** Acts of the same time belong together, and of the others the nearest ones. `in`: the timeline that lacks the act. */
function paired(first: readonly Act[], second: readonly Act[]): { pairs: Pair[]; unpaired: Unpaired[] } {
  const candidates = first.flatMap((one) => second.map((other): Pair => [one, other]))
  const rank = ([one, other]: Pair) => Math.abs(one.at - other.at) + (one.entry.type === other.entry.type ? 0 : 0.5)
  candidates.sort((one, other) => rank(one) - rank(other))
  const taken = new Set<Act>()
  const pairs = candidates.filter(([one, other]) => {
    if (taken.has(one) || taken.has(other)) return false
    taken.add(one).add(other)
    return true
  })
  const left = (acts: readonly Act[], lacking: 0 | 1) =>
    acts.filter((act) => !taken.has(act)).map((act): Unpaired => ({ act, in: lacking }))
  return { pairs, unpaired: [...left(first, 1), ...left(second, 0)] }
}

/** What a party's copy of an act says to it alone, or counts of its own. */
const ownFields: ReadonlySet<string> = new Set(["shipments", "possibleShipments", "told", "officer", "approvedBy"])

function differences([one, other]: Pair): Contradiction[] {
  const seqs = [one.entry.seq, other.entry.seq] as const
  const seconds = Math.abs(one.at - other.at) / 1_000
  const { data } = one.entry
  const fields = Object.keys(data).filter((field) => {
    const second = other.entry.data[field]
    return second !== undefined && !ownFields.has(field) && canonicalJson(data[field]) !== canonicalJson(second)
  })
  const types = [one.entry.type, other.entry.type] as const
  if (types[0] !== types[1]) return [{ kind: "answer", seqs, types }]
  return [
    ...(seconds > toleranceSeconds ? [{ kind: "time", seqs, seconds } as const] : []),
    ...(fields.length > 0 ? [{ kind: "content", seqs, fields } as const] : []),
  ]
}

/** What a party does that every party reads that it deals with. */
const readByAll: ReadonlySet<string> = new Set(["BreachAlertAcknowledged", "MeasureRecorded"])

/** What the owner of a duty does that every party reads that sees the duty. */
const readWithDuty: ReadonlySet<string> = new Set([
  "DutyAccepted",
  "DutyDeclined",
  "DutyDischarged",
  "DutyAssessedNotOwed",
])

/**
 * Whether the timeline that lacks an act would have to have it: it is the party's own act; or an act that the party
 * reads because it was in the case, owns the duty, knew of the duty or is named.
 */
function missing({ act: { entry, at }, in: lacking }: Unpaired, sides: readonly ComparedTimeline[]): Contradiction[] {
  const side = sides[lacking]
  if (side === undefined || entry.actor === "hub") return []
  const { actor, type, data, seq } = entry
  const knows = (dutyId: unknown) =>
    side.timeline.some((one) => one.data["dutyId"] === dutyId && Date.parse(one.at) <= at)
  const isIn = side.timeline[0] !== undefined && Date.parse(side.timeline[0].at) < at
  const hasToHave =
    actor === side.caseAlias ||
    (readByAll.has(type) && isIn) ||
    (type.startsWith("Duty") && data["owner"] === side.caseAlias) ||
    (readWithDuty.has(type) && data["owner"] === actor && knows(data["dutyId"])) ||
    data["beside"] === side.caseAlias
  return hasToHave ? [{ kind: "missing", in: lacking, seq, type }] : []
}

function countsDiffer(first: ComparedTimeline, second: ComparedTimeline): Contradiction[] {
  const [one, other] = [first.sharedShipments, second.sharedShipments]
  return one === undefined || other === undefined || one === other ? [] : [{ kind: "count", counts: [one, other] }]
}

const placeOf = (one: Contradiction): number => {
  if (one.kind === "count") return 0
  return one.kind === "missing" ? one.seq : Math.min(...one.seqs)
}
