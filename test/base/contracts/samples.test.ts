import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { catalogue } from "../../../shared/base/contracts/catalogue.ts"
import { ContractBroken, type EventContract } from "../../../shared/base/contracts/define-event.ts"
import { metadata } from "../../../shared/base/contracts/envelope.ts"
import { checkEach, problem } from "../../../shared/base/contracts/problem.ts"
import { trackingAccess } from "../../../shared/base/contracts/tracking-accessed.ts"

const folder = new URL("./samples/", import.meta.url)

const problems = z.array(problem)
const samples = z.object({
  valid: z.array(z.object({ metadata: z.unknown(), data: z.unknown() })).min(1),
  invalid: z.array(z.object({ why: z.string(), detail: z.record(z.string(), z.unknown()), problems })).min(1),
})
const accessSamples = z.object({
  valid: z.array(z.unknown()).min(2),
  invalid: z.array(z.object({ why: z.string(), access: z.unknown(), problems })).min(1),
})

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"))

const givenMetadata = metadata.omit({ version: true }).loose()

/** The problem that a producer receives. Undefined for valid data. */
function producerProblems(contract: EventContract, detail: { metadata?: unknown; data?: unknown }): unknown {
  try {
    contract.entry({
      source: "wayseal.hub",
      busName: "exchange",
      data: detail.data,
      // Some samples would not compile for a producer. This tests the check at run time.
      metadata: givenMetadata.catch(({ value }) => readMetadata(value)).parse(detail.metadata),
    })
    return []
  } catch (error) {
    return error instanceof ContractBroken ? error.problems : String(error)
  }
}

function readMetadata(value: unknown): z.output<typeof givenMetadata> {
  return JSON.parse(JSON.stringify(value))
}

const contracts = catalogue.map((contract): [string, EventContract] => [contract.name, contract])

describe.each(contracts)("samples of %s", (name, contract) => {
  const { valid, invalid } = samples.parse(read(name))

  it.each(valid.map((detail, index): [number, (typeof valid)[number]] => [index, detail]))(
    "are accepted by producer and consumer: valid %i",
    (_, detail) => {
      expect(producerProblems(contract, detail)).toEqual([])
      expect(contract.receive(detail)).toMatchObject({ ok: true, data: detail.data })
    },
  )

  it.each(invalid.map((sample): [string, (typeof invalid)[number]] => [sample.why, sample]))(
    "are rejected with path and rule: %s",
    (_, sample) => {
      if (contract.from === "hub") {
        expect(producerProblems(contract, sample.detail)).toEqual(sample.problems)
      } else {
        expect(contract.receive(sample.detail)).toMatchObject({ ok: false, problems: sample.problems })
      }
    },
  )
})

describe("samples of single accesses", () => {
  const { valid, invalid } = accessSamples.parse(read("tracking-access"))

  it("are checked one by one: problems name the index of a bad access, and good accesses keep their index", () => {
    const mixed = [valid[0], ...invalid.map(({ access }) => access), valid[1]]
    const checked = checkEach(trackingAccess, mixed, "data.accesses")
    expect(checked.good.map(({ index }) => index)).toEqual([0, mixed.length - 1])
    expect(checked.good.map(({ value }) => value)).toEqual([valid[0], valid[1]])
    const expected = invalid.flatMap((sample, index) =>
      sample.problems.map(({ path, rule }) => ({ path, rule, index: index + 1 })),
    )
    expect(checked.problems).toEqual(expected)
  })
})

it("exist for every contract and for nothing else", () => {
  const files = readdirSync(folder).map((file) => file.replace(".json", ""))
  expect(files.sort()).toEqual([...catalogue.map(({ name }) => name), "tracking-access"].sort())
})
