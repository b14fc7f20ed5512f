import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { letterOf } from "../../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../../shared/desk/alerts/mail-reader.ts"
import { dutyIdOf } from "../../../shared/desk/cases/duty-rows.ts"
import { listOfDuty } from "../../../shared/desk/duties/duty-lists.ts"
import { letterText } from "../../../shared/parties/channels/letter-text.ts"
import { principalOf } from "../../../shared/parties/counterparty-id.ts"
import { testLinks } from "../alerting-parties.ts"
import { aliasIn, breachParties, breachWorld, partyIn, shipParcel, soleCase } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { numberOf } from "../exposures/unclaimed-parcels.ts"
import { takeOut } from "../take-out.ts"

const tool = "observed:northpost--edi-"

/** The carrier's parcels that stood in manifests which its supplier keeps. */
const manifests = (numbers: readonly number[], more: object = {}) => ({
  kind: "references",
  references: numbers.map(numberOf),
  since: "2026-10-31T00:00:00.000Z",
  until: "2026-11-01T12:00:00.000Z",
  fields: ["address"],
  ...more,
})

/** Leafline, which is discreet, and Maple Books each shipped two parcels with Northpost. */
async function supplierWorld(parties = breachParties) {
  const world = breachWorld({ parties })
  const call = caller(world)
  for (const number of [1, 2]) await shipParcel(world, "leafline", number)
  for (const number of [3, 4]) await shipParcel(world, "maplebooks", number)
  return {
    world,
    call,
    report: async (evidence: object, { party = "northpost", of = tool } = {}) => {
      const receivedAt = "2026-11-01T14:00:00.000Z"
      const answer = await call(party, "POST", "/v1/cases", { finder: "staff", tool: of, receivedAt, evidence })
      await world.settle()
      return answer
    },
    view: async (party: string) =>
      (await call(party, "GET", `/v1/cases/${aliasIn(world, soleCase(world), party)}`)).json,
  }
}

describe("a carrier's report of a breach at its supplier", () => {
  it("brings the retailers of the parcels into one case, and counts each parcel as possibly exposed", async () => {
    const { world, report, view } = await supplierWorld()
    expect((await report(manifests([1, 3, 4, 9]))).statusCode).toBe(201)
    expect(soleCase(world)).toMatchObject({ tool, parties: ["northpost", "leafline", "maplebooks"], exposures: 0 })
    expect(await view("northpost")).toMatchObject({ counts: { shipments: 0, possibleShipments: 3, atLeast: true } })
    expect(await view("maplebooks")).toMatchObject({
      counts: { possibleShipments: 2 },
      fieldsPossiblyExposed: ["address"],
      fieldsNotExposed: [],
      unknownBecause: ["breachAtSupplier"],
    })
  })

  it("alerts each retailer, and tells none of another", async () => {
    const { world, report, view } = await supplierWorld()
    await report(manifests([1, 3]))
    for (const party of ["leafline", "maplebooks"])
      expect(world.exchange.published(breachCaseOpened, party)).toHaveLength(1)
    expect(await view("maplebooks")).toMatchObject({ others: [{ alias: "Northpost" }] })
    expect(JSON.stringify(await view("maplebooks"))).not.toMatch(/leafline/i)
  })

  it("owes the retailers one duty as a list", async () => {
    const { world, report } = await supplierWorld()
    await report(manifests([1, 3]))
    const owed = world.rowsOf("duty").flatMap(({ duty }) => (duty.party === "northpost" ? [duty] : []))
    const toRetailers = owed.filter(({ kind }) => kind === "tellOtherOrganisation")
    expect(new Set(toRetailers.map(listOfDuty)).size).toBe(1)
    expect(toRetailers.map(({ towards }) => towards).sort()).toEqual(["leafline", "maplebooks"])
  })

  it("adds to the open case of the same supplier what the carrier reports later", async () => {
    const { world, report, view } = await supplierWorld()
    await report(manifests([1]))
    await report(manifests([2, 3]))
    expect(soleCase(world).parties).toEqual(["northpost", "leafline", "maplebooks"])
    expect(await view("leafline")).toMatchObject({ counts: { possibleShipments: 2 } })
    expect(partyIn(world, "leafline").grownAt).toBeDefined()
  })

  it("takes the supplier's log, which is of no tool of the carrier", async () => {
    const { world, call, report, view } = await supplierWorld()
    await report(manifests([1, 2]))
    const access = { accessId: "a1", at: "2026-11-01T10:00:00.000Z", reference: numberOf(1), accessor: "intruder" }
    const alias = aliasIn(world, soleCase(world), "northpost")
    const accesses = [{ ...access, fields: ["address"] }]
    expect((await call("northpost", "POST", `/v1/cases/${alias}/accesses`, { accesses })).statusCode).toBe(200)
    await world.settle()
    expect(world.rowsOf("exposure").filter(({ possible }) => possible === undefined)).toMatchObject([{ tools: [tool] }])
    expect(await view("leafline")).toMatchObject({ counts: { shipments: 1, possibleShipments: 1, atLeast: true } })
    const { text } = await takeOut(world, call, "leafline", { format: "markdown" })
    expect(text).not.toMatch(/tracking tool|looked up in all/)
  })

  it("still owes a notice to the people of each retailer once the log shows what was read of one", async () => {
    const { world, call, report } = await supplierWorld()
    await report(manifests([1, 3]))
    const alias = aliasIn(world, soleCase(world), "northpost")
    const access = { accessId: "a1", at: "2026-11-01T10:00:00.000Z", reference: numberOf(1), accessor: "intruder" }
    await call("northpost", "POST", `/v1/cases/${alias}/accesses`, { accesses: [{ ...access, fields: ["address"] }] })
    await world.settle()
    const owed = world.rowsOf("duty").flatMap(({ duty }) => (duty.party === "northpost" ? [duty] : []))
    const toPeople = owed.filter(({ kind }) => kind === "tellIndividuals")
    expect(toPeople.map(({ towards }) => towards).sort()).toEqual(["leafline", "maplebooks"])
  })

  it("lets the carrier do its duty to people who are possibly exposed, and to others once they are notified", async () => {
    const { world, call, report } = await supplierWorld()
    await report(manifests([1, 3]))
    const path = `/v1/cases/${aliasIn(world, soleCase(world), "northpost")}`
    const access = { accessId: "a1", at: "2026-11-01T10:00:00.000Z", reference: numberOf(1), accessor: "intruder" }
    await call("northpost", "POST", `${path}/accesses`, { accesses: [{ ...access, fields: ["address"] }] })
    await world.settle()
    const notifiedAt = world.clock().toISOString()
    const receipt = { kind: "individualsNotified", reference: "MAILING-1", at: notifiedAt }
    const discharge = async (towards: string) => {
      const { duty } =
        world.rowsOf("duty").find((row) => row.duty.kind === "tellIndividuals" && row.duty.towards === towards) ?? {}
      const dutyId = duty === undefined ? "" : dutyIdOf(partyIn(world, "northpost").alias, duty)
      const step = { operation: "discharge", receipt }
      return (await call("northpost", "POST", `${path}/duties/${dutyId}`, { step })).json
    }
    expect(await discharge("maplebooks")).toMatchObject({ state: "discharged" })
    expect(await discharge("leafline")).toMatchObject({ code: "notEverybodyTold" })
    const recipients = { kind: "trackingNumbers", trackingNumbers: [numberOf(1)] }
    await call("northpost", "POST", `${path}/receipts`, { method: "letter", notifiedAt, recipients })
    expect(await discharge("leafline")).toMatchObject({ state: "discharged" })
  })

  it("takes a range of the carrier's own numbers", async () => {
    const format = { prefix: "NP", suffix: "CA", digits: 6, checkDigit: "none" as const }
    const numbered = breachParties.map((party) =>
      party.kind === "carrier" ? { ...party, trackingNumbers: { format, parcelsPerDay: 1_000 } } : party,
    )
    const { report, view } = await supplierWorld(numbered)
    const { references: _, ...shown } = manifests([])
    const range = { ...shown, kind: "referenceRange", firstReference: numberOf(2), lastReference: numberOf(4) }
    expect((await report(range)).statusCode).toBe(201)
    expect(await view("northpost")).toMatchObject({ counts: { possibleShipments: 3 } })
  })

  it.each([
    ["of another carrier's supplier", manifests([1]), { of: "observed:otherpost--edi-" }],
    ["by a retailer", manifests([1]), { party: "maplebooks" }],
    ["by a retailer of its own", manifests([1]), { party: "maplebooks", of: "observed:maplebooks--edi-" }],
    ["by lookups in a tool", { kind: "timeRange", since: "2026-10-31T00:00:00Z", until: "2026-11-01T00:00:00Z" }, {}],
    ["of the carrier's own tool by numbers", manifests([1]), { of: "observed:northpost" }],
  ])("is refused: %s", async (_, evidence, who) => {
    const { world, report } = await supplierWorld()
    expect((await report(evidence, who)).statusCode).toBe(400)
    expect(world.rowsOf("case")).toEqual([])
  })

  it.each(documentLanguages)(
    "says in mails and documents that it was at a supplier, and in no tool (%s)",
    async (language) => {
      const { world, call, report } = await supplierWorld()
      await report(manifests([1, 2, 3]))
      const texts: string[] = []
      for (const { outbox } of world.rowsOf("timeline"))
        for (const message of outbox) {
          const party = world.directory.named("maplebooks")
          if (party === undefined) throw new Error("no such party")
          const mail = letterOf(message, mailReader({ ...party, language }, testLinks))
          if (mail !== undefined) texts.push(letterText(mail.letter))
        }
      for (const party of ["northpost", "leafline", "maplebooks"])
        texts.push((await takeOut(world, call, party, { format: "markdown", language })).text)
      expect(texts.length).toBeGreaterThan(3)
      for (const text of texts) {
        expect(text).toMatch(
          language === "en" ? /supplier|firm that works for/ : /fournisseur|entreprise qui travaille/,
        )
        expect(text).not.toMatch(/tracking tool|outil de suivi|takes no part|ne participe pas/)
      }
    },
  )
})

describe("the name of a supplier's breach", () => {
  it("is told from a tool and from a counterparty", () => {
    expect(principalOf(tool)).toBe("northpost")
    expect(principalOf("northpost--edi-")).toBe("northpost")
    for (const other of ["guarded", "hub", "observed:northpost", "observed:leafline--swiftpost", "northpost-"])
      expect(principalOf(other)).toBeUndefined()
  })
})
