import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { dutyIdOf } from "../../shared/desk/cases/duty-rows.ts"
import type { Duty } from "../../shared/desk/duties/duty.ts"
import { type BreachWorld, breachWorld, seen, shipParcel, walkAnomaly } from "./breach-world.ts"
import { type DeskObjects, deskActions } from "./desk-actions.ts"
import { caller } from "./desk-caller.ts"
import { at, seenUnclaimed } from "./exposures/unclaimed-parcels.ts"

/**
 * Somebody walks along Leafline's parcels, some of which no retailer had claimed yet. Which duties Leafline and
 * Northpost have then, and since when, is the same whatever Maple Books says: shipments, claims of Leafline's numbers
 * before and after it, erasures, and every request of the desk about cases that it knows or guesses, evidence and
 * reports of breaches among them. The exceptions are named in {@link exceptions}.
 */

const shipments = 3
const word = fc.oneof(
  fc.record({ says: fc.constant("claims" as const), number: fc.integer({ min: 1, max: shipments }) }),
  fc.record({ says: fc.constant("creates" as const), number: fc.integer({ min: 4, max: 6 }) }),
  fc.record({ says: fc.constant("erases" as const), number: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    says: fc.constant("asks" as const),
    about: fc.constantFrom("Leafline's case", "its own case"),
    which: fc.nat(200),
  }),
  fc.record({ says: fc.constant("reports" as const), tool: fc.constantFrom("guarded", "observed:northpost") }),
)
type Word = typeof word extends fc.Arbitrary<infer Said> ? Said : never

const ownIds = (number: number) => ({ retailerId: "maplebooks", shipmentId: `s${100 + number}` })

async function say(world: BreachWorld, said: Word): Promise<void> {
  switch (said.says) {
    case "creates":
      return shipParcel(world, "maplebooks", 100 + said.number)
    case "claims":
      await shipParcel(world, "maplebooks", 100 + said.number, { numbered: false })
      await world.records.recordNumber(ownIds(said.number), {
        trackingNumber: `NP${String(said.number).padStart(6, "0")}CA`,
        at,
        eventKey: `claim-${said.number}`,
      })
      return
    case "erases":
      return world.records.erase(ownIds(said.number), undefined)
    case "reports":
      await caller(world)("maplebooks", "POST", "/v1/cases", {
        finder: "finder",
        tool: said.tool,
        receivedAt: "2026-11-01T14:09:00.000Z",
        evidence: { kind: "timeRange", since: "2026-11-01T00:00:00.000Z", until: "2026-11-01T14:09:00.000Z" },
      })
      return
    case "asks": {
      const objects = objectsOf(world, said.about === "its own case" ? "maplebooks" : "leafline")
      const actions = Object.entries(deskActions(objects)).flatMap(([route, asked]) =>
        asked.map((one) => ({ ...one, method: route.split(" ")[0] ?? "" })),
      )
      const action = actions[said.which % actions.length]
      if (action !== undefined) await caller(world)("maplebooks", action.method, action.path, action.body)
    }
  }
}

/** What a request can be about: the case in which a party is, and a duty of Leafline there. */
function objectsOf(world: BreachWorld, partyId: "leafline" | "maplebooks"): DeskObjects {
  const row = world.rowsOf("party").find((one) => one.partyId === partyId)
  const duty = world.rowsOf("duty").find((one) => one.caseId === row?.caseId && one.duty.party !== "maplebooks")?.duty
  const owner = world.rowsOf("party").find((one) => one.caseId === row?.caseId && one.partyId === duty?.party)
  return {
    caseAlias: row?.alias ?? "WS-0000000000",
    dutyId: duty === undefined || owner === undefined ? "none" : dutyIdOf(owner.alias, duty),
    restrictionId: world.restrictions.rows()[0]?.restrictionId ?? "none",
    shipmentId: "s1",
    documentId: "none",
  }
}

/**
 * What a party's word can change of others' duties, each with the reason:
 * - `towardsIt`: what a carrier owes it, or its people. While a number is contested both claimants are told what was
 *   seen of the parcel, because one of them is right. So a carrier can owe a stranger a letter.
 * - `toUnknown`: what a carrier owes people of no known retailer. Once somebody claims the parcel, it owes this towards
 *   that retailer. What it owes towards Leafline comes with Leafline's own claim.
 * - `ownCase`: duties of a case in which Leafline has no part. A report of what was seen of its own shipments gives its
 *   carrier duties, rightly.
 * - `asked`: that it asked for a duty, offered to do it or took it over, where it is a party of the case. These are its
 *   rights as such, and change no due time.
 */
const exceptions = {
  towardsIt: (towards: string | undefined) => towards === "maplebooks",
  toUnknown: ({ party, kind, towards }: Duty) =>
    party === "northpost" && kind === "tellIndividuals" && towards === undefined,
  ownCase: (world: BreachWorld, caseId: string) =>
    !world.rowsOf("party").some((row) => row.caseId === caseId && row.partyId === "leafline"),
  asked: (state: string) => (["requested", "offered", "takenOver"].includes(state) ? "open" : state),
}

function dutiesOf(world: BreachWorld): unknown[] {
  return world
    .rowsOf("duty")
    .filter(({ caseId }) => !exceptions.ownCase(world, caseId))
    .filter(({ duty }) => duty.party !== "maplebooks")
    .filter(({ duty }) => !exceptions.towardsIt(duty.towards) && !exceptions.toUnknown(duty))
    .map(({ duty: { party, law, kind, rule, addressee, towards, state, clock } }) =>
      JSON.stringify({ party, law, kind, rule, addressee, towards, state: exceptions.asked(state), clock }),
    )
    .sort()
}

/** Words before the walk, between it and Leafline's claim of the first number, and after that. */
type Said = { readonly before: readonly Word[]; readonly between: readonly Word[]; readonly after: readonly Word[] }

async function play({ before, between, after }: Said) {
  const world = breachWorld()
  const sayAll = async (words: readonly Word[]) => {
    for (const said of words) await say(world, said)
    await world.settle()
  }
  await sayAll(before)
  await world.disclosures.append(seenUnclaimed(world, 1))
  for (const number of [2, 3]) {
    await shipParcel(world, "leafline", number)
    await world.disclosures.append(seen(number))
  }
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  await sayAll(between)
  await shipParcel(world, "leafline", 1)
  await world.settle()
  await sayAll(after)
  const affected = world
    .rowsOf("party")
    .filter(({ partyId }) => partyId === "leafline")
    .map((row) => ({ shipments: row.shipments, exposures: row.exposures }))
  return { duties: dutiesOf(world), affected }
}

const nothing: Said = { before: [], between: [], after: [] }
const words = fc.array(word, { maxLength: 4 })

describe("the duties of others", () => {
  it("are there when Maple Books says nothing", async () => {
    const { duties, affected } = await play(nothing)
    expect(duties.length).toBeGreaterThan(3)
    expect(affected).toEqual([{ shipments: 3, exposures: 3 }])
  })

  it("and what they know of their people are the same whatever Maple Books says before and after (promise: duties-follow-from-law)", async () => {
    const alone = await play(nothing)
    await fc.assert(
      fc.asyncProperty(fc.record({ before: words, between: words, after: words }), async (said) => {
        expect(await play(said)).toEqual(alone)
      }),
      { numRuns: 40 },
    )
  })
})
