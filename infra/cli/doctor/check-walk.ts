import { randomBytes, randomUUID } from "node:crypto"
import * as z from "zod"
import { breachAlertAcknowledged } from "../../../shared/base/contracts/breach-alert-acknowledged.ts"
import { derivedId } from "../../../shared/base/contracts/envelope.ts"
import { type TrackingAccess, trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import type { RawParcel } from "../../local/replay/parcel.ts"
import { alertInWords } from "./alert-in-words.ts"
import { noQueue } from "./check-shipments.ts"
import { creationEntry, type Examination, metadataOf, pairsOf, sendAs } from "./examination.ts"
import { type Finding, finding } from "./finding.ts"
import type { PartyEvent } from "./marked-inbox.ts"
import { markedParcels } from "./marks.ts"

type Pair = { readonly retailer: Party; readonly carrier: Party }

/** The case of the run as one party sees it, and what its alert says. */
export type OwnCase = { readonly party: Party; readonly caseAlias: string; readonly alert?: string | undefined }

/** What the walk showed, and the case that it opened, once for each party of it. */
export type WalkResult = { readonly findings: readonly Finding[]; readonly cases: readonly OwnCase[] }

const walk = finding("A walk raises an alert")
const acknowledgement = finding("An acknowledgement reaches the other party")
/** The detector notices a walk after about five. */
const walkedParcels = 12

/** Reports lookups of marked parcels one after the other, as in the carrier's own tool. The hub has to alert both. */
export async function checkWalk(examination: Examination): Promise<WalkResult> {
  const pair = walkablePair(examination)
  if ("detail" in pair) return { findings: [pair], cases: [] }
  const { inbox, onProgress, run, firstNumber } = examination
  for (const party of [pair.retailer, pair.carrier])
    if (!(await inbox.isReadable(party.id))) return { findings: [walk.notShown(noQueue(party))], cases: [] }
  onProgress(`${walkedParcels} shipments of ${pair.retailer.id}, to walk through`)
  const parcels = markedParcels(run, pair.retailer, { count: walkedParcels, firstNumber })
  const unsent = await publishParcels(examination, pair, parcels)
  if (unsent !== undefined) return { findings: [walk.fail(unsent)], cases: [] }
  const before = new Set([pair.retailer, pair.carrier].flatMap(({ id }) => inbox.of(id).map(({ eventId }) => eventId)))
  onProgress(`A walk along them, in the tool of ${pair.carrier.id}`)
  const startedAt = Date.now()
  const answered = await walkThrough(examination, pair, parcels)
  if (answered !== undefined) return { findings: [walk.fail(answered)], cases: [] }
  if (!examination.reached.stage.settings.parts.desk)
    return { findings: [await alertedAlone(examination, pair, { before, startedAt })], cases: [] }
  const { cases, joined } = await alertedCases(examination, pair, before)
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  if (joined.length > 0) {
    examination.left.push(`the walk of this run in ${joined.join(" and ")}, with its restrictions`)
    const detail = `It was added to a case that is open: ${joined.join(" and ")}. It was left open: look at it`
    return { findings: [walk.notShown(detail)], cases: [] }
  }
  const missing = [pair.retailer, pair.carrier].filter(({ id }) => !cases.some(({ party }) => party.id === id))
  if (missing.length > 0)
    return {
      findings: [walk.fail(`${missing.map(({ id }) => id).join(" and ")} received no alert within a minute`)],
      cases,
    }
  const alerts = cases.flatMap(({ alert }) => alert ?? []).join(" ")
  const alerted = walk.pass(`${pair.retailer.id} and ${pair.carrier.id} were alerted within ${seconds} s. ${alerts}`)
  onProgress(alerted.detail)
  const acknowledged = await checkAcknowledgement(examination, cases)
  return { findings: [alerted, acknowledged], cases }
}

/** A retailer whose references have an order, and its carrier, if the doctor has the keys of both. */
function walkablePair({ reached, voices }: Examination): Pair | Finding {
  const ordered = pairsOf(reached.parties).filter(
    ({ retailer }) =>
      retailer.kind === "retailer" && retailer.referenceFormat !== undefined && retailer.detection.mode === "enforce",
  )
  if (ordered.length === 0)
    return walk.notShown("No retailer has a referenceFormat and enforces, so the detector sees no order in its numbers")
  const spoken = ordered.filter(({ retailer, carrier }) => voices.hasKeyOf(retailer.id) && voices.hasKeyOf(carrier.id))
  const open = spoken.find(({ retailer }) => !retailer.discreet) ?? spoken[0]
  return open ?? walk.notShown("It takes the keys of a retailer with a referenceFormat and of its carrier")
}

/** Publishes the parcels and waits until the carrier knows them all. Returns why that failed, if it did. */
async function publishParcels(
  examination: Examination,
  pair: Pair,
  parcels: readonly RawParcel[],
): Promise<string | undefined> {
  for (const parcel of parcels) {
    const sent = await sendAs(examination, pair.retailer, creationEntry(examination, parcel, pair))
    if ("refused" in sent) return `The hub did not accept a shipment: ${sent.refused}`
    examination.open.push({ retailer: pair.retailer, parcel })
  }
  for (const { trackingNumber } of parcels) {
    const known = await examination.inbox.received(
      pair.carrier.id,
      ({ data }) => data["trackingNumber"] === trackingNumber,
    )
    if (known === undefined) return `A shipment did not reach ${pair.carrier.id} within a minute`
  }
  return undefined
}

/** An address for documentation (RFC 3849), in a network that no other lookup comes from. */
const newAddress = (): string =>
  `2001:db8:${randomBytes(4)
    .toString("hex")
    .replace(/(?=.{4}$)/, ":")}::1`

/**
 * Reports that a customer without proof was shown all parcels, each from another network. Then the account alone raises
 * the alert. A case about a network could not be closed before the hub has counted again what an index may have hidden.
 *
 * @returns what was wrong with an answer, if one was
 */
async function walkThrough(
  examination: Examination,
  { retailer, carrier }: Pair,
  parcels: readonly RawParcel[],
): Promise<string | undefined> {
  const { reached, run } = examination
  const shownWithoutProof = await askWithoutProof(examination, { retailer, carrier }, parcels)
  if (shownWithoutProof !== undefined) return shownWithoutProof
  const at = new Date().toISOString()
  const accesses = parcels.map(
    ({ orderReference }): TrackingAccess => ({
      accessId: randomUUID(),
      at,
      reference: { kind: "orderReference", retailerAlias: retailer.alias, orderReference },
      accessor: { kind: "raw", ip: newAddress(), account: run },
      outcome: "hit",
      proof: "none",
      fields: ["existence", "phase"],
    }),
  )
  const source = eventSource(carrier)
  const busName = reached.outputs("IngressBusName") ?? ""
  const entry = trackingAccessed.entry({ source, busName, data: { accesses }, metadata: metadataOf(run, "walk", at) })
  const sent = await sendAs(examination, carrier, entry)
  return "refused" in sent ? `The hub did not accept the lookups: ${sent.refused}` : undefined
}

/** One lookup that the hub itself answers: an order reference alone shows nothing. */
async function askWithoutProof(
  { reached, voices, run, startedAt }: Examination,
  { retailer, carrier }: Pair,
  [parcel]: readonly RawParcel[],
): Promise<string | undefined> {
  const onBehalfOf = { ip: newAddress(), session: run, sessionStartedAt: startedAt.toISOString() }
  const response = await fetch(`${reached.apiUrl}/v1/lookups`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${await voices.sign(carrier.id, { onBehalfOf })}`,
    },
    body: JSON.stringify({ retailer: retailer.alias, orderReference: parcel?.orderReference }),
  })
  return response.status === 404
    ? undefined
    : `A lookup without proof was answered with ${response.status} instead of 404`
}

/** The case that each party was alerted to since the walk began, and the open ones that it was added to instead. */
async function alertedCases(
  { inbox, caseAliases }: Examination,
  { retailer, carrier }: Pair,
  before: ReadonlySet<string>,
): Promise<{ readonly cases: readonly OwnCase[]; readonly joined: readonly string[] }> {
  const cases: OwnCase[] = []
  const joined: string[] = []
  for (const party of [retailer, carrier]) {
    const isNews = ({ detailType, eventId }: PartyEvent) =>
      /^BreachCase(Opened|Updated)$/.test(detailType) && !before.has(eventId)
    const alert = await inbox.received(party.id, isNews)
    const caseAlias = String(alert?.data["caseAlias"])
    if (alert?.detailType === "BreachCaseUpdated") joined.push(`${caseAlias} of ${party.id}`)
    if (alert?.detailType !== "BreachCaseOpened") continue
    caseAliases.add(caseAlias)
    cases.push({ party, caseAlias, alert: alertInWords(party.id, alert.data) })
  }
  return { cases, joined }
}

/** Without the desk no case follows, so the anomaly itself is the alert. */
export async function alertedAlone(
  examination: Walked,
  { retailer, carrier }: Pair,
  { before, startedAt }: { readonly before: ReadonlySet<string>; readonly startedAt: number },
): Promise<Finding> {
  const { inbox, left } = examination
  const isAlert = anomalyOfWalk(examination.startedAt.toISOString(), [`observed:${carrier.id}`])
  for (const { id } of [retailer, carrier]) {
    const alert = await inbox.received(
      id,
      ({ detailType, eventId, data }) =>
        detailType === "AccessAnomalyDetected" &&
        !before.has(eventId) &&
        data["severity"] === "alert" &&
        isAlert.safeParse(data).success,
    )
    if (alert === undefined) return walk.fail(`${id} received no alert within a minute`)
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000)
  left.push("the restrictions of the walk, which expire, and the entries of the ledger")
  await rememberAnomalies(
    examination,
    [retailer, carrier].map((party) => ({ party })),
  )
  return walk.pass(`${retailer.id} and ${carrier.id} were alerted within ${seconds} s`)
}

type Remembering = Pick<Examination, "correlationIds" | "startedAt"> & {
  readonly inbox: Pick<Examination["inbox"], "isReadable" | "of">
}

type Walked = Remembering & Pick<Examination, "left"> & { readonly inbox: Pick<Examination["inbox"], "received"> }

/**
 * Remembers the anomalies of the walk, so that their events are taken out of the queues. They are of the tool of its
 * carrier, have no lookup before the run and no more than it.
 */
export async function rememberAnomalies(
  { inbox, correlationIds, startedAt }: Remembering,
  cases: readonly Pick<OwnCase, "party">[],
): Promise<void> {
  const from = startedAt.toISOString()
  const tools = cases.map((own) => `observed:${own.party.id}`)
  for (const { party } of cases) await inbox.isReadable(party.id)
  const anomalies = cases.flatMap(({ party }) =>
    inbox.of(party.id).flatMap(({ detailType, data }) => {
      const { success } = anomalyOfWalk(from, tools).safeParse(data)
      return detailType === "AccessAnomalyDetected" && success ? [String(data["anomalyId"])] : []
    }),
  )
  // As the hub derives it for each audience.
  for (const { party } of cases)
    for (const anomalyId of anomalies) correlationIds.add(derivedId("belongs-to", party.id, anomalyId))
}

const anomalyOfWalk = (from: string, tools: readonly string[]) =>
  z.looseObject({
    tool: z.enum(tools),
    firstAt: z.string().refine((firstAt) => firstAt >= from),
    counts: z.looseObject({ references: z.number().max(walkedParcels) }),
  })

/** Each party acknowledges, and the other one learns of it. */
async function checkAcknowledgement(examination: Examination, cases: readonly OwnCase[]): Promise<Finding> {
  const { reached, run, inbox, onProgress } = examination
  onProgress("Acknowledgements of the alert")
  for (const { party, caseAlias } of cases) {
    const at = new Date().toISOString()
    const entry = breachAlertAcknowledged.entry({
      source: eventSource(party),
      busName: reached.outputs("IngressBusName") ?? "",
      data: { caseAlias, at },
      metadata: metadataOf(run, `acknowledged-${party.kind}`, at),
    })
    const sent = await sendAs(examination, party, entry)
    if ("refused" in sent) return acknowledgement.fail(`The hub did not accept that of ${party.id}: ${sent.refused}`)
  }
  for (const { party, caseAlias } of cases) {
    const isForwarded = ({ detailType, data }: PartyEvent) =>
      detailType === "BreachAlertAcknowledged" && data["caseAlias"] === caseAlias
    if ((await inbox.received(party.id, isForwarded)) === undefined)
      return acknowledgement.fail(`${party.id} did not learn of it within a minute`)
  }
  return acknowledgement.pass(`${cases.map(({ party }) => party.id).join(" and ")} learned of each other's`)
}
