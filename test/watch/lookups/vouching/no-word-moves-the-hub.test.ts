import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { makeLearnRetailerProfiles } from "../../../../shared/watch/detection/learning/learn-retailer-profiles.ts"
import { exhaustively } from "../../../exhaustively.ts"
import { type Ask, type Asked, accessWorld, anAccess, leaflineReference } from "../access-world.ts"

/**
 * Whatever a party says of visitors, honest visitors of the hub's own page are answered the same, and what the hub
 * keeps of them is the same. Each kind of word is said often enough to alarm every profile that it enters.
 */

const parcels = 24
const rightCode = "V6B 1A1"
const wrongCode = "K1A 0B1"
type World = ReturnType<typeof accessWorld>

/** Parcels of two retailers, close together among the orders of one of them and among the carrier's numbers. */
const placesOf = {
  leafline: (place: number) => ({ retailer: "Leafline", orderReference: leaflineReference(48_200 + place * 3) }),
  northpost: (place: number) => ({ carrier: "northpost", trackingNumber: `NP60000${46_600 + place * 3}CA` }),
} as const
type Numbers = keyof typeof placesOf

async function worldWithParcels(): Promise<World> {
  const world = accessWorld()
  for (let place = 0; place < parcels; place++) {
    const isOfLeafline = place % 2 === 0
    const orderReference = isOfLeafline ? placesOf.leafline(place).orderReference : `ORDER-${place}`
    const { trackingNumber } = placesOf.northpost(place)
    await world.ship(isOfLeafline ? "leafline" : "maplebooks", {
      shipmentId: `shp_place${place}`,
      orderReference,
      trackingNumber,
      recipient: { postalCode: rightCode, country: "CA", addressLine: `${place} Main St` },
    })
    await world.progress(trackingNumber)
  }
  return world
}

/** One kind of word: who says it, of which numbers, and what the visitors are said to have done. */
type Word = {
  readonly by: "reported" | "delegated"
  readonly party: "leafline" | "maplebooks" | "northpost" | "otherpost"
  readonly numbers: Numbers
  readonly did: "saw" | "missed" | "gave a wrong code" | "gave a right code"
  readonly from: "an address each" | "the honest visitor's address" | "one IPv6 prefix"
  readonly times: number
}

const words: fc.Arbitrary<Word> = fc.record({
  by: fc.constantFrom("reported", "delegated"),
  party: fc.constantFrom("leafline", "maplebooks", "northpost", "otherpost"),
  numbers: fc.constantFrom("leafline", "northpost"),
  did: fc.constantFrom("saw", "missed", "gave a wrong code", "gave a right code"),
  from: fc.constantFrom("an address each", "the honest visitor's address", "one IPv6 prefix"),
  times: fc.integer({ min: 10, max: parcels }),
})

const honest: readonly Ask[] = [{ ip: "198.51.100.7" }, { ip: "2001:db8:1:2::7" }, { ip: "198.51.100.8" }]

const addressOf = ({ from }: Word, visitor: number): string => {
  if (from === "an address each") return `203.0.113.${visitor}`
  return from === "one IPv6 prefix" ? `2001:db8:1:${100 + visitor}::1` : (honest[visitor % 2]?.ip ?? "")
}

/** A place between the parcels, where no parcel is. */
const between = (place: number) => place + 1 / 3

async function say(world: World, word: Word): Promise<void> {
  for (let visitor = 0; visitor < word.times; visitor++) {
    const place = word.did === "missed" ? between(visitor) : visitor
    const asked = placesOf[word.numbers](place)
    if (word.by === "reported") await report(world, { word, visitor, asked })
    else {
      const proof =
        word.did === "gave a wrong code" ? wrongCode : word.did === "gave a right code" ? rightCode : undefined
      const onBehalfOf = { ip: addressOf(word, visitor), session: `invented-session-${visitor}` }
      const body = proof === undefined ? asked : { ...asked, postalCode: proof }
      await world.lookUp(body, { party: word.party, onBehalfOf })
    }
  }
}

function report(
  world: World,
  { word, visitor, asked }: { word: Word; visitor: number; asked: ReturnType<(typeof placesOf)[Numbers]> },
) {
  const carrier = word.party === "otherpost" ? "otherpost" : "northpost"
  const reference: TrackingAccess["reference"] =
    "trackingNumber" in asked
      ? { kind: "trackingNumber", trackingNumber: asked.trackingNumber }
      : { kind: "orderReference", retailerAlias: asked.retailer, orderReference: asked.orderReference }
  const [outcome, fields] =
    word.did === "missed"
      ? (["miss", []] as const)
      : word.did === "gave a wrong code"
        ? (["challengeFailed", []] as const)
        : (["hit", ["existence", "phase"]] as const)
  const access = anAccess(visitor, {
    at: world.now().toISOString(),
    accessor: { kind: "raw", ip: addressOf(word, visitor) },
    reference,
    outcome,
    proof: word.did === "gave a right code" ? "postalCode" : "none",
    fields: [...fields],
  })
  return world.report([access], carrier)
}

/** Waits until so many seconds after the beginning, so that what is said does not move the time of what follows. */
const until = (world: World, startedAt: number, seconds: number): void => {
  world.wait(seconds - (world.now().getTime() - startedAt) / 1000)
}

/** Honest visitors: with the right code, with a typing error before it, and without proof. */
async function honestLookups(world: World, startedAt: number, fromSeconds: number): Promise<Asked[]> {
  const answers: Asked[] = []
  for (const [visitor, ask] of honest.entries()) {
    for (const numbers of ["leafline", "northpost"] as const) {
      const asked = placesOf[numbers](visitor * 4 + (numbers === "leafline" ? 0 : 1))
      const tries =
        visitor === 2
          ? [{}]
          : visitor === 1
            ? [{ postalCode: wrongCode }, { postalCode: rightCode }]
            : [{ postalCode: rightCode }]
      for (const proof of tries) {
        until(world, startedAt, fromSeconds + answers.length * 60)
        answers.push(await world.lookUp({ ...asked, ...proof }, ask))
      }
    }
  }
  return answers
}

/** What the hub answers honest visitors and keeps of them, with words said before and between. */
async function play(said: readonly Word[]) {
  const world = await worldWithParcels()
  const startedAt = world.now().getTime()
  const learn = makeLearnRetailerProfiles({
    parties: world.parties,
    samples: world.profiles,
    retailerProfiles: world.retailerProfiles,
    clock: world.now,
  })
  const answers: Asked[] = []
  for (const [turn, word] of [...said, undefined].entries()) {
    if (word !== undefined) await say(world, word)
    until(world, startedAt, (turn + 1) * 7_200 - 60)
    await learn()
  }
  // The words are over. What they left behind is all there.
  answers.push(...(await honestLookups(world, startedAt, 40_000)))
  until(world, startedAt, 50_400)
  for (const word of said) await say(world, word)
  answers.push(...(await honestLookups(world, startedAt, 50_500)))
  const learned = await Promise.all(["leafline", "maplebooks", "northpost"].map((id) => world.retailerProfiles.get(id)))
  return {
    answers: answers.map(({ status, text, milliseconds }) => ({ status, text, milliseconds })),
    profiles: world.profiles.rows(),
    restrictions: world.restrictions.rows().filter(({ vouchedBy }) => vouchedBy === undefined),
    taught: learned.map((row) => ({ missShare: row?.learned?.missShare, codes: row?.learned?.wrongCodeShare })),
    said: world.restrictions.rows().filter(({ vouchedBy }) => vouchedBy !== undefined),
  }
}

async function expectUnmoved(said: readonly Word[]): Promise<void> {
  const [alone, among] = [await play([]), await play(said)]
  expect(among.answers).toEqual(alone.answers)
  expect(among.restrictions).toEqual(alone.restrictions)
  expect(among.taught).toEqual(alone.taught)
  expect(among.profiles).toEqual(expect.arrayContaining(alone.profiles))
}

describe("honest lookups on the hub's page", () => {
  it("are answered when nobody says anything", async () => {
    const once = [200, 200, 404, 200, 404, 200, 404, 200]
    const { answers, restrictions } = await play([])
    expect(answers.map(({ status }) => status)).toEqual([...once, ...once])
    expect(restrictions).toEqual([])
  })

  it("are answered the same whatever one party says before and between", async () => {
    await fc.assert(fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 3 }), expectUnmoved), { numRuns: 12 })
  })

  exhaustively("are answered the same after each kind of word", async () => {
    for (const by of ["reported", "delegated"] as const)
      for (const party of ["leafline", "maplebooks", "northpost", "otherpost"] as const)
        for (const numbers of ["leafline", "northpost"] as const)
          for (const did of ["saw", "missed", "gave a wrong code", "gave a right code"] as const)
            for (const from of ["an address each", "the honest visitor's address", "one IPv6 prefix"] as const)
              if (by === "delegated" || party.endsWith("post"))
                await expectUnmoved([{ by, party, numbers, did, from, times: 14 }])
  })

  it("are the only ones unmoved: what a party says restricts its own visitors", async () => {
    const word = {
      by: "reported",
      party: "northpost",
      numbers: "leafline",
      from: "the honest visitor's address",
    } as const
    const { said } = await play([{ ...word, did: "gave a wrong code", times: parcels }])
    expect(said.length).toBeGreaterThan(0)
    expect(said.every(({ vouchedBy }) => vouchedBy === "northpost")).toBe(true)
  })
})
