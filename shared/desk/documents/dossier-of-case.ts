import { derivedId } from "../../base/contracts/envelope.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import type { Party } from "../../parties/party.ts"
import { type AccessorKeyKind, keyKind } from "../../watch/detection/accessor.ts"
import type { ActingParticipant } from "../actions/action.ts"
import { peopleOf } from "../cases/affected.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AnomalyOfCase } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { lawsOfSides } from "../cases/kept-laws.ts"
import { timelineOf } from "../cases/own-timeline.ts"
import type { Participant } from "../cases/participant.ts"
import { partiesOfCase } from "../cases/participant-details.ts"
import { anomaliesOf, measuresOf } from "../cases/rows-of-case.ts"
import { headOf } from "../cases/timeline-heads.ts"
import type { Dossier, DossierDocument } from "../dossier/document.ts"
import {
  buildDossier,
  buildOutgoing,
  buildRegulatorSide,
  buildReportFields,
  type DocumentsInput,
  type DossierInput,
} from "../dossier/dossier.ts"
import type { RegulatorSide } from "../dossier/regulator-side.ts"
import type { FieldsOfReport } from "../dossier/report-fields.ts"
import type { CaseFacts } from "../facts.ts"
import { caseFacts } from "../facts-of-case.ts"
import { emptyTimelineHead, type TimelineEntry } from "../timeline.ts"
import { counterpartiesOf, viewerOf, visibleAnomalies, visibleDuties, visibleMeasures } from "../visibility.ts"
import { readOnce, watchOf } from "../watch-of-case.ts"

/** Accessors of a party's shipments and findings, each under a name that no other party gets. */
async function accessorsOf(
  desk: Pick<CaseDesk, "cases">,
  caseId: string,
  partyId: string,
  anomalies: readonly AnomalyOfCase[],
) {
  const keys = new Set(visibleAnomalies(anomalies, partyId).map((one) => one.accessorKey))
  for await (const row of desk.cases.list(caseId, caseKeys.accessor(caseId, partyId, "").sk)) {
    if (row.type === "accessor") keys.add(row.accessorKey)
  }
  const named = (kind: AccessorKeyKind) =>
    [...keys]
      .filter((key) => keyKind(key) === kind)
      .map((key) => derivedId("accessor", partyId, key))
      .sort()
  return { subjects: named("subject"), networks: named("network"), prefixes: named("prefix") }
}

const macAlgorithm = "HMAC_SHA_256"

/** A label: a party has a head checked by the hub and needs no name of the key. */
const macKeyName = "wayseal-head-mac"

/** What a dossier is read with. It changes nothing. */
export type DossierDesk = Pick<CaseDesk, "cases" | "parties" | "laws" | "clock" | "streams">

type Drawn = { readonly language: DocumentLanguage; readonly wanted?: string | undefined }

/** The dossier of a party's side of a case. */
export async function dossierOf(
  desk: DossierDesk,
  party: Party,
  participant: Participant,
  drawn: Drawn,
): Promise<Dossier> {
  return buildDossier(await dossierInput(desk, party, participant, drawn))
}

/** A party's side of a case as a regulator reads it, with its timeline. */
export async function regulatorSideOf(
  desk: DossierDesk,
  party: Party,
  participant: Participant,
  language: DocumentLanguage,
): Promise<RegulatorSide & { readonly timeline: readonly TimelineEntry[]; readonly preparedAt: string }> {
  const input = await dossierInput(desk, party, participant, { language })
  return { ...buildRegulatorSide(input), timeline: input.timeline, preparedAt: input.preparedAt }
}

async function dossierInput(
  desk: DossierDesk,
  party: Party,
  { current, own }: Participant,
  { language, wanted }: Drawn,
): Promise<DossierInput> {
  const timeline = await timelineOf(desk, { current, own })
  const signed = await headOf(desk, current.caseId, own.partyId)
  const { seq, hash, mac, signature } = signed ?? { ...emptyTimelineHead, mac: "" }
  return {
    ...(await documentsInput(desk, party, { current, own }, language)),
    wanted,
    timeline: timeline.map(({ entry }) => entry),
    head: { seq, hash },
    headMac: { mac, keyId: macKeyName, algorithm: macAlgorithm },
    headSignature: signature,
    receivedHeads: timeline.flatMap(({ entry, head, published }) => (published ? [{ at: entry.at, head }] : [])),
  }
}

/** The documents of a party's side of a case that leave the house, without reading its timeline. */
export async function outgoingOf(
  desk: DossierDesk,
  party: Party,
  participant: Participant,
  language: DocumentLanguage,
): Promise<readonly DossierDocument[]> {
  return buildOutgoing(await documentsInput(desk, party, participant, language))
}

/** Each report of a party's side of a case to a regulator, field by field, without reading its timeline. */
export async function reportFieldsOf(
  desk: DossierDesk,
  party: Party,
  participant: Participant,
  language: DocumentLanguage,
): Promise<readonly FieldsOfReport[]> {
  return buildReportFields(await documentsInput(desk, party, participant, language))
}

async function documentsInput(
  desk: DossierDesk,
  party: Party,
  { current, own }: Participant,
  language: DocumentLanguage,
): Promise<DocumentsInput> {
  const others = counterpartiesOf(own, await partiesOfCase(desk, current))
  const viewer = viewerOf(own, others)
  const duties = await Promise.all([own, ...others].map((row) => dutiesOf(desk, current.caseId, row.partyId)))
  const lawsOf = await lawsOfSides(desk, [own, ...others])
  const laws = lawsOf(own)
  return {
    facts: await factsOf({ ...desk, laws }, party, { current, own, others, viewer }),
    party: own.partyId,
    duties: visibleDuties(duties.flat(), viewer),
    laws,
    lawsOfOthers: new Map(others.map((row) => [row.partyId, lawsOf(row)])),
    language,
    preparedAt: desk.clock().toISOString(),
  }
}

async function factsOf(
  desk: DossierDesk,
  party: Party,
  { current, own, others, viewer }: ActingParticipant,
): Promise<CaseFacts> {
  const { caseId } = current
  const [anomalies, measures] = await Promise.all([anomaliesOf(desk, caseId), measuresOf(desk, caseId)])
  const people = await peopleOf(desk, own)
  const known = await desk.parties.byIds(others.map(({ partyId }) => partyId))
  const sides = [{ row: own, party, people }, ...others.map((row) => ({ row, party: known.get(row.partyId) }))]
  const reader = { ...desk, streams: readOnce(desk.streams) }
  const listed = await Promise.all(
    sides.flatMap((side) => {
      const { row, party: listedParty } = side
      if (listedParty === undefined) return []
      return watchOf(reader, current, row).then((watch) => ({ ...side, party: listedParty, watch }))
    }),
  )
  return caseFacts({
    laws: desk.laws,
    case: current,
    own,
    parties: listed,
    anomalies,
    measures: visibleMeasures(measures, viewer),
    accessors: await accessorsOf(desk, caseId, own.partyId, anomalies),
  })
}
