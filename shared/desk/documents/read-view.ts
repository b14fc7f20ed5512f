import { type ComparedTimeline, type Contradiction, compareTimelines } from "../../base/chain/compare-timelines.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { CaseRow, PartyRow, ViewRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { leadingCase } from "../cases/participant.ts"
import type { RegulatorSide } from "../dossier/regulator-side.ts"
import { viewEntry } from "../regulator-views/view-entry.ts"
import { type FoundView, isReadable, viewByToken, viewIn } from "../regulator-views/views-of-case.ts"
import { viewerOf } from "../visibility.ts"
import { regulatorSideOf } from "./dossier-of-case.ts"

/** A view with the side that it shows. */
export type ReadView = { readonly view: ViewRow; readonly side: RegulatorSide & ComparedTimeline }

/** Two views next to each other, and in what they contradict each other. */
export type ComparedTimelines = {
  readonly first: ReadView
  readonly second: ReadView
  readonly contradictions: readonly Contradiction[]
}

/**
 * Reads the view of a link, and notes in the party's timeline, once a day, that somebody did.
 *
 * @returns `undefined` for a link that is unknown, has ended or was revoked
 * @throws CaseBusy while the case is merged or others change it
 */
export async function readView(
  desk: CaseDesk,
  token: string,
  language: DocumentLanguage,
): Promise<ReadView | undefined> {
  const found = await readableBy(desk, token)
  const view = found && (await noted(desk, found, "readAt"))
  return found === undefined || view === undefined ? undefined : withSide(desk, found.current, view, language)
}

/**
 * Reads two views next to each other. Each party alone decides about its own: both have to be for the same regulator,
 * name each other and be readable, and the reader has to have both links.
 *
 * @returns `undefined` unless all of that is so
 * @throws CaseBusy while the case is merged or others change it
 */
export async function readComparison(
  desk: CaseDesk,
  tokens: readonly [string, string],
  language: DocumentLanguage,
): Promise<ComparedTimelines | undefined> {
  const [one, other] = [await readableBy(desk, tokens[0]), await readableBy(desk, tokens[1])]
  if (one === undefined || other === undefined || !agree(one, other)) return undefined
  const views = [await noted(desk, one, "besideAt"), await noted(desk, other, "besideAt")]
  const [first, second] = await Promise.all(
    views.map((view) => (view === undefined ? undefined : withSide(desk, one.current, view, language))),
  )
  if (first === undefined || second === undefined) return undefined
  return { first, second, contradictions: compareTimelines(first.side, second.side) }
}

/** Whether both parties opened their views for the same regulator, each next to the other's. */
const agree = ({ current, view }: FoundView, { current: otherCase, view: other }: FoundView): boolean =>
  current.caseId === otherCase.caseId &&
  view.regulator === other.regulator &&
  view.besideOf === other.by &&
  other.besideOf === view.by

async function readableBy(desk: CaseDesk, token: string): Promise<FoundView | undefined> {
  const found = await viewByToken(desk, token)
  return found !== undefined && isReadable(found.view, desk.clock().toISOString()) ? found : undefined
}

type Note = "readAt" | "besideAt"

const isNoted = (view: ViewRow, note: Note, at: string): boolean => view[note]?.slice(0, 10) === at.slice(0, 10)

/** Notes the first reading of a day. @returns the view; `undefined` if it was revoked a moment ago */
async function noted(
  desk: CaseDesk,
  { current: { caseId }, view }: FoundView,
  note: Note,
): Promise<ViewRow | undefined> {
  if (isNoted(view, note, desk.clock().toISOString())) return view
  return changeCase(desk, noting, { caseId, view, note })
}

type Noting = { caseId: string; view: ViewRow; note: Note }
type NotingRows = { current: CaseRow; row: ViewRow; own: PartyRow; at: string } | undefined

const noting: KindOfChange<CaseDesk, Noting, NotingRows, ViewRow | undefined> = {
  async read(desk, { caseId, view }) {
    const current = await leadingCase(desk, caseId)
    const row = current && (await viewIn(desk, current.caseId, view.viewId))
    const own = current && (await ownRow(desk, current, view))
    return current && row && own && { current, row, own, at: desk.clock().toISOString() }
  },
  decide(rows, { note }) {
    if (rows === undefined) return { result: undefined }
    const { current, row, own, at } = rows
    if (!isReadable(row, at)) return { result: undefined }
    if (isNoted(row, note, at)) return { result: row }
    const next: ViewRow = { ...row, [note]: at }
    const data = note === "besideAt" ? { beside: true } : {}
    const entry = viewEntry({ own, viewer: viewerOf(own) }, next, { type: "RegulatorViewRead", data })
    return { draft: { case: current, items: [next], entries: [entry] }, result: next }
  },
}

async function ownRow(desk: CaseDesk, { caseId }: CaseRow, { by }: ViewRow): Promise<PartyRow | undefined> {
  const [own] = await desk.cases.items([caseKeys.party(caseId, by)])
  return own?.type === "party" ? own : undefined
}

/** The party's side as it is now; `undefined` if the party left the exchange. */
async function withSide(
  desk: CaseDesk,
  current: CaseRow,
  view: ViewRow,
  language: DocumentLanguage,
): Promise<ReadView | undefined> {
  const own = await ownRow(desk, current, view)
  const party = await desk.parties.byId(view.by)
  if (own === undefined || party === undefined) return undefined
  const side = await regulatorSideOf(desk, party, { current, own }, language)
  return { view, side: { ...side, sharedShipments: sharedCount(own, view.besideOf) } }
}

/**
 * How many affected shipments a party counts of those that it shares with another. A retailer knows that only if it
 * deals with one carrier in the case.
 */
function sharedCount({ kind, byRetailer, counterparties, shipments }: PartyRow, otherId = ""): number | undefined {
  if (kind === "carrier") return byRetailer?.[otherId]?.shipments
  return counterparties.length === 1 && counterparties[0] === otherId ? shipments : undefined
}
