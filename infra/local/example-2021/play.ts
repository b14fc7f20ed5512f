import { count } from "../../../shared/base/platform/bilingual.ts"
import { inLists, listOf } from "../../../shared/desk/duties/duty-lists.ts"
import { answer, riskUnder } from "../example-2018/assess-risk.ts"
import { enterStep, hub } from "../example-2018/chronicle.ts"
import { deskOf, type OwnDuty } from "../example-2018/desk-client.ts"
import { drawInto } from "../example-2018/drawn-documents.ts"
import { supplementLaw } from "../example-2018/example-parties.ts"
import { closeOnceCounted } from "../example-2018/notify-people.ts"
import { discharge, dischargedBy, dutyOf, type Participant, type Receipt } from "../example-2018/participants.ts"
import { waitUntil } from "../replay/concurrency.ts"
import {
  hoursAgo,
  importLog,
  numberOf,
  parcelsAtFirst,
  parcelsInAll,
  publishParcels,
  reportManifests,
  type Story,
  until,
} from "./manifests.ts"

/** The parties of the case, each with what it drew. */
export type Cast = { readonly carrier: Participant; readonly shippers: readonly Participant[] }

/** What the supplier's manifests show, by its own word: 97 % have a name and an address alone. */
const supplierSays = "950,000 parcels since 2016, 97 % of them with name and address alone"

/**
 * Plays the breach of 2021: a supplier of the carrier is breached, the carrier reports it, 44 shippers are alerted, and
 * each decides about its own customers. Everything from the report on happens now.
 *
 * @throws Error when something that has to follow does not
 */
export async function playBreachOf2021(story: Story): Promise<Cast> {
  const carrierDesk = deskOf(story, story.carrier)
  await publishParcels(story)
  enterStep(story, { alias: "A supplier" }, "is breached by malware until two hours before this run", hoursAgo(2))
  enterStep(story, { alias: "The supplier" }, `tells ${story.carrier.alias}: ${supplierSays}`, hoursAgo(1))
  const alias = await reportManifests(story, carrierDesk, [1, parcelsAtFirst * story.shippers.length])
  const carrier: Participant = { desk: carrierDesk, alias, drawn: [] }
  const cast = { carrier, shippers: await join(story, carrier) }
  await carrierTells(story, cast)
  await shipperReports(story, cast)
  await carrierCorrects(story, cast)
  await shippersDecide(story, cast)
  await notifyPeople(story, cast)
  await letterComesBack(story, cast)
  await close(story, cast)
  return cast
}

/** Each party finds the case among its own, and acknowledges the alert. */
async function join(story: Story, carrier: Participant): Promise<readonly Participant[]> {
  const found = await each(story.shippers, async (party): Promise<Participant> => {
    const desk = deskOf(story, party)
    const alias = await waitUntil(`an alert to reach ${party.id}`, async () => (await desk.cases())[0]?.caseAlias)
    await desk.acknowledge(alias)
    return { desk, alias, drawn: [] }
  })
  await carrier.desk.acknowledge(carrier.alias)
  const { others } = await carrier.desk.view(carrier.alias)
  enterStep(story, hub, `alerts ${others.length} shippers, and all confirm it`)
  return found
}

/** Does it for four at a time, as several officers would. */
async function each<One, Result>(all: readonly One[], act: (one: One) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  const queue = [...all.entries()]
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await act(next[1])
  }
  await Promise.all([work(), work(), work(), work()])
  return results
}

/** What the report under the Privacy Act asks, and only the carrier can say. */
const details = {
  safeguards: "The supplier's contract asks for encryption and for a log. The files were not encrypted.",
  relationships:
    "Example EDI Ltd. passes on our shipping manifests. Affected are people who got parcels of 44 shippers.",
  location: "The supplier's servers in Ontario.",
  informationBanks: "None: shipping manifests are in no personal information bank.",
}

const risk = {
  consequences: "Others may learn which addresses received parcels, some of a kind that most keep private.",
  explanation: "It is not known who read the supplier’s records, and what for.",
}

const riskInQuebec = {
  consequences: "D’autres pourraient apprendre quelles adresses ont reçu des colis, dont certains d’un genre privé.",
  explanation: "On ignore qui a lu les dossiers du fournisseur, et dans quel but.",
}

/** Weighed as in 2018. But here an address was shown and no postal code apart, and nobody knows who read the records. */
export const riskAtSupplier: typeof riskUnder = (law) => ({
  ...riskUnder(law),
  ...(law === supplementLaw ? riskInQuebec : risk),
})

/** The carrier reports to its regulator, and does its one duty to all shippers. */
async function carrierTells(story: Story, { carrier, shippers }: Cast): Promise<void> {
  const { desk, alias } = carrier
  await answer(carrier, riskAtSupplier, { determinedAt: new Date().toISOString(), causes: ["softwareFault"], details })
  const now = () => new Date().toISOString()
  await desk.measure(alias, { kind: "containment", code: "containmentAttested", at: now() })
  await drawInto(carrier, ({ document }) => document.startsWith("report-"))
  await discharge(carrier, "ca-privacy-act", "tellRegulator", {
    kind: "regulatorReceipt",
    reference: "EXAMPLE-OPC-0021",
  })
  enterStep(story, desk.party, "expects a real risk, and reports to the Privacy Commissioner and the Secretariat")
  const done = await dischargeList(carrier, "tellOtherOrganisation", shippers.length, {
    kind: "organisationNotified",
    reference: "EXAMPLE-LETTER-0021",
  })
  enterStep(story, desk.party, `tells ${done} shippers with one letter each: one duty, one list`)
}

/**
 * Discharges all open duties of one kind with one receipt, as one press in the console does, once each is there.
 *
 * @returns how many
 */
async function dischargeList(
  { desk, alias }: Participant,
  kind: OwnDuty["kind"],
  towards: number,
  receipt: Receipt,
): Promise<number> {
  const open = await waitUntil(`${towards} duties of kind ${kind}`, async () => {
    const { duties } = await desk.view(alias)
    const found = duties.filter((duty) => duty.kind === kind && duty.state === "open")
    return found.length === towards ? found : undefined
  })
  if (inLists(open, listOf).length !== 1) throw new Error(`The duties of kind ${kind} are not one list`)
  for (const { dutyId } of open) await desk.act(alias, dutyId, dischargedBy(receipt))
  return open.length
}

/** One shipper expects a real risk for its customers, and reports at once. Another answers no at once. */
async function shipperReports(story: Story, { shippers }: Cast): Promise<void> {
  const [first, second] = twoOf(shippers)
  await answer(first, riskAtSupplier, { determinedAt: new Date().toISOString() })
  // Without a step against the next breach, a report to Ontario's commissioner stays a draft.
  await first.desk.measure(first.alias, {
    kind: "prevention",
    code: "credentialsRotated",
    at: new Date().toISOString(),
  })
  await drawInto(first, ({ document }) => document.startsWith("report-"))
  for (const law of ["ca-on-fippa", supplementLaw])
    await discharge(first, law, "tellRegulator", {
      kind: "regulatorReceipt",
      reference: `EXAMPLE-${law.toUpperCase()}`,
    })
  const reported = `${parcelsAtFirst} parcels to the commissioners of Ontario and of Québec`
  enterStep(story, first.desk.party, `sells what most keep private, expects a real risk, and reports ${reported}`)
  await answerNo(second)
  enterStep(story, second.desk.party, "answers the test of its law with no: an address alone, of ordinary goods")
}

const answerNo = (participant: Participant): Promise<void> =>
  answer(
    participant,
    () => ({
      met: "no",
      reasons: ["noRealRisk", "informationNotSensitive"],
      explanation: "An address alone, of ordinary goods.",
      assessedBy: "Privacy officer",
    }),
    { determinedAt: new Date().toISOString() },
  )

/** The carrier finds one parcel more of each shipper. An answer of no lapses, and a report is out of date. */
async function carrierCorrects(story: Story, { carrier, shippers }: Cast): Promise<void> {
  const [first, second] = twoOf(shippers)
  const total = parcelsInAll * shippers.length
  await reportManifests(story, carrier.desk, [parcelsAtFirst * shippers.length + 1, total])
  await importLog(story, carrier, shippers.length)
  const supplement = await waitUntil("a duty to supplement the report", async () => {
    const { duties } = await first.desk.view(first.alias)
    return duties.find(({ kind }) => kind === "supplementReport")
  })
  await until(
    "an answer of no to lapse",
    async () => (await dutyOf(second, "ca-pipeda", "tellRegulator")).state === "open",
  )
  enterStep(
    story,
    hub,
    `opens a duty of ${first.desk.party.alias} to supplement its report, and lets ${second.desk.party.alias}’s answer lapse`,
  )
  await drawInto(first, ({ document }) => document.startsWith("supplement-"))
  await first.desk.act(
    first.alias,
    supplement.dutyId,
    dischargedBy({ kind: "regulatorReceipt", reference: "EXAMPLE-CAI-0021-S1" }),
  )
  enterStep(story, first.desk.party, `supplements its report: ${parcelsInAll} parcels`)
}

function twoOf([first, second]: readonly Participant[]): readonly [Participant, Participant] {
  if (first === undefined || second === undefined) throw new Error("The case has fewer than two shippers")
  return [first, second]
}

/** All shippers but the first find no real risk, and keep a record. */
async function shippersDecide(story: Story, { shippers }: Cast): Promise<void> {
  const others = shippers.slice(1)
  await each(others, async (shipper) => {
    await answerNo(shipper)
    await discharge(shipper, "ca-pipeda", "keepRecord", { kind: "recordEntry", reference: "EXAMPLE-REGISTER-0021" })
  })
  enterStep(story, { alias: `${others.length} shippers` }, "answer no for their own customers, and keep a record")
}

/** The first shipper notifies its own customers in the carrier's place, and the carrier all others. */
async function notifyPeople(story: Story, { carrier, shippers }: Cast): Promise<void> {
  const [first] = twoOf(shippers)
  const theirs = (await first.desk.view(first.alias)).others.flatMap(({ duties }) => duties)
  const ofPeople = theirs.find(({ kind }) => kind === "tellIndividuals")
  if (ofPeople === undefined) throw new Error("The shipper does not see the carrier's duty to notify the people")
  await first.desk.act(first.alias, ofPeople.dutyId, { step: { operation: "request" } })
  const { duties } = await carrier.desk.view(carrier.alias)
  const asked = duties.find(({ kind, state }) => kind === "tellIndividuals" && state === "requested")
  if (asked === undefined) throw new Error("The carrier does not see that it was asked")
  await carrier.desk.act(carrier.alias, asked.dutyId, { step: { operation: "decline", reason: "requesterShouldTell" } })
  await first.desk.act(first.alias, ofPeople.dutyId, { step: { operation: "takeOver" } })
  enterStep(
    story,
    first.desk.party,
    `asks ${carrier.desk.party.alias}, which declines, and takes over to notify its own customers`,
  )
  await drawInto(first, ({ kind, addressee }) => kind === "notice" && addressee === undefined)
  await give(first, "email", await ownShipments(first))
  await discharge(first, "ca-on-fippa", "tellIndividuals", mailing)
  await discharge(first, supplementLaw, "tellIndividuals", mailing)
  await first.desk.act(first.alias, ofPeople.dutyId, dischargedBy(mailing))
  enterStep(story, first.desk.party, `notifies ${parcelsInAll} people by e-mail`)
  const trackingNumbers = Array.from({ length: parcelsInAll * shippers.length }, (_, at) => at + 1)
    .filter((place) => place % shippers.length !== 1)
    .map(numberOf)
  await carrier.desk.notified(carrier.alias, {
    method: "letter",
    notifiedAt: new Date().toISOString(),
    recipients: { kind: "trackingNumbers", trackingNumbers },
  })
  const done = await dischargeList(carrier, "tellIndividuals", shippers.length - 1, mailing)
  const people = count(trackingNumbers.length, "en")
  enterStep(story, carrier.desk.party, `writes to ${people} people, the customers of ${done} shippers: one list`)
}

const mailing = { kind: "individualsNotified", reference: "EXAMPLE-MAILING-0021" } as const

async function ownShipments({ desk, alias }: Participant): Promise<string[]> {
  const ids: string[] = []
  for await (const some of desk.affectedShipments(alias)) ids.push(...some)
  return ids
}

const give = ({ desk, alias }: Participant, method: "email" | "publicNotice", shipmentIds: readonly string[]) =>
  desk.notified(alias, {
    method,
    notifiedAt: new Date().toISOString(),
    recipients: { kind: "shipmentIds", shipmentIds: [...shipmentIds] },
    ...(method === "publicNotice" ? { publicNoticeGround: "noContactDetails" as const } : {}),
  })

/** One message comes back. The shipper has no other address, and a public notice stands for it. */
async function letterComesBack(story: Story, { shippers }: Cast): Promise<void> {
  const [first] = twoOf(shippers)
  const { desk, alias } = first
  const [one = ""] = await ownShipments(first)
  await desk.returned(alias, {
    returnedAt: new Date().toISOString(),
    recipients: { kind: "shipmentIds", shipmentIds: [one] },
  })
  const again = (await desk.view(alias)).duties.filter(
    ({ kind, state }) => kind === "tellIndividuals" && state === "open",
  )
  if (again.length === 0) throw new Error("A message came back, and no duty to notify people opened again")
  enterStep(story, desk.party, `gets one message back: ${again.length} duties to notify people open again`)
  await give(first, "publicNotice", [one])
  for (const { dutyId } of again)
    await desk.act(alias, dutyId, dischargedBy({ kind: "publicNotice", reference: "EXAMPLE-NOTICE-0021" }))
  enterStep(story, desk.party, "gives public notice in its place: there are no other contact details")
}

/** Who has to keep a record does so, and the carrier closes the case for all. */
async function close(story: Story, { carrier, shippers }: Cast): Promise<void> {
  const [first] = twoOf(shippers)
  for (const participant of [carrier, first]) {
    await drawInto(participant, ({ kind }) => kind === "registerEntry")
    const { duties } = await participant.desk.view(participant.alias)
    for (const { dutyId, kind, state } of duties)
      if (kind === "keepRecord" && state === "open")
        await participant.desk.act(
          participant.alias,
          dutyId,
          dischargedBy({ kind: "recordEntry", reference: "EXAMPLE-REGISTER-0021" }),
        )
  }
  await closeOnceCounted(carrier)
  enterStep(story, carrier.desk.party, `closes the case of ${shippers.length + 1} parties`)
}
