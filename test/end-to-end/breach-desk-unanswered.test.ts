import { beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { breachCaseOpened, breachCaseUpdated } from "../../shared/base/contracts/breach-case-events.ts"
import { dutyDue, dutyOverdue, dutyUnanswered } from "../../shared/base/contracts/duty-clock-events.ts"
import { forwardedDutyRequested, forwardedDutyTakenOver } from "../../shared/base/contracts/duty-events.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { breachWorld, seen } from "../desk/breach-world.ts"
import { caller } from "../desk/desk-caller.ts"

/**
 * The breach of 2018 without an answer: the carrier reports it and does nothing more. The stores are in memory and the
 * clock is the test's. Everything else is the deployed code.
 */
const shipments = 300
const reportedAt = "2026-11-02T09:00:00.000Z"

const answer = z.looseObject({
  code: z.string().optional(),
  obstacles: z.array(z.object({ code: z.string() })).optional(),
})
const ownView = z.object({
  counts: z.object({ shipments: z.int() }),
  notices: z.object({ told: z.int() }),
  duties: z.array(z.object({ dutyId: z.string(), kind: z.string(), state: z.string(), dueAt: z.string() })),
  others: z.array(z.object({ duties: z.array(z.object({ dutyId: z.string(), kind: z.string() })) })),
})

/** A case that the carrier reported, with all exposures counted, on which nobody has acted. */
async function reportedCase() {
  const world = breachWorld({ startsAt: reportedAt })
  const call = caller(world)
  const watch = makeWatchDuties(world.desk)
  for (let number = 1; number <= 3; number++) await world.disclosures.append(seen(number))
  await world.settle()
  await call("northpost", "POST", "/v1/cases", {
    finder: "finder",
    tool: "observed:northpost",
    receivedAt: reportedAt,
    evidence: { kind: "accessorToken", accessorToken: "tok_walker" },
  })
  for (let number = 4; number <= shipments; number++) await world.disclosures.append(seen(number))
  await world.settle()
  const aliasOf = (partyId: string): string => {
    const [opened] = world.exchange.published(breachCaseOpened, partyId)
    if (opened === undefined) throw new Error(`${partyId} was not alerted to a case`)
    return opened.data.caseAlias
  }
  const view = async (partyId: string) =>
    ownView.parse((await call(partyId, "GET", `/v1/cases/${aliasOf(partyId)}`)).json)
  return {
    world,
    aliasOf,
    view,
    /** Acts on the case as a party. */
    act: async (partyId: string, what: string, body: object) => {
      const { statusCode: status, json } = await call(partyId, "POST", `/v1/cases/${aliasOf(partyId)}/${what}`, body)
      return { status, ...answer.parse(json) }
    },
    /** Lets hours pass. The duties are watched at the end of each. */
    pass: async (count: number) => {
      for (let hour = 0; hour < count; hour++) {
        world.passSeconds(3600)
        await watch()
        await world.settle()
      }
    },
    /** The carrier's duty to notify the people, as the retailer sees it. */
    theirs: async () => {
      const { others } = await view("leafline")
      const found = others.flatMap(({ duties }) => duties).find(({ kind }) => kind === "tellIndividuals")
      if (found === undefined) throw new Error("The retailer does not see the carrier's duty")
      return found.dutyId
    },
  }
}

type Case = Awaited<ReturnType<typeof reportedCase>>

describe("the breach of 2018 without an answer", () => {
  let open: Case
  const audiences = (events: { metadata: { audience?: string | undefined } }[]) =>
    [...new Set(events.map(({ metadata }) => metadata.audience))].sort()

  beforeAll(async () => {
    open = await reportedCase()
  })

  it("opens one case with every shipment seen, and alerts both parties", async () => {
    expect((await open.view("leafline")).counts.shipments).toBe(shipments)
    expect(audiences(open.world.exchange.published(breachCaseOpened))).toEqual(["leafline", "northpost"])
  })

  it("lets the retailer ask the carrier, and refuses to take the duty over before a day has passed", async () => {
    const dutyId = await open.theirs()
    expect(await open.act("leafline", `duties/${dutyId}`, { step: { operation: "request" } })).toMatchObject({
      status: 200,
    })
    expect(open.world.exchange.published(forwardedDutyRequested, "northpost")).toHaveLength(1)
    expect(await open.act("leafline", `duties/${dutyId}`, { step: { operation: "takeOver" } })).toMatchObject({
      status: 409,
      code: "notInThisState",
    })
  })

  it("alerts the escalation contacts of both parties three times while nobody acknowledges", async () => {
    await open.pass(23)
    const escalated = open.world.exchange
      .published(breachCaseUpdated)
      .filter(({ data }) => data.reason === "escalation")
      .map(({ metadata }) => metadata.audience)
    expect(escalated.sort()).toEqual(["leafline", "leafline", "leafline", "northpost", "northpost", "northpost"])
    const mailed = open.world.mail.sent.filter(({ level }) => level === "escalation").map(({ partyId }) => partyId)
    expect(mailed.sort()).toEqual(escalated)
  })

  it("reports to both parties that the request is unanswered after a day", async () => {
    expect(open.world.exchange.published(dutyUnanswered)).toEqual([])
    await open.pass(1)
    const unanswered = open.world.exchange.published(dutyUnanswered)
    expect(audiences(unanswered)).toEqual(["leafline", "northpost"])
    expect(new Set(unanswered.map(({ data }) => data.duty.kind))).toEqual(new Set(["tellIndividuals"]))
  })

  it("lets the retailer take the duty over without consent, and informs the carrier", async () => {
    const dutyId = await open.theirs()
    expect(await open.act("leafline", `duties/${dutyId}`, { step: { operation: "takeOver" } })).toMatchObject({
      status: 200,
    })
    const received = open.world.exchange.published(forwardedDutyTakenOver, "northpost")
    expect(received.map(({ data }) => data.reason)).toEqual(["unanswered"])
    // The retailer is discreet: the carrier sees that a retailer took it over, but not which.
    expect(received.map(({ data }) => data.actor)).toEqual([{ kind: "retailer" }])
  })

  it("reminds once of every duty, a day before it is due", async () => {
    await open.pass(30)
    const due = open.world.exchange
      .published(dutyDue)
      .map(({ metadata, data }) => `${metadata.audience} ${data.duty.kind}`)
    expect(due.sort()).toEqual([
      "leafline keepRecord",
      "leafline tellIndividuals",
      // The duty that it took over.
      "leafline tellIndividuals",
      "leafline tellRegulator",
      "northpost keepRecord",
      "northpost tellIndividuals",
      "northpost tellOtherOrganisation",
    ])
    expect(open.world.exchange.published(dutyOverdue)).toEqual([])
  })

  it("alerts when a duty is overdue, and each day after that with the escalation contacts", async () => {
    const { duties } = await open.view("northpost")
    const dueAt = duties.find(({ kind }) => kind === "keepRecord")?.dueAt ?? ""
    await open.pass(Math.ceil((Date.parse(dueAt) - open.world.clock().getTime()) / 3_600_000))
    const first = open.world.exchange.published(dutyOverdue)
    expect(audiences(first)).toEqual(["leafline", "northpost"])
    expect(first.every(({ data }) => data.escalation === 1)).toBe(true)
    await open.pass(24 * 3)
    const all = open.world.exchange.published(dutyOverdue)
    const ofRecord = all
      .filter(({ metadata, data }) => metadata.audience === "northpost" && data.duty.kind === "keepRecord")
      .map(({ data }) => data.escalation)
    expect(ofRecord).toEqual([1, 2, 3, 4])
    expect(new Set(all.map(({ metadata }) => metadata.id)).size).toBe(all.length)
  })

  it("ends the carrier's seven days to notify its regulator with the last second in its own time zone", async () => {
    const { duties } = await open.view("northpost")
    // Aware on 2 November in Toronto (standard time): the seventh day ends on the 9th.
    expect(duties.find(({ kind }) => kind === "tellRegulator")?.dueAt).toBe("2026-11-10T04:59:59Z")
    const ofRegulator = () =>
      open.world.exchange.published(dutyOverdue, "northpost").filter(({ data }) => data.duty.kind === "tellRegulator")
    const seconds = (Date.parse("2026-11-10T04:59:00Z") - open.world.clock().getTime()) / 1000
    await open.pass(Math.floor(seconds / 3600))
    expect(ofRegulator()).toEqual([])
    await open.pass(2)
    expect(ofRegulator().map(({ data }) => data.dueIs)).toEqual(["legalDeadline"])
  })

  it("lets the retailer notify everybody and discharge its duties", async () => {
    const shipmentIds = Array.from({ length: shipments }, (_, place) => `s${place + 1}`)
    const now = open.world.clock().toISOString()
    expect(
      await open.act("leafline", "receipts", {
        method: "email",
        notifiedAt: now,
        recipients: { kind: "shipmentIds", shipmentIds },
      }),
    ).toMatchObject({ status: 200 })
    expect((await open.view("leafline")).notices.told).toBe(shipments)
    const receipt = (kind: string) => ({ step: { operation: "discharge", receipt: { kind, reference: "1", at: now } } })
    const own = (await open.view("leafline")).duties
    const idOf = (kind: string) => own.find((duty) => duty.kind === kind)?.dutyId ?? ""
    for (const [dutyId, kind] of [
      [await open.theirs(), "individualsNotified"],
      [idOf("tellIndividuals"), "individualsNotified"],
      [idOf("tellRegulator"), "regulatorReceipt"],
      [idOf("keepRecord"), "recordEntry"],
    ] as const) {
      expect(await open.act("leafline", `duties/${dutyId}`, receipt(kind))).toMatchObject({ status: 200 })
    }
    expect(new Set((await open.view("leafline")).duties.map(({ state }) => state))).toEqual(new Set(["discharged"]))
  })

  it("keeps the case open while the carrier has notified no regulator and no containment is attested", async () => {
    const refused = await open.act("leafline", "closing", { outcome: "resolved" })
    expect(refused.status).toBe(409)
    expect(new Set(refused.obstacles?.map(({ code }) => code))).toEqual(
      new Set(["dutyOutstandingElsewhere", "containmentNotAttested"]),
    )
    const carrier = (await open.view("northpost")).duties
    expect(carrier.find(({ kind }) => kind === "tellIndividuals")?.state).toBe("discharged")
    expect(carrier.find(({ kind }) => kind === "tellRegulator")?.state).toBe("open")
  })

  it("stops reminding of discharged duties, and continues for the others", async () => {
    const known = open.world.exchange.published(dutyOverdue).length
    await open.pass(48)
    const later = open.world.exchange.published(dutyOverdue).slice(known)
    expect(later.length).toBeGreaterThan(0)
    expect(new Set(later.map(({ data }) => data.duty.kind))).toEqual(new Set(["tellRegulator"]))
    expect(audiences(later)).toEqual(["northpost"])
  })
})
