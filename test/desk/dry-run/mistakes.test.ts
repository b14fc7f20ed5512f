import { describe, expect, it } from "@jest/globals"
import { validateOffline } from "../../../client/commands/validate/run-validate.ts"
import { ignoredProblem } from "../../../shared/base/contracts/ignored-fields.ts"
import type { Problem } from "../../../shared/base/contracts/problem.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { shipmentProgressed } from "../../../shared/base/contracts/shipment-progressed.ts"
import { createdBy, type PartyEvent, published } from "../../intake/tracking/gate-world.ts"
import { type DryRunWorld, dryRunWorld } from "./dry-run-world.ts"

const recipient = (postalCode: string, country = "CA") => ({ recipient: { postalCode, country } })

const delivered = (deliveredAt: string): PartyEvent =>
  published("northpost", shipmentDelivered, { id: "d1", data: { trackingNumber: "NP4021887304CA", deliveredAt } })
const progressed = (at: string): PartyEvent =>
  published("northpost", shipmentProgressed, {
    id: "p1",
    data: { trackingNumber: "NP4021887304CA", status: "in-transit", at },
  })

/** An event of leafline with other text in place of its data's or metadata's. */
const edited = (edit: (text: string) => string): PartyEvent => {
  const { detail, ...envelope } = createdBy("leafline", "e1")
  return { ...envelope, detail: JSON.parse(edit(JSON.stringify(detail))) }
}

const code = { path: "data.recipient.postalCode", rule: "format" } as const
const reference = { path: "data.orderReference", rule: "invalid" } as const

/** Each mistake, and the problem that its sender is told. */
const mistakes: readonly (readonly [string, PartyEvent, Partial<Problem>])[] = [
  ["marks for a Canadian code", createdBy("leafline", "e1", recipient("!!")), code],
  ["half of a Canadian code", createdBy("leafline", "e1", recipient("M5V 3L")), code],
  ["zeros for a Canadian code", createdBy("leafline", "e1", recipient("00000")), code],
  [
    "a shipment of next year",
    createdBy("leafline", "e1", { createdAt: "2027-11-01T14:00:00.000Z" }),
    { path: "data.createdAt", rule: "inFuture" },
  ],
  [
    "a shipment in 1970",
    createdBy("leafline", "e1", { createdAt: "1970-01-21T18:38:24.000Z" }),
    { path: "data.createdAt", rule: "tooOld" },
  ],
  ["a delivery next year", delivered("2027-11-03T15:00:00.000Z"), { path: "data.deliveredAt", rule: "inFuture" }],
  ["a delivery in 1970", delivered("1970-01-01T00:00:00.000Z"), { path: "data.deliveredAt", rule: "tooOld" }],
  ["a status of next year", progressed("2027-11-03T15:00:00.000Z"), { path: "data.at", rule: "inFuture" }],
  [
    "an event of 1970",
    edited((text) => text.replace('"occurredAt":"2026-11-01', '"occurredAt":"1970-01-21')),
    { path: "metadata.occurredAt", rule: "tooOld" },
  ],
  ["NUL in a reference", createdBy("leafline", "e1", { orderReference: "LL-004\u0000213" }), reference],
  ["half a character in a reference", createdBy("leafline", "e1", { orderReference: "LL-004\ud800213" }), reference],
  ["what UTF-8 makes of it", createdBy("leafline", "e1", { orderReference: "LL-004\ufffd213" }), reference],
  [
    "a mark of direction in a reference",
    createdBy("leafline", "e1", { orderReference: "LL-\u202e0048213" }),
    reference,
  ],
  ["__proto__", edited((text) => text.replace('"data":{', '"data":{"__proto__":{"a":1},')), { path: "data" }],
  ["an unknown field", edited((text) => text.replace('"data":{', '"data":{"J Doe":"Yonge",')), { path: "data" }],
  ["a misspelt field", edited((text) => text.replace("addressLine", "adress_line")), { path: "data.recipient" }],
  [
    "a misspelt field of the metadata",
    edited((text) => text.replace('"id"', '"causedBy":"c","id"')),
    { path: "metadata" },
  ],
  ["a field beside the data", edited((text) => text.replace('"data":', '"shop":"Yonge","data":')), { path: "detail" }],
]

/** What a validation says, as the bus says it. */
function asOverBus({ problems = [], ignored = [] }: Awaited<ReturnType<DryRunWorld["validate"]>>) {
  return [...problems, ...ignored.map(ignoredProblem)].map(({ path, rule, fix }) => ({ path, rule, fix }))
}

describe("a mistake that was silent", () => {
  it.each(mistakes)("is told to its sender over the bus, and foretold by validations: %s", async (_, event, told) => {
    const world = dryRunWorld()
    const foretold = await world.validate(event)
    const problems = await world.problemsOf(event)
    expect(problems).toMatchObject([told])
    expect(asOverBus(foretold)).toEqual(problems.map(({ path, rule, fix }) => ({ path, rule, fix })))
    const { "detail-type": detailType, detail } = event
    const offline = JSON.stringify(validateOffline([{ detailType: String(detailType), detail }], world.now()).data)
    for (const { fix } of [...(foretold.problems ?? []), ...(foretold.ignored ?? [])])
      expect(offline).toContain(JSON.stringify(fix))
    expect(JSON.stringify([problems, foretold, offline])).not.toMatch(/Yonge|Doe|M5V 3L"|00000"|LL-/)
    expect(JSON.stringify(problems)).not.toMatch(/adress_line|causedBy/)
  })

  it("is told with all others of the same event at once", async () => {
    const event = edited((text) =>
      text
        .replace('"version":1', '"version":1,"adience":"x"')
        .replace('"occurredAt":"2026-11-01T14:00:00.000Z"', '"occurredAt":"yesterday"')
        .replace('"country":"CA"', '"country":"Canada"')
        .replace('"carrierId"', '"carierId"'),
    )
    expect((await dryRunWorld().problemsOf(event)).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      "metadata.occurredAt format",
      "data.carrierId required",
      "data.recipient.country format",
      "metadata unknownField",
      "data unknownField",
    ])
  })

  it.each([
    ["2026-11-01T14:00:00", "createdAt", /offset/],
    ["01/11/2026", "createdAt", /such as 2026-11-01T09:03:00-05:00/],
  ])("has a cure, of a time such as %s", async (time, field, cure) => {
    const event = edited((text) => text.replace(`"${field}":"2026-11-01T14:00:00.000Z"`, `"${field}":"${time}"`))
    expect(await dryRunWorld().problemsOf(event)).toEqual([
      { path: `data.${field}`, rule: "format", fix: expect.stringMatching(cure) },
    ])
  })

  it("has a cure, of a detail that is text", async () => {
    const { detail, ...envelope } = createdBy("leafline", "e1")
    expect(await dryRunWorld().problemsOf({ ...envelope, detail: JSON.stringify(detail) })).toEqual([
      { path: "detail", rule: "type", fix: expect.stringContaining("no object") },
    ])
  })

  it("is told once an hour, if it is a field that the hub ignores in each event of a program", async () => {
    const world = dryRunWorld()
    const send = async (id: string) => {
      const misspelt = edited((text) => text.replace("addressLine", "adressLine").replace("e1", id))
      return (await world.problemsOf(misspelt)).length
    }
    expect([await send("e1"), await send("e2")]).toEqual([1, 0])
    world.wait(2)
    expect(await send("e3")).toBe(1)
  })

  it("leaves parcels of countries without postal codes as they are", async () => {
    const world = dryRunWorld()
    for (const [id, postalCode, country] of [
      ["e1", "00000", "HK"],
      ["e2", "N/A", "AE"],
    ] as const)
      expect(
        await world.problemsOf(
          createdBy("leafline", id, { shipmentId: `shp_${id}`, ...recipient(postalCode, country) }),
        ),
      ).toEqual([])
  })
})
