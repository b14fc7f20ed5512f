import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import * as z from "zod"
import { knownOfLookups } from "../../../shared/desk/api/known-of-lookups.ts"
import { hubBreachKey } from "../../../shared/desk/cases/hub-breach-row.ts"
import { isComplete, knownInWords } from "../../../shared/desk/dossier/lookups-in-words.ts"
import { newStream } from "../../../shared/watch/lookups/reporting/kept-rows.ts"
import type { StreamRow, TimeRange } from "../../../shared/watch/lookups/reporting/report-streams.ts"
import { aloneWorld, rangeOf, toolOfSwift } from "../alone-world.ts"
import { state, stolenBackup } from "../breach-at-hub.ts"
import { type BreachWorld, seen, servedWorld, shipParcel } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const answer = z.looseObject({
  accesses: z.array(z.unknown()),
  covered: z.object({ from: z.string(), until: z.string(), begins: z.string(), isComplete: z.boolean() }),
  unreported: z.array(z.looseObject({ because: z.string(), from: z.string(), until: z.string() })).optional(),
  inCases: z.array(z.looseObject({ is: z.string() })).optional(),
})

const formats = ["json", "html", "csv"] as const
type World = Pick<BreachWorld, "directory"> & Parameters<typeof caller>[0]

/** The answer about a shipment in each format. */
async function asked(world: World, shipment: string, party = "leafline") {
  const path = `/v1/shipments/${shipment}/accesses`
  const answers = await Promise.all(formats.map((format) => caller(world)(party, "GET", `${path}?format=${format}`)))
  const [json, html, csv] = answers
  if (json === undefined || html === undefined || csv === undefined) throw new Error("three formats")
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
  return { json: answer.parse(json.json), html: html.body, csv: csv.body, type: csv.headers["content-type"] }
}

const program = "str_kqztbxwdmnpvrhgj"
const ofStream = ({ stream = program, ...more }: Partial<StreamRow> = {}) => ({
  ...newStream("northpost", stream, new Date("2026-11-01T14:10:00.000Z")),
  ...more,
})

/** A shipment of 30 October, of which nobody looked anything up. It is 1 November, 14:10. */
async function unseenShipment(streams: Partial<StreamRow> | Partial<StreamRow>[] = []) {
  const world = await servedWorld(3, { isCounted: false })
  for (const stream of [streams].flat()) await world.streams.begin(ofStream(stream))
  await shipParcel(world, "leafline", 77)
  return world
}

const whole = { from: "2026-10-01T00:00:00.000Z", until: "2026-11-01T14:00:00.000Z" }
const notProven = "So it is not proven that nobody looked."

describe("an answer without a lookup", () => {
  it("is complete if the carrier counted from before the shipment on, and says until when", async () => {
    const { json, html, csv, type } = await asked(await unseenShipment({ covered: [whole] }), "s77")
    const { from, until } = { from: "2026-10-30T10:00:00.000Z", until: whole.until }
    expect(json).toMatchObject({ accesses: [], covered: { from, until, begins: "shipment", isComplete: true } })
    expect(html).toContain("In this time every lookup reached it.")
    expect(html).not.toContain(notProven)
    expect(csv.split("\r\n")[1]).toBe(`covered,${from},${until},,,,,,complete begins:shipment`)
    expect(type).toBe("text/csv; charset=utf-8")
  })

  it.each<[string, Partial<StreamRow> | Partial<StreamRow>[] | undefined, string, string]>([
    ["never counted", undefined, "has not confirmed", "unreported"],
    [
      "began to count after the shipment",
      { covered: [{ ...whole, from: "2026-10-31T00:00:00.000Z" }] },
      "on 30 October 2026, from 06:00 to 20:00 (EDT)",
      "unreported",
    ],
    ["ended its only program", { covered: [whole], endedAt: whole.until }, "has not confirmed", "unreported"],
    [
      "left a time between its counts",
      {
        covered: [
          { ...whole, until: "2026-10-31T00:00:00.000Z" },
          { ...whole, from: "2026-10-31T08:00:00.000Z" },
        ],
      },
      "has not confirmed",
      "unreported",
    ],
    [
      "counts with a program that began a day after the one before had ended",
      [
        {
          stream: "str_theprogrambefore1",
          covered: [{ ...whole, until: "2026-10-31T00:00:00.000Z" }],
          endedAt: "2026-10-31T00:00:00.000Z",
        },
        { covered: [{ ...whole, from: "2026-11-01T00:00:00.000Z" }] },
      ],
      "from 30 October 2026, 20:00 (EDT) to 31 October 2026, 20:00 (EDT)",
      "unreported",
    ],
    ["missed more than the hub keeps", { covered: [whole], givenUp: 1 }, "has not confirmed", "unreported"],
    [
      "was interrupted",
      {
        covered: [whole],
        past: [
          {
            interruptionId: "i-1",
            reason: "noCount",
            since: "2026-10-31T00:00:00.000Z",
            until: "2026-10-31T04:00:00.000Z",
          },
        ],
      },
      "What was shown in these hours is not known",
      "unwatched",
    ],
    [
      "filled hours late",
      {
        covered: [whole],
        past: [
          {
            interruptionId: "i-1",
            reason: "noCount",
            since: "2026-10-31T00:00:00.000Z",
            until: "2026-10-31T04:00:00.000Z",
            filledAt: "2026-11-01T00:00:00.000Z",
          },
        ],
      },
      "by the carrier’s own statement",
      "filledLate",
    ],
    [
      "is silent now",
      {
        covered: [{ ...whole, until: "2026-11-01T10:00:00.000Z" }],
        open: { interruptionId: "i-1", reason: "noCount", since: "2026-11-01T10:00:00.000Z", retailerIds: [] },
      },
      "since 1 November 2026",
      "unwatched",
    ],
  ])("says in each format what is not known if the carrier %s", async (_, stream, words, row) => {
    const { json, html, csv } = await asked(await unseenShipment(stream), "s77")
    expect([json.covered.isComplete, json.accesses]).toEqual([false, []])
    expect(html).toContain(words)
    expect(html).toContain(notProven)
    expect(html).not.toContain("every lookup reached it")
    expect(csv).toMatch(new RegExp(`^${row},`, "m"))
    expect(csv).toContain("incomplete")
  })

  it("is complete over two programs of which one ended when the other began, or that counts on after its end", async () => {
    const change = "2026-10-31T00:00:00.000Z"
    const before = { stream: "str_theprogrambefore1", covered: [{ ...whole, until: change }], endedAt: change }
    for (const streams of [
      [before, { covered: [{ ...whole, from: change }] }],
      { covered: [whole], endedAt: change },
    ]) {
      const { json } = await asked(await unseenShipment(streams), "s77")
      expect(json).toMatchObject({ accesses: [], covered: { until: whole.until, isComplete: true } })
    }
  })

  it("begins where the ledger begins, if the shipment is older", async () => {
    const world = await unseenShipment({ covered: [{ ...whole, from: "2025-01-01T00:00:00.000Z" }] })
    const shipments = [{ carrierId: "northpost", createdAt: "2025-01-02T00:00:00.000Z" }]
    const known = await knownOfLookups(world.desk, { shipments, accesses: [] })
    expect([known.span.from, known.begins, isComplete(known)]).toEqual(["2025-10-01T14:10:00.000Z", "ledger", false])
    expect(knownInWords(known, 0, { language: "fr", timeZone: "UTC" }).join(" ")).toContain("conservées 13 mois")
  })
})

describe("an answer about a shipment with a carrier that takes no part", () => {
  it("says that nobody reports what was looked up there, and what a case says of it", async () => {
    const { world, report, alias } = await aloneWorld()
    expect((await report(rangeOf(1, 2))).statusCode).toBe(201)
    const possible = await asked(world, "LL-0000001")
    expect(possible.json).toMatchObject({
      covered: { isComplete: false },
      unreported: [{ because: "takesNoPart", tool: toolOfSwift }],
      inCases: [
        { is: "possibly", caseAlias: alias(), shipmentId: "s1", fields: ["signatory-name-or-initials", "postal-code"] },
      ],
    })
    expect(possible.html).toContain(`Case ${alias()}: s1 may have been seen`)
    expect(possible.html).toContain("The carrier takes no part in the exchange.")
    expect(possible.csv).toMatch(/^possiblyShownInCase,.*,s1,signatory-name-or-initials postal-code,/m)
    const other = await asked(world, "LL-0000003")
    expect(other.json.inCases).toBeUndefined()
    expect(other.html).toContain(notProven)
  })
})

describe("an answer about a shipment that the hub held when it was breached itself", () => {
  it("says what may have been read there, and that it is not proven that nobody looked", async () => {
    const world = await unseenShipment({ covered: [whole] })
    await state(world, "leafline", { ...stolenBackup, from: undefined, until: "2026-11-01T04:30:00.000Z" })
    const span = { from: "2026-10-30T10:00:00.000Z", until: "2026-11-01T04:30:00.000Z" }
    const { json, html, csv } = await asked(world, "s77")
    expect(json).toMatchObject({
      accesses: [],
      covered: { isComplete: false },
      inCases: [{ is: "possibly", fields: ["dates", "postal-code"], ...span }],
    })
    expect(html).toContain("this shipment may have been seen")
    expect(html).toContain(notProven)
    expect(csv).toContain(`possiblyShownInCase,${span.from},${span.until},,dates postal-code,`)
  })

  it("says nothing of it to others, and nothing if the shipment came later", async () => {
    const world = await unseenShipment({ covered: [whole] })
    await state(world, "maplebooks")
    await state(world, "leafline", {
      ...stolenBackup,
      ...hubBreachKey({ hubBreachId: "long-ago", revision: 1 }),
      hubBreachId: "long-ago",
      until: "2026-10-30T09:00:00.000Z",
    })
    const { json, html } = await asked(world, "s77")
    expect(json.inCases).toBeUndefined()
    expect(html).not.toContain(notProven)
  })

  it("says that nobody knows which details, where the operator does not", async () => {
    const world = await unseenShipment({ covered: [whole] })
    await state(world, "leafline", { ...stolenBackup, fields: [] })
    expect((await asked(world, "s77")).html).toMatch(
      /may have been seen .+: which details is not known\. Nobody can say/,
    )
  })
})

describe("an answer about an erased shipment of which lookups are held", () => {
  it("does not say that these were all", async () => {
    const world = await servedWorld()
    const recordId = "SHIPMENT#leafline#s500"
    await world.disclosures.append(seen(500, { recordId, shipmentId: "s500" }))
    const { json, html, csv } = await asked(world, "s500")
    expect(json).toMatchObject({ isForgotten: true, covered: { isComplete: false, begins: "ledger" } })
    expect(html).toContain("it was erased or is too old")
    expect(html).not.toContain("These are all")
    expect(csv).toMatch(/^shipmentForgotten,/m)
  })
})

describe("what is known of lookups", () => {
  const day = 24 * 3_600_000
  const begin = Date.parse("2026-10-01T00:00:00.000Z")
  const now = new Date(begin + 31 * day)
  const iso = (ms: number) => new Date(ms).toISOString()
  /** Ranges on a grid of six hours, the earliest first and apart. */
  const ranges = fc
    .uniqueArray(fc.integer({ min: 0, max: 123 }), { maxLength: 8 })
    .map((places) => places.toSorted((one, other) => one - other))
    .map((places) =>
      places.flatMap((place, index): TimeRange[] => {
        const until = places[index + 1]
        return index % 2 === 1 || until === undefined
          ? []
          : [{ from: iso(begin + (place * day) / 4), until: iso(begin + (until * day) / 4) }]
      }),
    )
  const streams = fc.array(
    fc.record({ covered: ranges, gaps: ranges, isOver: fc.boolean() }).map(({ covered, gaps, isOver }) => ({
      ...newStream("northpost", program, now),
      covered,
      past: gaps.map(({ from: since, until }, place) => ({
        interruptionId: `i-${place}`,
        reason: "noCount" as const,
        since,
        until,
      })),
      ...(isOver ? { endedAt: covered.at(-1)?.until ?? iso(begin) } : {}),
    })),
    { maxLength: 2 },
  )

  it("is complete only if some program counted every hour of it, and none was interrupted", async () => {
    let complete = 0
    await fc.assert(
      fc.asyncProperty(streams, fc.integer({ min: 0, max: 123 }), async (rows, born) => {
        const createdAt = iso(begin + (born * day) / 4)
        const watched = { streams: { ofCarrier: async () => rows }, clock: () => now }
        const known = await knownOfLookups(watched, {
          shipments: [{ carrierId: "northpost", createdAt }],
          accesses: [],
        })
        const words = knownInWords(known, 0, { language: "en", timeZone: "UTC" }).join(" ")
        expect(words.includes(notProven)).toBe(!isComplete(known))
        if (!isComplete(known)) return
        complete += 1
        for (let at = Date.parse(known.span.from); at < Date.parse(known.span.until); at += day / 4) {
          const isIn = ({ from, until }: TimeRange) => Date.parse(from) <= at && at < Date.parse(until)
          expect(rows.some(({ covered }) => covered.some(isIn))).toBe(true)
          expect(rows.some(({ past }) => past.some(({ since, until }) => isIn({ from: since, until })))).toBe(false)
        }
      }),
      { numRuns: 500 },
    )
    expect(complete).toBeGreaterThan(0)
  })
})
