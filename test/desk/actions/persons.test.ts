import { describe, expect, it } from "@jest/globals"
import type { BreachCaseItem } from "../../../shared/desk/cases/case-rows.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { verifyChain } from "../../../shared/desk/timeline.ts"
import { userId } from "../../../shared/parties/officer.ts"
import { type BreachWorld, partyIn, soleCase, timelineHeadIn } from "../breach-world.ts"
import { at, deskActions, methodOf } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"
import { rowsOf, worldOf } from "../shared-case-world.ts"

/** One case of two retailers and their carrier. */
const sharedCase = async () => (await worldOf([...rowsOf("leafline", 1, 3), ...rowsOf("maplebooks", 1, 2)])).world

const anna = "officer-anna-3f9c"

/** Everything that the desk's routes offer, tried by a person of Leafline in a case with two other parties. */
async function triedByAnna(): Promise<BreachWorld> {
  const world = await sharedCase()
  const call = caller(world)
  const { alias: caseAlias } = partyIn(world, "leafline")
  for (const { duty } of world.rowsOf("duty").filter((row) => row.duty.party !== "maplebooks")) {
    const objects = {
      caseAlias,
      dutyId: dutyIdOf(partyIn(world, duty.party).alias, duty),
      restrictionId: world.restrictions.rows()[0]?.restrictionId ?? "none",
      shipmentId: "s1",
      documentId: "none",
    }
    for (const [route, actions] of Object.entries(deskActions(objects)))
      for (const { path, body } of actions) await call(`leafline:${anna}`, methodOf(route), path, body)
  }
  return world
}

/** The entries of the one case that are about what Leafline did, and all copies of entries. */
function timelinesIn(world: BreachWorld) {
  const { caseId } = soleCase(world)
  const rows = world.rowsOf("timeline").filter((row) => row.caseId === caseId)
  const copies = rows.flatMap((row) => row.copies)
  const { alias } = partyIn(world, "leafline")
  const own = copies.flatMap(({ partyId, entry }) => (partyId === "leafline" ? [entry] : []))
  return { own, byLeafline: own.filter(({ actor }) => actor === alias) }
}

const tried = await triedByAnna()

describe("a person who acts for a party", () => {
  it("is named in each entry of the party's own timeline, which still verifies", async () => {
    const world = tried
    const { own, byLeafline } = timelinesIn(world)
    expect(new Set(byLeafline.map(({ type }) => type)).size).toBeGreaterThan(6)
    for (const { type, data } of byLeafline) expect([type, data["officer"]]).toEqual([type, anna])
    const head = timelineHeadIn(world, soleCase(world), "leafline")
    expect(verifyChain(own, { seq: head?.seq ?? 0, hash: head?.hash ?? "" })).toMatchObject({ ok: true })
  })

  it("is in nothing that another party or the hub has: no copy, record, event or mail (promise: notes-and-people-are-private)", async () => {
    const world = tried
    const others = world
      .rowsOf("timeline")
      .map(({ copies, ...row }) => ({ ...row, copies: copies.filter(({ partyId }) => partyId !== "leafline") }))
    expect(JSON.stringify(others)).not.toContain(anna)
    const isOwn = ({ pk, type }: BreachCaseItem) =>
      pk.startsWith("PAPERS#leafline#") || ["timeline", "command"].includes(type)
    const elsewhere = world.cases.rows().filter((row) => !isOwn(row))
    expect(JSON.stringify(elsewhere).includes(anna)).toBe(false)
    expect(JSON.stringify([world.exchange.events, world.mail.sent])).not.toContain(anna)
    for (const partyId of ["maplebooks", "northpost"]) {
      const path = `/v1/cases/${partyIn(world, partyId).alias}`
      for (const part of ["", "/timeline", "/documents"])
        expect((await caller(world)(partyId, "GET", `${path}${part}`)).body).not.toContain(anna)
    }
  })

  it("is named by who reports a breach, to the reporter alone", () => {
    const reported = tried
      .rowsOf("timeline")
      .flatMap(({ entry, copies }) =>
        copies.filter(({ entry: copy }) => copy.data["finder"] === "staff").map((copy) => ({ record: entry, ...copy })),
      )
    expect(reported.length).toBeGreaterThan(0)
    for (const { partyId, entry, record } of reported) {
      expect(entry.data["officer"]).toBe(partyId === "leafline" ? anna : undefined)
      expect(record.data["officer"]).toBeUndefined()
    }
  })

  it("is nobody if a program of the party acts", async () => {
    const world = await sharedCase()
    await caller(world)("leafline", "POST", `/v1/cases/${partyIn(world, "leafline").alias}/measures`, {
      kind: "containment",
      code: "containmentAttested",
      at,
    })
    const { byLeafline } = timelinesIn(world)
    expect(byLeafline.map(({ type, data }) => [type, data["officer"]])).toEqual([["MeasureRecorded", undefined]])
  })
})

describe("the id of a person", () => {
  it.each([
    ["officer-anna-3f9c", true],
    ["q3XbV0c2T6mK9dRwZ1yLhA", true],
    ["anna@leafline.example", false],
    ["anna", false],
    // An id of the hub's own may look like anything. One of nobody who signed in is refused by the assignment.
    ["10-main-street", true],
    ["a".repeat(65), false],
  ])("%s: taken %s", (id, taken) => expect(userId.safeParse(id).success).toBe(taken))
})
