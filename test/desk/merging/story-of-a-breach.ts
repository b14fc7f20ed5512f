import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { uncertainShipments } from "../../../shared/desk/notices/notice-receipts.ts"
import { openReportedCase } from "../../../shared/desk/opening/report-breach.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { parcelRecordId } from "../../../shared/intake/tracking/record-ids.ts"
import type { Disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import { sealedToken } from "../../doubles/accessor-tokens.ts"
import { swiftpost, thatNames } from "../../parties/named-counterparties.ts"
import { type BreachWorld, breachParties, breachWorld, seen, shipParcel, walkAnomaly } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

import { type Act, type Finding, type LookedUp, type Place, type Story, shipmentsOf, swift } from "./stories.ts"

const parties = breachParties.map(thatNames({ leafline: [swiftpost] }))

const networkOf = (of: Place) => `network#${of}`
const subjectOf = (index: number) => `subject#visitor-${index}`
const tokenOf = (index: number) => `tok_${index}`
const tokens = await Promise.all([0, 1, 2, 3, 4].map((index) => sealedToken(tokenOf(index))))

/** The visitors of home come in the afternoon, those of the café four hours later. */
const times = {
  home: { from: "2026-11-01T14:00:00.000Z", crossedAt: "2026-11-01T14:10:00.000Z" },
  cafe: { from: "2026-11-01T18:00:00.000Z", crossedAt: "2026-11-01T18:10:00.000Z" },
}

/** Numbers of shipments: those of one retailer and one kind of parcel begin where no other's end. */
function numberOf({ retailer, number, parcel }: LookedUp): number {
  const hundreds = ["known", "claimedBefore", "claimedAfter", "unclaimed"].indexOf(parcel)
  return number + 100 * hundreds + (retailer === "maplebooks" ? 50 : 0)
}

function disclosureOf(world: BreachWorld, { findings }: Story, index: number, [one, second]: [LookedUp, number]) {
  const found = findings[index]
  if (found === undefined) throw new Error("no such finding")
  const { place: where, kind, carrier, viaHome } = found
  const number = numberOf(one)
  const at = new Date(Date.parse(times[where].from) + (index * 60 + second) * 1_000).toISOString()
  const parcel = parcelRecordId(
    "northpost",
    world.hashes.hash("tracking-number", "northpost", trackingNumberOf(number)),
  )
  const { shipmentId: _, ...unclaimed } = seen(number, { recordId: parcel, retailerId: "northpost" })
  const disclosure: Disclosure = {
    ...(one.parcel === "known" ? seen(number, { retailerId: one.retailer }) : unclaimed),
    at,
    accessId: `access-${index}-${second}`,
    sortKey: `${at}#access-${index}-${second}`,
    subject: kind === "block" ? `subject#stranger-${index}-${second}` : subjectOf(index),
    network: networkOf(viaHome && second % 2 === 0 ? "home" : where),
    carrierId: carrier,
    tokenKey: tokens[index]?.tokenKey ?? "",
    ...(second % 3 === 0 ? { fields: ["delivery-date"] } : {}),
    ...(carrier === swift ? { tool: "guarded", reportedBy: undefined } : {}),
    ...(kind === "block" ? { network: `network#of-stranger-${index}-${second}`, block: blockOf(where) } : {}),
  }
  return disclosure
}

const blockOf = (where: Place) => `block#leafline#${where === "home" ? 7 : 900}`
const trackingNumberOf = (number: number) => `NP${String(number).padStart(6, "0")}CA`

function anomalyOf({ findings }: Story, index: number) {
  const found = findings[index]
  if (found === undefined) throw new Error("no such finding")
  const { place: where, kind, carrier } = found
  const retailers = new Set(shipmentsOf(found).map(({ retailer }) => retailer))
  const accessor = { subject: subjectOf(index), network: networkOf(where), block: blockOf(where), report: "" }[kind]
  return walkAnomaly({
    ...times[where],
    anomalyId: `anomaly-${index}`,
    detectedAt: times[where].crossedAt,
    retailerId: [...retailers].sort()[0] ?? "leafline",
    carrierIds: [carrier],
    accessorKey: accessor,
    subject: kind === "subject" ? subjectOf(index) : undefined,
    network: kind === "block" ? undefined : networkOf(where),
    otherKeys: [networkOf(where)],
    chart: kind === "block" ? "block" : "walk",
    accessorTokens: tokens[index] === undefined ? [] : [tokens[index]],
    ...(carrier === swift ? { tool: "guarded", reportedBy: undefined } : {}),
  })
}

/** An anomaly that shows nothing itself, but that all accessors of the story are one. */
function bridgeOf({ findings }: Story) {
  const keys = findings.map((_, index) => subjectOf(index))
  const crossedAt = "2026-11-02T03:00:00.000Z"
  return walkAnomaly({
    ...{ from: crossedAt, crossedAt, detectedAt: crossedAt, anomalyId: "anomaly-bridge" },
    ...{ accessorKey: "retailer#leafline", subject: undefined, network: undefined },
    otherKeys: [networkOf("home"), networkOf("cafe"), ...keys],
  })
}

/** Shipments that a notice names, or for how many more people it stands. */
type Notified = string[] | number

/** What a party did: the act, for which shipments it notified people, if it did, and a way to repeat it. */
export type Done = { index: number; act: Act; notified: Notified | undefined; repeat: () => Promise<number> }

/**
 * How the story goes. Either the finding that makes all of it one breach comes last, so that cases merge, or right
 * after the first finding. Then parties do what they could do when the cases were `apart`. `during`: how many of the
 * last acts are done while the cases merge.
 */
export type Telling = { apart?: readonly Done[]; during?: number }

/** Tells a story up to the finding that makes all of it one breach, if that comes last. */
export async function tell(story: Story, { apart, during = 0 }: Telling = {}) {
  let effectsLeft = Number.POSITIVE_INFINITY
  const world = breachWorld({
    parties,
    startsAt: "2026-11-02T04:00:00.000Z",
    interrupt: async () => {
      effectsLeft -= 1
      if (effectsLeft === 0) throw new Error("crash")
    },
  })
  const all = story.findings.flatMap(shipmentsOf)
  const ship = async (parcel: LookedUp["parcel"]) => {
    const numbers = new Map(all.filter((one) => one.parcel === parcel).map((one) => [numberOf(one), one.retailer]))
    for (const [number, retailer] of numbers) await shipParcel(world, retailer, number)
    await world.settle()
  }
  await ship("known")
  for (const [index, found] of story.findings.entries()) {
    for (const [second, one] of shipmentsOf(found).entries())
      await world.disclosures.append(disclosureOf(world, story, index, [one, second]))
  }
  await world.settle()
  const caseOf = new Map<Place, () => string>()
  for (const [index, found] of story.findings.entries()) {
    await make(world, story, index)
    world.passSeconds(5)
    const { place: where } = found
    if (!caseOf.has(where)) caseOf.set(where, () => caseOfFinding(world, found, index))
    if (index === 0 && apart !== undefined) await findBridge(world, story)
  }
  world.passSeconds(60)
  await watch(world)
  await ship("claimedBefore")
  const done: Done[] = []
  /** Has a party act, if it can. @returns whether it has acted now or before, or never can */
  const act = async (index: number, one: Act): Promise<boolean> => {
    const before = apart?.find((known) => known.index === index)
    if (apart !== undefined && before === undefined) return true
    const tried = await carryOut(world, { index, act: one, caseId: caseOf.get(one.place)?.() ?? "" }, before?.notified)
    if (typeof tried === "object") done.push(tried)
    return tried !== "later"
  }
  const acts = [...story.acts.entries()]
  const waiting = acts.splice(Math.max(0, acts.length - during))
  for (const [index, one] of acts) {
    world.passSeconds(10)
    await act(index, one)
  }
  world.passSeconds(10)
  const actAll = async () => {
    for (const [index, one] of waiting.splice(0)) if (!(await act(index, one))) throw new Error("The case stays busy")
  }
  if (apart !== undefined) await actAll()
  return {
    world,
    done,
    /**
     * The finding that makes all of it one breach. What it brings about crashes after so many effects each time. Then
     * the next party acts that waited for it, and what crashed is repeated twice at once.
     */
    async merge(crashes: readonly number[]) {
      await world.anomalies.raise(bridgeOf(story))
      const left = [...crashes]
      for (let task = world.pending.shift(); task !== undefined; task = world.pending.shift()) {
        const { run } = task
        effectsLeft = effectsLeft > 0 && effectsLeft < 1e9 ? effectsLeft : (left.shift() ?? Number.POSITIVE_INFINITY)
        const hasCrashed = await run().then(
          () => false,
          () => true,
        )
        if (!hasCrashed) continue
        effectsLeft = Number.POSITIVE_INFINITY
        const [next] = waiting
        if (next !== undefined && (await act(...next))) waiting.shift()
        effectsLeft = left.shift() ?? Number.POSITIVE_INFINITY
        await Promise.all([run(), run()]).catch(run)
      }
      effectsLeft = Number.POSITIVE_INFINITY
      await actAll()
    },
    /** What happens when all is one case: more is claimed and seen, and time passes. */
    async goOn() {
      await ship("claimedAfter")
      for (const [second, { finding: of, number }] of story.late.entries()) {
        const index = of % story.findings.length
        const seenBefore = story.findings[index]?.carrier === swift ? 20 : 0
        const one: LookedUp = { retailer: "leafline", number: seenBefore + number, parcel: "known" }
        const disclosure = disclosureOf(world, story, index, [one, 40 + second])
        const at = `2026-11-01T22:00:0${second}.000Z`
        await world.disclosures.append({ ...disclosure, at, sortKey: `${at}#${disclosure.accessId}` })
      }
      await world.settle()
      for (let minutes = 0; minutes < 3; minutes++) {
        world.passSeconds(100)
        await watch(world)
      }
    },
  }
}
export type Told = Awaited<ReturnType<typeof tell>>

async function watch(world: BreachWorld): Promise<void> {
  await makeWatchDuties(world.desk)()
  await world.settle()
}

async function make(world: BreachWorld, story: Story, index: number): Promise<void> {
  const northpost = world.directory.named("northpost")
  if (story.findings[index]?.kind !== "report") await world.anomalies.raise(anomalyOf(story, index))
  else if (northpost !== undefined)
    await openReportedCase(world.desk, northpost, {
      id: `report-${index}`,
      finder: "staff",
      tool: "observed:northpost",
      receivedAt: world.clock().toISOString(),
      evidence: { kind: "accessorToken", accessorToken: tokenOf(index) },
    })
  await world.settle()
}

async function findBridge(world: BreachWorld, story: Story): Promise<void> {
  await world.anomalies.raise(bridgeOf(story))
  await world.settle()
}

function caseOfFinding(world: BreachWorld, { kind }: Finding, index: number): string {
  const pk = kind === "report" ? `REPORT#northpost#report-${index}` : `ANOMALY#anomaly-${index}`
  return world.rowsOf("pointer").find((row) => row.pk === pk)?.caseId ?? ""
}

/**
 * Does what an act says, if the hub takes it.
 *
 * @param notified whom the party notified in the other telling
 * @returns `later` if the case is being merged
 */
async function carryOut(
  world: BreachWorld,
  { index, act, caseId }: { index: number; act: Act; caseId: string },
  notified = notifiedBy(world, act, caseId),
): Promise<Done | "later" | undefined> {
  const alias = partyRow(world, act, caseId)?.alias
  const recipients = notified === undefined ? undefined : recipientsOf(world, act, caseId, notified)
  const request = requestOf(world, { act, caseId, at: world.clock().toISOString(), recipients })
  if (alias === undefined || request === undefined) return undefined
  const call = caller(world, { "idempotency-key": `act-${index}` })
  const repeat = async () => (await call(act.by, "POST", `/v1/cases/${alias}${request.path}`, request.body)).statusCode
  const status = await repeat()
  return status === 200 ? { index, act, notified, repeat } : status === 503 ? "later" : undefined
}

/** The first shipments of its own that the case has, or how many more a notice stands for than those before it. */
function notifiedBy(world: BreachWorld, act: Act, caseId: string): Notified | undefined {
  if (act.kind === "publicNotice") {
    const row = partyRow(world, act, caseId)
    return row === undefined ? 0 : Math.min(uncertainShipments(row) - (row.notified.unnamed ?? 0), act.shipments)
  }
  if (act.kind !== "notify") return undefined
  const own = world.rowsOf("affected").filter((row) => row.caseId === caseId && row.retailerId === act.by)
  const shipmentIds = own.flatMap(({ shipmentId }) => shipmentId ?? []).slice(0, act.shipments)
  return shipmentIds.length === 0 ? undefined : shipmentIds
}

const partyRow = (world: BreachWorld, { by }: Act, caseId: string) =>
  world.rowsOf("party").find((one) => one.caseId === caseId && one.partyId === by)

/** A party says for how many its public notices stand in all. */
function recipientsOf(world: BreachWorld, act: Act, caseId: string, notified: Notified) {
  if (typeof notified !== "number") return { kind: "shipmentIds", shipmentIds: notified }
  return { kind: "public", shipments: (partyRow(world, act, caseId)?.notified.stated ?? 0) + notified }
}

type Asked = { path: string; body: unknown }

function requestOf(
  world: BreachWorld,
  { act, caseId, at, recipients }: { act: Act; caseId: string; at: string; recipients: unknown },
): Asked | undefined {
  const ofRegulator = { caseId, owner: "northpost", kind: "tellRegulator" }
  switch (act.kind) {
    case "measure":
      return { path: "/measures", body: { kind: "containment", code: "containmentAttested", at } }
    case "note":
      return { path: "/notes", body: { text: `A note of ${act.by} at ${act.place}.` } }
    case "view": {
      const regulator = act.by === "leafline" ? "IPC" : "OPC"
      return { path: "/views", body: { step: "open", regulator, days: 7, language: "en" } }
    }
    case "acknowledge":
      return { path: "/acknowledgements", body: {} }
    case "determine":
      return { path: "/facts", body: { determinedAt: at } }
    case "letter":
      return { path: "/letters", body: { step: "ask", request: "tellWhatWasSeen" } }
    case "record": {
      const step = { operation: "discharge", receipt: { kind: "recordEntry", reference: "FILE-1", at } }
      return dutyRequest(world, { caseId, owner: act.by, kind: "keepRecord" }, step)
    }
    case "accept":
      return dutyRequest(world, ofRegulator, { operation: "accept" })
    case "decline":
      return dutyRequest(world, ofRegulator, { operation: "decline", reason: "notInControl" })
    case "request": {
      const of = { caseId, owner: "northpost", kind: "tellIndividuals", towards: act.by }
      return dutyRequest(world, of, { operation: "request" })
    }
    case "notify":
      return recipients === undefined ? undefined : notice(act.method, at, recipients)
    case "publicNotice":
      return notice("publicNotice", at, recipients)
  }
}

const notice = (method: string, notifiedAt: string, recipients: unknown): Asked => ({
  path: "/receipts",
  body: { method, notifiedAt, recipients },
})

function dutyRequest(
  world: BreachWorld,
  of: { caseId: string; owner: string; kind: string; towards?: string },
  step: object,
): Asked | undefined {
  const row = world
    .rowsOf("duty")
    .find(
      ({ caseId, duty }) =>
        caseId === of.caseId && duty.party === of.owner && duty.kind === of.kind && duty.towards === of.towards,
    )
  const alias = world.rowsOf("party").find((one) => one.caseId === of.caseId && one.partyId === of.owner)?.alias
  if (row === undefined || alias === undefined) return undefined
  return { path: `/duties/${dutyIdOf(alias, row.duty)}`, body: { step } }
}
