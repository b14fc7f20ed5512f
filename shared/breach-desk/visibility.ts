import type { PublishedFinding } from "../detection/anomalies/published-finding.ts"
import { earlier } from "../platform/instants.ts"
import type { AnomalyOfCase, CaseRow, Finder, MeasureRow, PartyRow } from "./cases/case-rows.ts"
import type { CaseDesk } from "./cases/change-case.ts"
import { partiesOfCase } from "./cases/party-sides.ts"
import type { Duty } from "./duties/duty.ts"
import type { CaseFacts, PartyFacts } from "./facts.ts"

/**
 * A case as one party of it sees it. A case may reach over several retailers and carriers, and what it is as a whole (since when it is
 * open, who reported it first, what was found, what contained it) may be another's. Retailers never hear of each other, nor carriers, so
 * everything here rests on the party's own part and on the parties that it deals with.
 */
export type SeenCase = {
  readonly openedAt: string
  readonly discoveredAt: string
  readonly origin: CaseRow["origin"]
  readonly tool: CaseRow["tool"]
  readonly finder?: Finder
  /** What the detector found, in order of time. */
  readonly findings: readonly PublishedFinding[]
  readonly restrictedSince?: string
  readonly containment?: { readonly at: string; readonly by: string }
}

/** Whether two parties of a case know of each other in it: a retailer and a carrier that share shipments of it, or the finding or report that drew one in. */
export function dealsWith(own: PartyRow, other: PartyRow): boolean {
  const isKnown = own.counterparties.includes(other.partyId) || other.counterparties.includes(own.partyId)
  return own.kind !== other.kind && isKnown
}

/**
 * @param evidence anomalies of the case, whosever they are, and the measures that the party may see; where they do not matter they
 *   can be left out
 */
export function seenBy(
  own: PartyRow,
  row: CaseRow,
  { anomalies = [], measures = [] }: { anomalies?: readonly AnomalyOfCase[]; measures?: readonly MeasureRow[] } = {},
): SeenCase {
  const mine = anomalies
    .filter(({ partyIds }) => partyIds.includes(own.partyId))
    .sort((one, other) => Date.parse(one.crossedAt) - Date.parse(other.crossedAt))
  const detectedAt = earliestOf(mine.map((one) => one.detectedAt))
  const { finder } = row
  const isReport = finder?.reportedTo !== undefined && [own.partyId, ...own.counterparties].includes(finder.reportedTo)
  const seenFinder: Finder | undefined = isReport
    ? finder
    : detectedAt === undefined
      ? undefined
      : { kind: "hub", receivedAt: detectedAt }
  const restrictedSince = earliestOf(
    mine.filter(({ accessorKey }) => /^(subject|network)#/.test(accessorKey)).map((one) => one.detectedAt),
  )
  const contained = earliestOf(measures.filter(({ code }) => code === "containmentAttested").map(({ at }) => at))
  const containment = measures.find(({ at, code }) => code === "containmentAttested" && at === contained)
  return {
    openedAt: own.openedAt,
    discoveredAt: isReport ? row.discoveredAt : (detectedAt ?? own.openedAt),
    origin: isReport ? row.origin : "anomaly",
    tool: own.tool,
    ...(seenFinder === undefined ? {} : { finder: seenFinder }),
    findings: mine.map((one) => findingFor(one, own.partyId)),
    ...(restrictedSince === undefined ? {} : { restrictedSince }),
    ...(containment === undefined ? {} : { containment: { at: containment.at, by: containment.by } }),
  }
}

function earliestOf(instants: readonly string[]): string | undefined {
  return instants.reduce<string | undefined>((first, at) => (first === undefined ? at : earlier(first, at)), undefined)
}

/**
 * The parties that `viewer` may hear of: itself, and those on the other side of the exchange. Retailers never hear of
 * each other.
 */
export const visibleParties = (facts: CaseFacts, viewer: PartyFacts): readonly PartyFacts[] =>
  facts.parties.filter((party) => party.party === viewer.party || party.kind !== viewer.kind)

/** Stands for a party of which the reader may not hear. */
const somebody = "another-party"

/**
 * A duty as `viewer` may see it. Its own: whole. Another party's: kind, law, clock, state and what passed between the two;
 * no receipt that the viewer did not earn, even of its own duty (a file number can name whoever keeps the file), no
 * assessment, and no party of which the viewer may not hear.
 */
export const dutyForReader = (duty: Duty, facts: CaseFacts, viewer: PartyFacts): Duty => {
  const heard = new Set(["hub", ...visibleParties(facts, viewer).map(({ party }) => party)])
  const veiled = <Mark extends { readonly by: string }>(mark: Mark): Mark =>
    heard.has(mark.by) ? mark : { ...mark, by: somebody }
  const { requests, accepted, declined, offered, takenOver, discharged, notOwed, ...rest } = duty
  const mine = duty.party === viewer.party
  return {
    ...rest,
    requests: requests.map(veiled),
    ...(accepted === undefined ? {} : { accepted }),
    ...(declined === undefined ? {} : { declined }),
    ...(offered === undefined ? {} : { offered: veiled(offered) }),
    ...(takenOver === undefined ? {} : { takenOver: veiled(takenOver) }),
    ...(discharged === undefined
      ? {}
      : {
          discharged:
            discharged.by === viewer.party
              ? veiled(discharged)
              : { ...veiled(discharged), receipt: { ...discharged.receipt, reference: "held by its owner" } },
        }),
    ...(notOwed === undefined || !mine ? {} : { notOwed }),
  }
}

/**
 * A duty as data for whoever reads the viewer's dossier: parties that are not named to the viewer, such as a discreet retailer,
 * go by their kind and a number instead of their id.
 */
export const dutyWithoutNames = (duty: Duty, facts: CaseFacts, viewer: PartyFacts): Duty => {
  const unnamed = facts.parties.filter(({ party, alias }) => party !== viewer.party && alias === undefined)
  const codes = new Map(unnamed.map(({ party, kind }, place) => [party, `${kind}-${place + 1}`]))
  const coded = (id: string): string => codes.get(id) ?? id
  const marked = <Mark extends { readonly by: string }>(mark: Mark): Mark => ({ ...mark, by: coded(mark.by) })
  const { requests, accepted, declined, offered, takenOver, discharged, notOwed, ...rest } = duty
  return {
    ...rest,
    party: coded(duty.party),
    ...(duty.towards === undefined ? {} : { towards: coded(duty.towards) }),
    requests: requests.map(marked),
    ...(accepted === undefined ? {} : { accepted: marked(accepted) }),
    ...(declined === undefined ? {} : { declined: marked(declined) }),
    ...(offered === undefined ? {} : { offered: marked(offered) }),
    ...(takenOver === undefined ? {} : { takenOver: marked(takenOver) }),
    ...(discharged === undefined ? {} : { discharged: marked(discharged) }),
    ...(notOwed === undefined ? {} : { notOwed: marked(notOwed) }),
  }
}

/**
 * Those of a party's duties that another party of the case may know of. Of what a carrier owes to the people of a retailer only that
 * retailer does; what it owes to people of no known retailer is nobody else's business once there is such a duty, but of those who asked for it or
 * stepped in before.
 */
export const dutiesToldTo = (duties: readonly Duty[], readerId: string): readonly Duty[] => {
  const divided = new Set(
    duties.flatMap(({ party, kind, towards }) => (towards === undefined ? [] : [`${party}#${kind}`])),
  )
  return duties.filter(({ party, kind, towards, requests, offered, takenOver }) => {
    if (party === readerId || towards === readerId) return true
    if (towards !== undefined) return false
    return !divided.has(`${party}#${kind}`) || [...requests, offered, takenOver].some((mark) => mark?.by === readerId)
  })
}

/**
 * A duty as far as a party may hear of it: what parties that it deals with asked of it and did about it. That somebody else asked or stepped in is
 * left out, and the duty stands as it stood for this party.
 *
 * @param heard ids of the parties that the reader deals with, its own among them
 */
export function dutyAsHeard(duty: Duty, heard: ReadonlySet<string>): Duty {
  const requests = duty.requests.filter(({ by }) => by === "hub" || heard.has(by))
  const { offered, takenOver, ...rest } = duty
  const isStranger = (mark: { by: string } | undefined) => mark !== undefined && !heard.has(mark.by)
  const known = {
    ...rest,
    requests,
    ...(offered === undefined || isStranger(offered) ? {} : { offered }),
    ...(takenOver === undefined || isStranger(takenOver) ? {} : { takenOver }),
  }
  return { ...known, state: stateAsHeard(duty, isStranger, requests.length) }
}

function stateAsHeard(
  { state, offered, takenOver, declined, accepted }: Duty,
  isStranger: (mark: { by: string } | undefined) => boolean,
  requests: number,
): Duty["state"] {
  const asked = requests > 0 ? "requested" : "open"
  if (state === "requested" || state === "unanswered") return requests > 0 ? state : "open"
  const strangers = (state === "takenOver" && isStranger(takenOver)) || (state === "offered" && isStranger(offered))
  if (!strangers) return state
  return declined !== undefined ? "declined" : accepted !== undefined ? "accepted" : asked
}

/** A finding together with what the retailer of it may be told. */
export type FindingForParties = PublishedFinding & { retailerId: string; retailerFinding: PublishedFinding }

/** The finding as a party may know it: the retailer its own part, carriers and the hub all of it. */
export function findingFor(finding: FindingForParties, partyId: string): PublishedFinding {
  const { chart, severity, score, threshold, from, crossedAt, evidence } =
    partyId === finding.retailerId ? finding.retailerFinding : finding
  return { chart, severity, score, threshold, from, crossedAt, evidence }
}

/** The parties of the other kind that a party deals with in the case. Retailers never hear of each other, nor carriers. */
export async function counterpartiesOf(
  desk: Pick<CaseDesk, "cases">,
  current: CaseRow,
  own: PartyRow,
): Promise<PartyRow[]> {
  const rows = await partiesOfCase(desk, current)
  return rows.filter((row) => dealsWith(own, row)).sort((one, other) => (one.partyId < other.partyId ? -1 : 1))
}
