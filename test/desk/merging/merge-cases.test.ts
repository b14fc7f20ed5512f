import { describe, expect } from "@jest/globals"
import { actOnDuty } from "../../../shared/desk/actions/act-on-duty.ts"
import { recordMeasure } from "../../../shared/desk/actions/record-measure.ts"
import { recordNotified } from "../../../shared/desk/actions/record-notified.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { participantOf } from "../../../shared/desk/cases/participant.ts"
import { notNotified } from "../../../shared/desk/duties/duty.ts"
import { noticeProgress } from "../../../shared/desk/notices/notice-progress.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { exhaustively } from "../../exhaustively.ts"
import { aliasIn, type BreachWorld, breachParties, breachWorld, seen, walkAnomaly } from "../breach-world.ts"

const measures = 250
const shops = Array.from({ length: 32 }, (_, place) => `shop-${String(place).padStart(2, "0")}`)
const cafe = { network: "network#cafe", subject: "subject#cookie-at-cafe" }

/**
 * Two open cases of one carrier, and what parties do about the younger one. `bridge` shows that they are one breach.
 */
async function twoCases() {
  const [retailer, , carrier] = breachParties
  if (retailer?.kind !== "retailer" || carrier === undefined) throw new Error("no such party")
  let crashAfter = Number.POSITIVE_INFINITY
  const world = breachWorld({
    startsAt: "2026-11-01T14:30:00.000Z",
    parties: [carrier, ...shops.map((id) => ({ ...retailer, id, alias: id.toUpperCase(), discreet: false }))],
    interrupt: async () => {
      crashAfter -= 1
      if (crashAfter === 0) throw new Error("crash")
    },
  })
  const [firstShop = ""] = shops
  for (let number = 1; number <= 3; number++)
    await world.disclosures.append(seen(number, { retailerId: firstShop, subject: "subject#cookie-at-home" }))
  for (const [place, retailerId] of shops.entries())
    await world.disclosures.append(seen(100 + place, { ...cafe, retailerId, accessId: `cafe-${place}` }))
  const network = { subject: undefined, retailerId: firstShop }
  const evening = "2026-11-01T18:00:50.000Z"
  await world.anomalies.raise(
    walkAnomaly({ ...network, accessorKey: "network#home-of-walker", anomalyId: "anomaly-home" }),
  )
  await world.settle()
  world.passSeconds(5)
  await world.anomalies.raise(
    walkAnomaly({
      ...network,
      accessorKey: cafe.network,
      network: cafe.network,
      crossedAt: evening,
      anomalyId: "anomaly-cafe",
    }),
  )
  await world.settle()
  const younger = world
    .heads()
    .find(({ caseId }) => world.rowsOf("key").some((row) => row.caseId === caseId && row.accessorKey === cafe.network))
  if (younger === undefined || world.heads().length !== 2) throw new Error("not two cases")
  const aliases = new Map(world.directory.all.map(({ id }) => [id, aliasIn(world, younger, id)]))
  const action = (partyId: string, actionId: string) => {
    const party = world.directory.named(partyId)
    if (party === undefined) throw new Error("no such party")
    return { party, caseAlias: aliases.get(partyId) ?? "", actionId }
  }
  const desk = { ...world.desk, records: world.records }
  const at = world.clock().toISOString()
  const again = {
    measure: (number: number) =>
      recordMeasure(desk, action("northpost", `measure-${number}`), {
        kind: "mitigation",
        code: "peopleSupported",
        at,
      }),
    request: (shop: string) =>
      actOnDuty(desk, action(shop, `request-${shop}`), {
        duty: { law: "ca-privacy-act", kind: "tellIndividuals" },
        step: { operation: "request" },
        at,
      }),
    accept: (dutyId: string) =>
      actOnDuty(desk, action("northpost", `accept-${dutyId}`), { duty: { dutyId }, step: { operation: "accept" }, at }),
    notify: (shop: string) =>
      recordNotified(desk, action(shop, `notified-${shop}`), {
        method: "email",
        notifiedAt: at,
        recipients: { kind: "shipmentIds", shipmentIds: [`s${100 + shops.indexOf(shop)}`] },
      }),
    notice: (shipments: number) =>
      recordNotified(desk, action("northpost", "notice"), {
        method: "publicNotice",
        notifiedAt: at,
        recipients: { kind: "public", shipments },
      }),
  }
  return {
    world,
    again,
    younger,
    crashAfter: (effects: number) => {
      crashAfter = effects
    },
    bridge: () =>
      world.anomalies.raise(
        walkAnomaly({ anomalyId: "anomaly-bridge", crossedAt: evening, network: cafe.network, retailerId: firstShop }),
      ),
    bridgeHome: () => world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-bridge-2", retailerId: firstShop })),
  }
}

const requesters = shops.slice(0, 24)
const notifiers = shops.slice(10, 20)

async function workOn({ again, world }: Awaited<ReturnType<typeof twoCases>>, count: number): Promise<void> {
  for (let number = 1; number <= count; number++) await again.measure(number)
  for (const shop of requesters) await again.request(shop)
  for (const shop of notifiers) await again.notify(shop)
  await world.settle()
}

function openCase(world: BreachWorld) {
  const [survivor, ...further] = world.heads().filter((row) => row.state === "open")
  if (survivor === undefined || further.length > 0) throw new Error("the cases are not one")
  return survivor
}

/** What the surviving case holds of measures, duties and receipts. */
function workIn(world: BreachWorld) {
  const survivor = openCase(world)
  const inCase = ({ caseId }: { caseId: string }) => caseId === survivor.caseId
  const carriers = world
    .rowsOf("duty")
    .filter(inCase)
    .map(({ duty }) => duty)
  return {
    merging: survivor.merging,
    measures: world.rowsOf("measure").filter(inCase).length,
    duties: carriers.length,
    requested: carriers
      .filter(({ state }) => state === "requested")
      .map(({ towards, requests }) => [towards, requests.length]),
    notified: world
      .rowsOf("party")
      .filter(inCase)
      .filter(({ notified }) => notified.direct > 0)
      .map(({ partyId, notified }) => [partyId, notified.direct])
      .sort(),
  }
}

const expected = (count: number) => ({
  merging: [],
  measures: count,
  // The carrier tells the regulator and keeps a record once, and tells each shop and its people apart. Each shop has
  // three.
  duties: 2 + 2 * shops.length + 3 * shops.length,
  requested: requesters.map((shop) => [shop, 1]),
  notified: [["northpost", notifiers.length], ...notifiers.map((shop) => [shop, 1])],
})

describe("a merge of two large cases", () => {
  exhaustively("loses none of hundreds of measures, duties and receipts", async () => {
    const cases = await twoCases()
    const { world, again, younger } = cases
    await workOn(cases, measures)
    await cases.bridge()
    await cases.bridgeHome()
    await world.settle()
    await makeWatchDuties(world.desk)()
    await world.settle()
    expect(workIn(world)).toEqual(expected(measures))
    for (const repeat of [
      again.measure(1),
      again.measure(measures),
      again.request(requesters[0] ?? ""),
      again.notify(notifiers[3] ?? ""),
    ])
      expect(await repeat).toMatchObject({ outcome: "repeated" })
    expect(workIn(world)).toEqual(expected(measures))
    // The younger case published its duties under other ids. These still lead to them.
    const duty = { party: "northpost", law: "ca-privacy-act", kind: "tellRegulator" }
    const youngerAlias = aliasIn(world, younger, "northpost")
    expect(await again.accept(dutyIdOf(youngerAlias, duty))).toMatchObject({
      outcome: "done",
      more: { state: "accepted" },
    })
    expect(await again.accept(dutyIdOf(younger.caseId, duty))).toEqual({ refused: "unknownDuty" })
    const northpost = world.directory.named("northpost")
    const found = northpost && (await participantOf(world.desk, northpost, youngerAlias))
    expect(found?.current.state).toBe("open")
  })

  exhaustively("continues after a crash at any point", async () => {
    let crashes = 0
    for (let effects = 1; effects < 3000; effects += 29) {
      const cases = await twoCases()
      const { world } = cases
      await workOn(cases, 30)
      await cases.bridge()
      await cases.bridgeHome()
      cases.crashAfter(effects)
      let crashed = false
      for (let task = world.pending.shift(); task !== undefined; task = world.pending.shift()) {
        const { run } = task
        await run().catch(() => {
          crashed = true
          return run()
        })
      }
      cases.crashAfter(Number.POSITIVE_INFINITY)
      await makeWatchDuties(world.desk)()
      await world.settle()
      expect(workIn(world)).toEqual(expected(30))
      if (!crashed) break
      crashes += 1
    }
    expect(crashes).toBeGreaterThan(3)
  })

  exhaustively("makes receipts wait, and takes each in the case that holds its people", async () => {
    let waited = 0
    for (let effects = 10; effects < 700; effects += 43) {
      const cases = await twoCases()
      const { world, again } = cases
      await cases.bridge()
      await cases.bridgeHome()
      cases.crashAfter(effects)
      const isJoining = () => world.heads().some(({ merging = [] }) => merging.length > 0)
      for (let task = world.pending.shift(); task !== undefined; task = world.pending.shift()) {
        const { run } = task
        await run().catch(() => (isJoining() ? undefined : run()))
      }
      cases.crashAfter(Number.POSITIVE_INFINITY)
      // Until the younger case has ended, it takes receipts for its own people.
      if (!world.heads().some(({ state }) => state === "merged")) continue
      const [shop = ""] = notifiers
      for (const send of [() => again.notify(shop), () => again.notice(35)]) {
        const answer = await send().catch((error: Error) => error.name)
        if (answer === "CaseBusy") waited += 1
        else expect(answer).toMatchObject({ outcome: "done", unknown: [] })
      }
      await makeWatchDuties(world.desk)()
      await world.settle()
      for (const send of [() => again.notify(shop), () => again.notice(35)])
        expect(await send()).toMatchObject({ outcome: expect.stringMatching(/done|repeated/), unknown: [] })
      const progress = world
        .rowsOf("party")
        .filter(({ caseId, partyId }) => caseId === openCase(world).caseId && ["northpost", shop].includes(partyId))
        .map((row) => noticeProgress(row))
      expect(progress.map(({ notified, affected }) => [notified, affected])).toEqual([
        [1, 35],
        [1, 1],
      ])
      expect(progress.map(notNotified)).toEqual([0, 0])
    }
    expect(waited).toBeGreaterThan(5)
  })
})
