import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { confirmClaims } from "../../../../shared/intake/tracking/confirm-claims.ts"
import { formatOrderReference } from "../../../../shared/intake/tracking/order-reference.ts"
import { accessWorld, anAccess, leaflineReference, linkToken } from "../access-world.ts"

/**
 * What the hub shows recipients of Maple Books, and whom it refuses, is the same whatever another retailer and another
 * carrier say. Leafline is that retailer: it creates shipments, claims Maple Books' numbers before and after it, asks
 * for visitors, and has shipments erased. The exceptions are named in {@link exceptions}.
 */

type World = ReturnType<typeof accessWorld>

const numberOf = (place: number) => `NP70000${10_000 + place}CA`
const orderOf = (place: number) =>
  formatOrderReference(731_000 + place, { prefix: "MB", digits: 6, checkDigit: "luhn" })
const mailedFor = (place: number) => linkToken(`owner-${place}`)
const code = { postalCode: "V6B 1A1" }
const parcels = 2

const word = fc.oneof(
  fc.record({ says: fc.constant("claims" as const), place: fc.nat(parcels - 1), own: fc.nat(5) }),
  fc.record({ says: fc.constant("creates" as const), own: fc.nat(5) }),
  fc.record({ says: fc.constant("cancels" as const), own: fc.nat(5) }),
  fc.record({ says: fc.constant("erases" as const), own: fc.nat(5) }),
  fc.record({
    says: fc.constant("delegates" as const),
    place: fc.nat(parcels - 1),
    times: fc.integer({ min: 1, max: 12 }),
  }),
  fc.record({
    says: fc.constant("reports" as const),
    place: fc.nat(parcels - 1),
    times: fc.integer({ min: 1, max: 12 }),
  }),
)
type Word = typeof word extends fc.Arbitrary<infer Said> ? Said : never

async function say(world: World, said: Word, turn: number): Promise<void> {
  const strangers = { recipient: { postalCode: "M5V 3L9", country: "CA", addressLine: "1 Yonge St" } }
  const ofLeafline = (own: number) => ({ retailerId: "leafline", shipmentId: `shp_own${own}` })
  switch (said.says) {
    case "creates":
      return world.ship("leafline", { ...strangers, ...created(said.own) })
    case "claims": {
      await world.ship("leafline", { ...strangers, ...created(said.own) })
      const number = {
        trackingNumber: numberOf(said.place),
        at: new Date(1_000 * turn).toISOString(),
        eventKey: `${turn}`,
      }
      await world.records.recordNumber(ofLeafline(said.own), number)
      return
    }
    case "cancels":
      await world.records.recordCancellation(ofLeafline(said.own), world.now().toISOString())
      return
    case "erases":
      return world.records.erase(ofLeafline(said.own), undefined)
    case "delegates":
      for (let visitor = 0; visitor < said.times; visitor += 1)
        await world.lookUp(
          { carrier: "northpost", trackingNumber: numberOf(said.place), postalCode: "K1A 0B1" },
          { party: "leafline", onBehalfOf: { ip: `203.0.113.${visitor}`, session: `invented-${visitor}` } },
        )
      return
    case "reports":
      for (let visitor = 0; visitor < said.times; visitor += 1) {
        const reference = { kind: "trackingNumber", trackingNumber: numberOf(said.place) } as const
        const accessor = { kind: "raw", ip: `203.0.113.${visitor}` } as const
        const failed = { outcome: "challengeFailed", fields: [] as [] } as const
        await world.report(
          [anAccess(visitor, { at: world.now().toISOString(), reference, accessor, ...failed })],
          "otherpost",
        )
      }
  }
}

const created = (own: number) => ({ shipmentId: `shp_own${own}`, orderReference: leaflineReference(48_000 + own) })

async function shipOf(world: World, place: number): Promise<void> {
  await world.ship("maplebooks", {
    shipmentId: `shp_owner${place}`,
    orderReference: orderOf(place),
    trackingNumber: numberOf(place),
    linkTokenDigest: mailedFor(place).linkTokenDigest,
    recipient: { ...code, country: "CA", addressLine: `${place} Main St` },
  })
}

/** Each way in which a recipient of Maple Books looks up, and one without proof. */
const asking = (place: number) => ({
  "by order": { retailer: "Maple Books", orderReference: orderOf(place), ...code },
  "by link": { linkToken: mailedFor(place).linkToken },
  "by number": { carrier: "northpost", trackingNumber: numberOf(place), ...code },
  "without proof": { carrier: "northpost", trackingNumber: numberOf(place) },
})

type Answers = Record<string, { status: number; body: unknown }>

async function play(before: readonly Word[], after: readonly Word[], isNamed: boolean): Promise<Answers> {
  const world = accessWorld()
  for (const [turn, said] of before.entries()) await say(world, said, turn)
  const startedAt = world.now().getTime()
  for (let place = 0; place < parcels; place += 1) await shipOf(world, place)
  for (const [turn, said] of after.entries()) await say(world, said, 100 + turn)
  for (let place = 0; place < parcels; place += 1) {
    if (isNamed) await world.progress(numberOf(place), true)
    else await report(world, place)
  }
  // A day and an hour after all were claimed and reported, whatever was said.
  world.wait(25 * 3_600 - (world.now().getTime() - startedAt) / 1_000)
  await confirmClaims({ rows: world.records.table, clock: world.now })
  const answers: Answers = {}
  for (let place = 0; place < parcels; place += 1)
    for (const [way, asked] of Object.entries(asking(place))) {
      const { status, body } = await world.lookUp(asked, { ip: `198.51.100.${place}` })
      answers[`${place} ${way}`] = { status, body }
    }
  return answers
}

/** The carrier reports the delivery, and names nobody. */
const report = (world: World, place: number) =>
  world.records.recordProgress(
    { carrierId: "northpost", trackingNumber: numberOf(place) },
    { status: "delivered", at: "2026-11-05T09:00:00.000Z", signatoryRecorded: true },
  )

/**
 * What a party's word can change for others, each with the reason:
 * - `heldProgress`: while two retailers claim a number and its carrier names none, neither's recipients see progress.
 *   Nobody knows whose it is, and showing it to both would show it to a stranger.
 * - `hiddenName`: by such a number a recipient sees no retailer's name, because each may be discreet.
 * - `hiddenPhase`: without proof such a number shows nothing if one of them wants that.
 */
const exceptions = ["heldProgress", "hiddenName", "hiddenPhase"] as const
type Exception = (typeof exceptions)[number]

/** What of an answer is the same with these exceptions. */
function lasting({ status, body }: { status: number; body: unknown }, way: string, allowed: readonly Exception[]) {
  if (way.endsWith("without proof")) return allowed.includes("hiddenPhase") ? "anything" : { status, body }
  return allowed.includes("heldProgress") ? { status } : { status, body }
}

const words = fc.array(word, { minLength: 1, maxLength: 5 })

describe("recipients of one retailer", () => {
  it("all open their parcels when nobody else says anything", async () => {
    for (const isNamed of [true, false]) {
      const answers = await play([], [], isNamed)
      expect(Object.values(answers).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200, 200])
      expect(JSON.stringify(answers)).toContain('"phase":"delivered"')
      expect(JSON.stringify(answers)).not.toContain('"phase":"expected"')
    }
  })

  it("are answered the same whatever another retailer and carrier say, where the carrier names the shipper", async () => {
    const alone = await play([], [], true)
    await fc.assert(
      fc.asyncProperty(words, words, async (before, after) => {
        expect(await play(before, after, true)).toEqual(alone)
      }),
      { numRuns: 20 },
    )
  })

  it("are refused nothing more where it names nobody, but for the named exceptions of a contested number", async () => {
    const alone = await play([], [], false)
    await fc.assert(
      fc.asyncProperty(words, words, async (before, after) => {
        const claimed = new Set([...before, ...after].flatMap((said) => (said.says === "claims" ? [said.place] : [])))
        const among = await play(before, after, false)
        for (const [way, answer] of Object.entries(among)) {
          const allowed = claimed.has(Number(way.split(" ")[0])) ? exceptions : []
          const without = alone[way]
          if (without === undefined) throw new Error(way)
          expect([way, lasting(answer, way, allowed)]).toEqual([way, lasting(without, way, allowed)])
        }
      }),
      { numRuns: 30 },
    )
  })
})
