import { derivedId } from "../../contracts/envelope.ts"
import type { DocumentLanguage } from "../../contracts/words.ts"
import type { Party } from "../../parties/party.ts"
import { peopleOf } from "../cases/affected.ts"
import type { AnomalyOfCase } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { timelineOf } from "../cases/own-timeline.ts"
import type { Participant } from "../cases/participant.ts"
import { anomaliesOf, measuresOf } from "../cases/rows-of-case.ts"
import type { Dossier } from "../dossier/document.ts"
import { buildDossier } from "../dossier/dossier.ts"
import { caseFacts } from "../facts-of-case.ts"
import { emptyTimelineHead } from "../timeline.ts"
import { counterpartiesOf, dutiesToldTo, dutyAsHeard } from "../visibility.ts"

/** Accessors of a party's shipments and of its findings, under names of the party's own, as who saw one shipment names them. */
async function accessorsOf(
  desk: Pick<CaseDesk, "cases">,
  caseId: string,
  partyId: string,
  anomalies: readonly AnomalyOfCase[],
) {
  const keys = new Set(anomalies.filter(({ partyIds }) => partyIds.includes(partyId)).map((one) => one.accessorKey))
  for await (const row of desk.cases.list(caseId, "EXPOSURE#")) {
    if (row.type === "exposure" && [row.retailerId, row.carrierId].includes(partyId)) keys.add(row.accessor)
  }
  const named = (prefix: string) =>
    [...keys]
      .filter((key) => key.startsWith(prefix))
      .map((key) => derivedId("accessor", partyId, key))
      .sort()
  return { subjects: named("subject#"), networks: named("network#") }
}

/** Name of the algorithm under which heads are signed. */
const macAlgorithm = "HMAC_SHA_256"

/** The key is the deployment's; no party needs its name to have a head checked. */
const macKeyName = "wayseal-head-mac"

/** The dossier of a party's side of a case. */
export async function dossierOf(
  desk: CaseDesk,
  party: Party,
  { current, own }: Participant,
  language: DocumentLanguage,
): Promise<Dossier> {
  const { caseId } = current
  const others = await counterpartiesOf(desk, current, own)
  const sides = [own, ...others]
  const heard = new Set(sides.map((row) => row.partyId))
  const [anomalies, measures] = await Promise.all([anomaliesOf(desk, caseId), measuresOf(desk, caseId, heard)])
  const accessors = await accessorsOf(desk, caseId, own.partyId, anomalies)
  const named = sides.flatMap((row) => {
    const known = desk.parties.byId(row.partyId)
    return known === undefined ? [] : [{ row, party: known }]
  })
  const people = await peopleOf(desk, caseId, party)
  const known = await Promise.all(sides.map((row) => dutiesOf(desk, caseId, row.partyId)))
  const duties = dutiesToldTo(known.flat(), own.partyId)
  const timeline = await timelineOf(desk, { current, own })
  const { seq, hash, mac } = current.heads[own.partyId] ?? { ...emptyTimelineHead, mac: "" }
  return buildDossier({
    facts: caseFacts({
      case: current,
      own,
      parties: named.map((one) => (one.row === own ? { ...one, people } : one)),
      anomalies,
      measures,
      accessors,
    }),
    party: own.partyId,
    duties: duties.map((duty) => dutyAsHeard(duty, heard)),
    laws: desk.laws,
    language,
    preparedAt: desk.clock().toISOString(),
    timeline: timeline.map(({ entry }) => entry),
    head: { seq, hash },
    headMac: { mac, keyId: macKeyName, algorithm: macAlgorithm },
    receivedHeads: timeline.flatMap(({ entry, head, published }) => (published ? [{ at: entry.at, head }] : [])),
  })
}
