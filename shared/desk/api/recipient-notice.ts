import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"
import type { Part, Section } from "../../parties/channels/letter.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { CasesOfParty } from "../cases/breach-cases.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { type AffectedRow, type PartyRow, rowsOfType } from "../cases/case-rows.ts"
import { type CaseOfShipment, casesOfShipment } from "../cases/cases-of-shipment.ts"
import { lawsOf } from "../cases/kept-laws.ts"
import {
  isYours,
  lookedUp,
  type NoticeLine,
  type NoticeView,
  onlyPossibly,
  period,
  plainLine,
  waysToAsk,
  whatItCanMean,
  whatToDo,
  whatWasShown,
} from "../dossier/notice-sentences.ts"
import { tell } from "../dossier/notice-words.ts"
import { caseFacts } from "../facts-of-case.ts"
import type { Law } from "../law/law.ts"
import { type WatchReader, watchOf } from "../watch-of-case.ts"

/** What it takes to find what people were notified of. */
export type NoticeReader = WatchReader & {
  readonly cases: CasesOfParty
  readonly parties: PartyDirectory
  readonly laws: readonly Law[]
}

/** A shipment of a retailer, as the hub names it. */
type NamedShipment = { readonly retailerId: string; readonly recordId: string }

/** What notices say of a shipment. `isShown`: that a stranger saw it, and not only that one may have. */
export type NoticesAbout = { readonly sections: readonly Section[]; readonly isShown: boolean }

/**
 * What a notice says about one shipment, for each case in which it was seen and of which people were notified: what was
 * seen of it, what was not, what its recipient can do, and whom to ask with which code. Where it only may have been
 * seen, once its own recipient was notified. Nothing of other cases.
 */
export async function noticesAbout(
  reader: NoticeReader,
  { retailerId, recordId }: NamedShipment,
  language: DocumentLanguage,
): Promise<NoticesAbout> {
  const sections: Section[] = []
  let isShown = false
  for await (const found of casesOfShipment(reader.cases, { partyId: retailerId, recordIds: [recordId] })) {
    const isNotified = ({ receipts }: AffectedRow) => Object.keys(receipts).length > 0
    const shown = found.affected.find((row) => row.possible !== true)
    const seen = shown ?? found.affected.find(isNotified)
    if (seen === undefined) continue
    const views: NoticeView[] = []
    for (const notifierId of notifiersOf(found, seen)) {
      const view = await viewOf(reader, { found, seen, notifierId }, language)
      if (view !== undefined) views.push(view)
    }
    sections.push(...sectionsOf(views))
    isShown ||= shown !== undefined && views.length > 0
  }
  return { sections, isShown }
}

/** Who notified: the retailer if it notified anybody in this case, and each party with a receipt for this shipment. */
function notifiersOf({ own }: CaseOfShipment, { receipts, retailerId }: AffectedRow): readonly string[] {
  const others = Object.keys(receipts).filter((id) => id !== retailerId)
  const hasNotified = own.notifiedFacts !== undefined || receipts[retailerId] !== undefined
  return hasNotified ? [retailerId, ...others] : others
}

/** The side of the party that notified, as if this shipment were its only one. */
async function viewOf(
  reader: NoticeReader,
  { found, seen, notifierId }: { found: CaseOfShipment; seen: AffectedRow; notifierId: string },
  language: DocumentLanguage,
): Promise<NoticeView | undefined> {
  const { cases, parties } = reader
  const { current } = found
  const party = (await parties.byIds([notifierId])).get(notifierId)
  const [own] =
    notifierId === found.own.partyId
      ? [found.own]
      : rowsOfType(await cases.items([caseKeys.party(current.caseId, notifierId)]), "party")
  if (party === undefined || own === undefined) return undefined
  const watch = await watchOf(reader, current, own)
  const laws = await lawsOf(reader, own)
  const facts = caseFacts({ laws, case: current, own, parties: [{ row: withThisAlone(own, seen), party, watch }] })
  const [viewer] = facts.parties
  return viewer && { facts, viewer, duties: [], laws, language, preparedAt: current.openedAt }
}

function withThisAlone(own: PartyRow, { possible: isPossible, fields, firstAt, lastAt }: AffectedRow): PartyRow {
  const during = { firstAt, lastAt }
  if (isPossible !== true)
    return { ...own, shipments: 1, shipmentsByField: Object.fromEntries(fields.map((field) => [field, 1])), ...during }
  const { firstAt: _, lastAt: __, ...others } = own
  const possible = { exposures: 1, shipments: 1, alerted: 1, fields, ...during }
  return { ...others, shipments: 0, shipmentsByField: {}, possible }
}

const headings = {
  seen: pair(
    "What a stranger saw of this delivery, and what not",
    "Ce qu’un inconnu a vu de cette livraison, et ce qu’il n’a pas vu",
  ),
  perhapsSeen: pair(
    "What a stranger may have seen of this delivery",
    "Ce qu’un inconnu a peut-être vu de cette livraison",
  ),
  steps: pair("What you can do", "Ce que vous pouvez faire"),
  ask: pair("Whom you can ask", "À qui vous adresser"),
} as const satisfies Readonly<Record<string, Pair>>

const compareCode = pair(
  "If a notice or the people who answer you name another code, do not trust them.",
  "Si un avis ou les personnes qui vous répondent indiquent un autre code, ne vous y fiez pas.",
)

/** What the first of those who notified says, and whom to ask with which code of each: every notice names its own. */
function sectionsOf(views: readonly NoticeView[]): readonly Section[] {
  const [view] = views
  if (view === undefined) return []
  const { language, viewer, laws } = view
  const own = laws.filter(({ id }) => viewer.laws.includes(id))
  const law = own.find(({ rules }) => rules.some(({ kind }) => kind === "tellIndividuals")) ?? own[0]
  const steps = law === undefined ? [[tell(view, "beCareful"), tell(view, "someoneComes")]] : whatToDo(view, law)
  return [
    {
      heading: headings[onlyPossibly(view.viewer) === undefined ? "seen" : "perhapsSeen"][language],
      parts: partsOf([
        [lookedUp(view), isYours(view), tell(view, "noRight")].join(" "),
        ...(period(view) ?? []),
        ...(whatWasShown(view) ?? []),
        ...whatItCanMean(view),
      ]),
    },
    { heading: headings.steps[language], parts: partsOf(steps) },
    { heading: headings.ask[language], parts: partsOf([...views.flatMap(whomToAsk), compareCode[language]]) },
  ]
}

function whomToAsk(view: NoticeView): readonly string[] {
  const ways = waysToAsk(view)
  return [...(ways === undefined ? [] : [ways]), tell(view, "giveCode", { code: view.viewer.caseAlias })]
}

const partsOf = (lines: readonly NoticeLine[]): readonly Part[] =>
  lines
    .map(plainLine)
    .map((line) =>
      typeof line === "string"
        ? { kind: "lines", lines: [{ text: line }] }
        : { kind: "list", isOrdered: false, items: line.map((text) => ({ text })) },
    )
