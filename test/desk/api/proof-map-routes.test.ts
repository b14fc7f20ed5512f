import { createHash } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { readParties } from "../../../shared/parties/load-parties.ts"
import {
  codeBlockKey,
  neighbourhoodKey,
  restrictedNumbers,
} from "../../../shared/watch/detection/retailers/number-blocks.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { aRestriction } from "../../watch/detection/restrictions/restrictions.contract.ts"
import { breachWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const until = "2026-11-02T10:00:00.000Z"
const answer = z.strictObject({
  numbers: z.array(
    z.object({
      scope: z.enum(["neighbourhood", "codeBlock"]),
      until: z.string(),
      first: z.number().optional(),
      last: z.number().optional(),
      prefix: z.string().optional(),
      digits: z.number().optional(),
      behind: z.number().optional(),
      cut: z.number().optional(),
      digests: z.array(z.string()).optional(),
    }),
  ),
  asOf: z.string(),
  next: z.string().optional(),
})

/** An exchange in which numbers around places of these series are restricted. */
async function mapped() {
  const parties = readParties(new URL("../../../stages/local/parties.json", import.meta.url))
  const world = breachWorld({ startsAt: "2026-11-01T12:00:00.000Z", parties: [...parties] })
  const call = caller(world)
  const { blindOrdinal } = testKeyedHash()
  const read = async (party = "northpost", query = "") =>
    answer.parse((await call(party, "GET", `/v1/proof-map${query}`)).json)
  const restrict = async (
    tag: string,
    of: { series: string; place: number; vouchedBy?: string },
    change: Parameters<typeof aRestriction>[1] = {},
  ) => {
    const keyOf = change.scope === "codeBlock" ? codeBlockKey : neighbourhoodKey
    const accessorKey = keyOf(of.series, blindOrdinal(of.series, of.place), of.vouchedBy)
    const vouched = of.vouchedBy === undefined ? {} : { vouchedBy: of.vouchedBy }
    await world.restrictions.restrict(
      aRestriction(tag, {
        accessorKey,
        scope: "neighbourhood",
        until,
        accessorTokens: [],
        carrierIds: ["northpost"],
        ...vouched,
        ...change,
      }),
    )
    await world.settle()
    return accessorKey
  }
  return { world, read, restrict, blindOrdinal }
}

/** What a carrier computes of an order reference that is typed into its tool. */
const digestOf = (reference: string, cut: number): string =>
  createHash("sha256")
    .update(reference.toUpperCase().replaceAll(/[\s-]/g, "").slice(0, -cut))
    .digest("base64url")
    .slice(0, 16)

describe("GET /v1/proof-map", () => {
  it("names the carrier's own numbers as a range of 16,384 around the place, until the restriction ends", async () => {
    const { read, restrict, blindOrdinal } = await mapped()
    const key = await restrict("own", { series: "northpost", place: 60_048_200, vouchedBy: "northpost" })
    const [found, ...others] = (await read()).numbers
    expect(others).toEqual([])
    const form = { prefix: "NP", digits: 10, behind: 2 }
    const range = { first: expect.any(Number), last: expect.any(Number) }
    expect(found).toEqual({ scope: "neighbourhood", until, ...range, ...form })
    const { first = 0, last = 0 } = found ?? {}
    expect([first <= 60_048_200, last >= 60_048_200, last - first + 1]).toEqual([true, true, 16_384])
    expect(first + blindOrdinal("northpost", 0)).toBe(restrictedNumbers(key)?.first)
  })

  it("begins a range at 0 where the first numbers of a series are restricted", async () => {
    const { read, restrict } = await mapped()
    await restrict("first", { series: "northpost", place: 3, vouchedBy: "northpost" })
    const [{ first, last = 0 } = {}] = (await read()).numbers
    expect(first).toBe(0)
    expect(last).toBeLessThan(16_383)
  })

  it("lets a carrier compute for an order reference whether it is among the restricted ones", async () => {
    const { read, restrict } = await mapped()
    await restrict("orders", { series: "maplebooks", place: 123_456, vouchedBy: "northpost" })
    await restrict("codes", { series: "maplebooks", place: 700_000 }, { scope: "codeBlock" })
    const { numbers } = await read()
    const scopesOf = (reference: string) =>
      numbers.filter(({ cut = 1, digests }) => digests?.includes(digestOf(reference, cut))).map(({ scope }) => scope)
    expect(scopesOf("MB1234560")).toEqual(["neighbourhood"])
    expect(scopesOf("mb-123 456-0")).toEqual(["neighbourhood"])
    expect(scopesOf("MB7000000")).toEqual(["codeBlock"])
    for (const reference of ["MB1000000", "MB1500000", "XX1234560"]) expect(scopesOf(reference)).toEqual([])
    for (const { digests = [], first } of numbers) expect([digests.length <= 42, first]).toEqual([true, undefined])
  })

  it("has nothing of a discreet retailer, of another carrier's word, and for other parties", async () => {
    const { read, restrict } = await mapped()
    await restrict("discreet", { series: "leafline", place: 48_213, vouchedBy: "northpost" })
    await restrict("others", { series: "maplebooks", place: 123_456, vouchedBy: "otherpost" })
    await restrict("own", { series: "maplebooks", place: 500_000, vouchedBy: "northpost" })
    expect((await read()).numbers).toHaveLength(1)
    for (const party of ["leafline", "maplebooks"]) expect((await read(party)).numbers).toEqual([])
  })

  it("has what was renewed once and with its new end, and nothing that was released or is over", async () => {
    const { world, read, restrict } = await mapped()
    const renewed = await restrict("renewed", { series: "maplebooks", place: 100_000 })
    const released = await restrict("released", { series: "maplebooks", place: 300_000 })
    await restrict("ends", { series: "maplebooks", place: 500_000 })
    const later = "2026-11-04T10:00:00.000Z"
    const at = world.clock().toISOString()
    expect(await world.restrictions.renew(renewed, later, at)).toBe("renewed")
    await world.restrictions.release(released, { kind: "party", partyId: "northpost" }, at)
    await world.settle()
    expect((await read()).numbers.map((one) => one.until)).toEqual([later, until])
    world.passSeconds(86_400)
    expect((await read()).numbers.map((one) => one.until)).toEqual([later])
  })

  it("comes in pages, with what was walked last on the first", async () => {
    const { read, restrict } = await mapped()
    const ends = [20, 21, 22].map((hour) => `2026-11-02T${hour}:00:00.000Z`)
    for (const [index, end] of ends.entries())
      await restrict(`at-${index}`, { series: "maplebooks", place: 100_000 * (2 * index + 1) }, { until: end })
    const first = await read("northpost", "?limit=2")
    expect(first.numbers.map((one) => one.until)).toEqual([ends[2], ends[1]])
    const second = await read("northpost", `?limit=2&after=${encodeURIComponent(first.next ?? "")}`)
    expect([second.numbers.map((one) => one.until), second.next]).toEqual([[ends[0]], undefined])
  })

  it("has an etag that changes with what is in force, and is not sent to a party that has it", async () => {
    const { world, restrict } = await mapped()
    await restrict("first", { series: "maplebooks", place: 100_000 })
    const ask = (etag = "") => caller(world, { "if-none-match": etag })("northpost", "GET", "/v1/proof-map")
    const { headers } = await ask()
    world.passSeconds(60)
    const same = await ask(headers["etag"])
    expect([same.statusCode, same.body, same.headers["etag"]]).toEqual([304, "", headers["etag"]])
    await restrict("second", { series: "maplebooks", place: 300_000 })
    const changed = await ask(headers["etag"])
    expect(changed.statusCode).toBe(200)
    expect(changed.headers["etag"]).not.toBe(headers["etag"])
  })
})
