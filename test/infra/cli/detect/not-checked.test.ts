import { describe, expect, it } from "@jest/globals"
import { referenceAtGiven } from "../../../../client/access-logs/references/reference-places.ts"
import type { DetectOptions } from "../../../../infra/cli/detect/detect-log.ts"
import { resultInWords } from "../../../../infra/cli/detect/output/result-in-words.ts"
import {
  aRetailer,
  combinedLine,
  dataOf,
  detectLines,
  iso,
  ordinaryRequests,
  type Request,
  start,
  walkedRecords,
  walkedRequests,
  walkRequests,
} from "./walked-log.ts"

const few = ordinaryRequests.slice(0, 60)
const event = (request: Request, given: object = {}) =>
  JSON.stringify({
    at: iso(request.at),
    reference: request.reference,
    outcome: "hit",
    accessor: { ip: request.ip },
    ...given,
  })
const csv = (time: (at: number) => string, requests: readonly Request[] = few) => [
  "time,ip,reference",
  ...requests.map(({ at, ip, reference }) => `"${time(at)}",${ip},${reference}`),
]
const slashed = (at: number) => `0${1 + (at % 9)}/03/2026 10:00:00`

type Case = { name: string; lines: readonly string[]; code: string; words: string; options?: Partial<DetectOptions> }

const cases: readonly Case[] = [
  { name: "an empty log", lines: [], code: "empty", words: "no lines" },
  { name: "blank lines alone", lines: ["", "  ", ""], code: "empty", words: "no lines" },
  {
    name: "a form that is not known",
    lines: ["Oct 13 03:00:07 host app: hello", "again"],
    code: "unknown-form",
    words: "--columns",
  },
  {
    name: "a quote that is not closed",
    lines: ['a,b,"c', "again"],
    code: "unknown-form",
    words: "--columns",
  },
  {
    name: "an array that is cut off",
    lines: ["[", ...few.map((request) => `${event(request)},`)],
    code: "nothing-readable",
    words: "is not JSON to its end",
  },
  {
    name: "lines of which more than a tenth cannot be read",
    lines: [...few.map(combinedLine), ...Array.from({ length: 10 }, () => "203.0.113.9 is broken")],
    code: "unreadable-lines",
    words: "only 60 of 70 lines",
  },
  {
    name: "times far in the future",
    lines: few.map((request) => combinedLine(request).replace("/2026:", "/2066:")),
    code: "nothing-readable",
    words: "a time in the future",
  },
  {
    name: "times without a zone",
    lines: csv((at) => iso(at).slice(0, 19)),
    code: "no-time-zone",
    words: "--time-zone",
  },
  {
    name: "dates that may be day/month or month/day",
    lines: csv(slashed),
    code: "no-date-order",
    words: "--date-order",
    options: { timeZone: "UTC" },
  },
  {
    name: "dates that are both",
    lines: csv((at) => `${["13/03", "03/13", "04/03"][Math.floor(at / 144) % 3]}/2026 10:00`),
    code: "no-date-order",
    words: "both ways round",
    options: { timeZone: "UTC" },
  },
  {
    name: "requests without a reference",
    lines: few.map((request, index) =>
      combinedLine({ ...request, reference: "" }).replace("json", index % 2 === 0 ? "a" : "b"),
    ),
    code: "no-reference",
    words: "--reference",
  },
  {
    name: "no lookup where the references should be",
    lines: few.map(combinedLine),
    code: "no-lookups",
    words: "60 requests without a reference",
    options: { givenReference: referenceAtGiven("?number={reference}") },
  },
  {
    name: "lookups that all failed",
    lines: few.map((request) => combinedLine({ ...request, status: 502 })),
    code: "no-lookups",
    words: "60 failed requests",
  },
  {
    name: "a header and no more",
    lines: ["time,ip,reference"],
    code: "empty",
    words: "no lines after its header",
  },
  {
    name: "lookups without an address",
    lines: few.map((request) => combinedLine({ ...request, ip: "-" })),
    code: "no-lookups",
    words: "log the visitor's address",
  },
  {
    name: "lookups of which more than a tenth have no address",
    lines: few.map((request, index) => combinedLine(index % 8 === 0 ? { ...request, ip: "-" } : request)),
    code: "unreadable-lines",
    words: "8 of 60 lookups have no address",
  },
  {
    name: "one address for all",
    lines: few.map((request) => combinedLine({ ...request, ip: "203.0.113.80" })),
    code: "one-address",
    words: "one proxy",
  },
  {
    name: "one reference for all",
    lines: few.map((request) => event(request, { reference: "LL-7000001" })),
    code: "one-reference",
    words: "--reference",
  },
  {
    name: "lines without an address",
    lines: few.map((request) => event(request, { accessor: {} })),
    code: "nothing-readable",
    words: "needs an address in accessor.ip",
  },
]

describe("a log that cannot be checked", () => {
  it.each(cases)("says so, why, and what to do: $name", async ({ lines, code, words, options }) => {
    const data = dataOf(await detectLines(lines, options))
    expect(data).toMatchObject({ checked: false, reasons: [{ code }] })
    const said = resultInWords(data)
    expect(said).toContain("NOT CHECKED")
    expect(said).toContain("What to do")
    expect(said).toContain(words)
    for (const raw of ["198.51.", "203.0.113", "LL-700"]) expect(said).not.toContain(raw)
  })

  it("is checked when the operator accepts the reason", async () => {
    const lines = walkRequests.map(combinedLine)
    expect(dataOf(await detectLines(lines))).toMatchObject({ checked: false, reasons: [{ code: "one-address" }] })
    const data = dataOf(await detectLines(lines, { accepted: new Set(["one-address"]) }))
    expect(data).toMatchObject({
      checked: true,
      walkers: [{ records: walkedRecords }],
      accepted: [{ code: "one-address" }],
    })
  })
})

describe("a log with a few faults", () => {
  it("is checked in spite of one line of another year", async () => {
    const lines = walkedRequests.map(combinedLine)
    const wrong = (lines[0] ?? "").replace("/2026:", "/2066:")
    const data = dataOf(await detectLines([wrong, ...lines]))
    expect(data).toMatchObject({
      checked: true,
      walkers: [{ records: walkedRecords }],
      log: { leftOut: { unreadable: 1 } },
    })
  })

  it("is checked when its first line is cut off", async () => {
    const lines = walkedRequests.map((request) => event(request))
    const data = dataOf(await detectLines([`{"at": 1, "ref`, ...lines]))
    expect(data).toMatchObject({ checked: true, walkers: [{ records: walkedRecords }] })
  })

  it("says when one address made most lookups, because it may be a proxy", async () => {
    const lines = ordinaryRequests.map((request, index) =>
      combinedLine(index % 100 === 0 ? request : { ...request, ip: "203.0.113.80" }),
    )
    expect(resultInWords(dataOf(await detectLines(lines)))).toContain("One address made 99 % of the lookups")
  })

  it("says when references do not have the number that their retailer's format promises", async () => {
    const party = aRetailer({ referenceFormat: { prefix: "XX-", digits: 7 } })
    const said = resultInWords(dataOf(await detectLines(walkedRequests.map(combinedLine), { retailers: [party] })))
    expect(said).toContain("The order of references was not checked: they have no number.")
  })

  it("is checked when its lines are not in order of time", async () => {
    const lines = walkedRequests.map(combinedLine)
    const half = Math.floor(lines.length / 2)
    const data = dataOf(await detectLines([...lines.slice(half), ...lines.slice(0, half).reverse()]))
    expect(data).toMatchObject({ checked: true, walkers: [{ records: walkedRecords }] })
  })

  it("reads dates in the order that one of them shows", async () => {
    const dated = (request: Request, index: number) =>
      `${String(1 + (index % 20)).padStart(2, "0")}/03/2026 10:00:00,${request.ip},${request.reference}`
    const data = dataOf(await detectLines(["time,ip,reference", ...few.map(dated)], { timeZone: "Europe/Berlin" }))
    expect(data).toMatchObject({
      checked: true,
      log: { from: "2026-03-01T09:00:00.000Z", until: "2026-03-20T09:00:00.000Z" },
    })
  })

  it("learns from one day what is ordinary, so that the walk is found", async () => {
    const oneDay = walkedRequests.map((request) => ({ ...request, at: start + (request.at - start) / 2 }))
    const data = dataOf(
      await detectLines(oneDay.map((request) => combinedLine({ ...request, at: Math.floor(request.at) }))),
    )
    expect(data).toMatchObject({ checked: true, walkers: [{ records: walkedRecords }] })
  })

  it("finds nothing in ordinary lookups, and says what was not checked", async () => {
    const data = dataOf(await detectLines(ordinaryRequests.map(combinedLine)))
    expect(data).toMatchObject({ checked: true, walkers: [] })
    const said = resultInWords(data)
    expect(said).toContain("FOUND NOTHING")
    expect(said).toContain("no delivery points")
  })
})
