import { describe, expect, it } from "@jest/globals"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { actingDesk } from "../acting-desk.ts"
import { type BreachWorld, partyIn, servedWorld, type WorldOptions } from "../breach-world.ts"
import { assessment, at, deskActions, methodOf } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"

const measure = { kind: "containment", code: "containmentAttested", at }
const pathIn = (world: BreachWorld, partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}`

/** The etag that a party reads. */
async function etagFor(world: BreachWorld, partyId: string): Promise<string> {
  const { statusCode, headers } = await caller(world)(partyId, "GET", pathIn(world, partyId))
  expect(statusCode).toBe(200)
  return headers["etag"] ?? ""
}

/** All that a command can change, without the note that it was sent. */
const statesOf = (world: BreachWorld) =>
  JSON.stringify([world.cases.rows().filter(({ type }) => type !== "command"), world.documents.rows()])

describe("the etag of a case", () => {
  it("stays while nothing changes, and changes with what the party or its counterparty does", async () => {
    const world = await servedWorld()
    const post = (partyId: string, path: string, body: unknown) =>
      caller(world)(partyId, "POST", `${pathIn(world, partyId)}${path}`, body)
    const before = await etagFor(world, "leafline")
    expect(before).toMatch(/^"[\w-]{22}"$/)
    // What is proven of the time that nothing was shown grows with the time.
    world.passSeconds(60)
    expect(await etagFor(world, "leafline")).toBe(before)
    await post("leafline", "/acknowledgements", {})
    const acknowledged = await etagFor(world, "leafline")
    expect(acknowledged).not.toBe(before)
    await post("northpost", "/measures", measure)
    expect(await etagFor(world, "leafline")).not.toBe(acknowledged)
  })

  it("shows no party what a stranger does", async () => {
    const desk = await actingDesk()
    await desk.expose("maplebooks", 2)
    await desk.watch()
    const before = await etagFor(desk.world, "leafline")
    const theirs = await etagFor(desk.world, "maplebooks")
    await desk.post("maplebooks", "/acknowledgements", {})
    await desk.post("maplebooks", "/facts", { lawEnforcementDelay: true })
    await desk.post("maplebooks", "/measures", { ...measure, at: desk.now() })
    await desk.call("maplebooks", "GET", `${desk.pathOf("maplebooks")}/exposures`)
    await desk.notifyAll("maplebooks")
    expect(await etagFor(desk.world, "maplebooks")).not.toBe(theirs)
    expect(await etagFor(desk.world, "leafline")).toBe(before)
  })
})

describe("a POST in a case that has changed since it was read", () => {
  it("is answered with 412 and does nothing, whatever it asks for", async () => {
    const world = await servedWorld()
    const etag = await etagFor(world, "leafline")
    await caller(world)("northpost", "POST", `${pathIn(world, "northpost")}/measures`, measure)
    const call = caller(world, { "if-match": etag })
    const { alias: caseAlias } = partyIn(world, "leafline")
    const duty = world.rowsOf("duty").find((row) => row.duty.party === "leafline")?.duty
    const dutyId = duty === undefined ? "none" : dutyIdOf(caseAlias, duty)
    const objects = { caseAlias, dutyId, restrictionId: "none", shipmentId: "s1", documentId: "none" }
    const before = statesOf(world)
    let refused = 0
    for (const [route, actions] of Object.entries(deskActions(objects))) {
      // A draft changes nothing in the case: it is kept whatever happened meanwhile.
      if (!route.startsWith("POST /v1/cases/{caseAlias}/") || route.endsWith("/drafts")) continue
      for (const { path, body } of actions) {
        const { statusCode, json } = await call("leafline", methodOf(route), path, body)
        expect([path, statusCode, json["code"]]).toEqual([path, 412, "caseChanged"])
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(15)
    expect(statesOf(world)).toBe(before)
    expect(world.disclosures.rows()).toHaveLength(3)
  })

  it("is carried out with a new etag, with one of several, with a weak one, and with *", async () => {
    const world = await servedWorld()
    const record = async (ifMatch: string) =>
      (
        await caller(world, { "if-match": ifMatch })(
          "leafline",
          "POST",
          `${pathIn(world, "leafline")}/measures`,
          measure,
        )
      ).statusCode
    const old = await etagFor(world, "leafline")
    expect(await record(old)).toBe(200)
    expect(await record(`${old}, ${await etagFor(world, "leafline")}`)).toBe(200)
    expect(await record(`W/${await etagFor(world, "leafline")}`)).toBe(200)
    expect(await record("*")).toBe(200)
    expect(await record(old)).toBe(412)
  })

  it("gets its first answer again under its idempotency key, and can be sent anew after a 412", async () => {
    const world = await servedWorld()
    const path = `${pathIn(world, "leafline")}/facts`
    const state = (key: string, etag: string) =>
      caller(world, { "idempotency-key": key, "if-match": etag })("leafline", "POST", path, { assessment })
    const etag = await etagFor(world, "leafline")
    const first = await state("facts-1", etag)
    expect(first.statusCode).toBe(200)
    expect((await state("facts-1", etag)).json).toEqual(first.json)
    expect((await state("facts-2", etag)).statusCode).toBe(412)
    expect((await state("facts-2", await etagFor(world, "leafline"))).statusCode).toBe(200)
  })
})

describe("two officers at once", () => {
  it("cannot both act on the same state of a case", async () => {
    for (let seed = 1; seed <= 12; seed += 1) {
      let roll = seed
      const world = await servedWorld(3, {
        interrupt: async () => {
          roll = (Math.imul(roll, 1_664_525) + 1_013_904_223) >>> 0
          for (let left = roll % 5; left > 0; left -= 1) await Promise.resolve()
        },
      })
      const call = caller(world, { "if-match": await etagFor(world, "leafline") })
      const act = (officer: string) => call(officer, "POST", `${pathIn(world, "leafline")}/measures`, measure)
      const answers = await Promise.all([act("leafline:officer-anna"), act("leafline:officer-bert")])
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412])
      expect(world.rowsOf("measure")).toHaveLength(1)
    }
  })
})

describe("a command of several transactions that crashed half-way", () => {
  const shipments = 150
  const bodies = {
    receipts: {
      method: "email",
      notifiedAt: at,
      recipients: {
        kind: "shipmentIds",
        shipmentIds: Array.from({ length: shipments }, (_, place) => `s${place + 1}`),
      },
    },
    accesses: {
      accesses: Array.from({ length: 2 }, (_, place) => ({
        accessId: `import-${place}`,
        at,
        reference: `s${place + 1}`,
        accessor: "203.0.113.7",
        fields: ["postal-code"],
      })),
    },
  }

  it.each([
    ["receipts", bodies.receipts, 1, 9],
    ["receipts", { ...bodies.receipts, method: "publicNotice", recipients: { kind: "public", shipments } }, 2, 12],
    ["accesses", bodies.accesses, 1, 12],
  ] as const)(
    "goes on under its key although its own changes made its etag old: %s %#",
    async (path, body, _, most) => {
      for (let crashAt = 1; crashAt <= most; crashAt += 1) {
        let left = Number.POSITIVE_INFINITY
        const options: WorldOptions = {
          interrupt: async (point) => {
            if (!point.startsWith("breachCases.transactWriteItems") && !point.startsWith("disclosures.")) return
            left -= 1
            if (left === 0) throw new Error("crash")
          },
        }
        const world = await servedWorld(path === "receipts" ? shipments : 3, options)
        const headers = { "if-match": await etagFor(world, "leafline"), "idempotency-key": "command-1" }
        const send = () => caller(world, headers)("leafline", "POST", `${pathIn(world, "leafline")}/${path}`, body)
        left = crashAt
        const first = await send().catch(() => undefined)
        left = Number.POSITIVE_INFINITY
        const again = first?.statusCode === 200 ? first : await send()
        expect([crashAt, again.statusCode]).toEqual([crashAt, 200])
      }
    },
  )
})
