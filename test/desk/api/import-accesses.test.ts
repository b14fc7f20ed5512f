import { describe, expect, it } from "@jest/globals"
import { importAccesses } from "../../../shared/desk/actions/import-accesses.ts"
import { partyIn, soleCase } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"
import { caller } from "../desk-caller.ts"
import { servedCase } from "./served-case.ts"

describe("importing a party's own log", () => {
  it("adds its lookups to the ledger and its own shipments to the case", async () => {
    const { world, call } = await servedCase(3)
    const alias = partyIn(world, "northpost").alias
    const access = (number: number, reference: string) => ({
      accessId: `log-${number}`,
      at: `2026-10-31T10:00:0${number}.000Z`,
      reference,
      accessor: "10.0.0.7-in-the-log",
      fields: ["postal-code"],
    })
    const accesses = [access(1, "NP000001CA"), access(2, "NP000009CA"), access(3, "NP000003CA")]
    const importLog = caller(world, { "idempotency-key": "log" })
    const answer = await importLog("northpost", "POST", `/v1/cases/${alias}/accesses`, { accesses })
    expect(answer.json).toMatchObject({ outcome: "done", accesses: 2, exposures: 2, unknown: [1] })
    const again = await importLog("northpost", "POST", `/v1/cases/${alias}/accesses`, { accesses })
    expect(again).toEqual(answer)
    expect(soleCase(world).exposures).toBe(5)
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 3, exposures: 5 })
    expect(world.disclosures.rows().filter((row) => row.accessId.startsWith("log-"))).toHaveLength(2)
    expect(JSON.stringify([world.disclosures.rows(), world.cases.rows()])).not.toContain("10.0.0.7")
    const foreign = await call("leafline", "POST", `/v1/cases/${partyIn(world, "leafline").alias}/accesses`, {
      accesses: [access(4, "s99")],
    })
    expect(foreign.json).toMatchObject({ accesses: 0, unknown: [0] })
  })

  it("is known as a repeat in a case that was closed since, and is refused there otherwise", async () => {
    const { world } = await servedCase(1)
    const desk = { ...world.desk, records: world.records }
    const party = world.directory.named("northpost")
    if (party === undefined) throw new Error("no such party")
    const action = (actionId: string) => ({ party, caseAlias: partyIn(world, "northpost").alias, actionId })
    const accesses = [{ ...logged, reference: "NP000001CA", fields: ["postal-code" as const] }]
    expect(await importAccesses(desk, action("log"), accesses)).toMatchObject({ outcome: "done" })
    await world.settle()
    await changeOpenCase(desk, soleCase(world).caseId, (current) => ({ case: { ...current, state: "closed" } }))
    expect(await importAccesses(desk, action("log"), accesses)).toMatchObject({ outcome: "repeated" })
    expect(await importAccesses(desk, action("another"), accesses)).toEqual({ refused: "caseClosed" })
  })

  it("keeps its lookups out of the blocks of numbers that the hub fills", async () => {
    const { world, call } = await servedCase(1)
    await world.records.recordCreation({
      shipment: {
        key: { recordId: "SHIPMENT#leafline#s7", retailerId: "leafline", shipmentId: "s7" },
        creation: { createdAt: logged.at, contentKey: "content-7", carrierId: "northpost", ordinal: 1_000_000 },
        orderReferenceKey: "leafline#key-7",
      },
      occurredAt: logged.at,
      eventKey: "created-7",
      orderReference: "LL-0000007",
      repeats: () => true,
    })
    const alias = partyIn(world, "leafline").alias
    await call("leafline", "POST", `/v1/cases/${alias}/accesses`, { accesses: [{ ...logged, reference: "s7" }] })
    const blocks = world.disclosures.rows().flatMap(({ block = [] }) => block)
    expect(blocks).toEqual(["block#leafline#leafline#3906"])
  })
})

const logged = {
  accessId: "log-7",
  at: "2026-10-31T10:00:07.000Z",
  accessor: "10.0.0.7-in-the-log",
  fields: ["postal-code"],
}
