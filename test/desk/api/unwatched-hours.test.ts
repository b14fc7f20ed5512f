import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { newStream } from "../../../shared/watch/lookups/reporting/kept-rows.ts"
import type { StreamRow } from "../../../shared/watch/lookups/reporting/report-streams.ts"
import { partyIn, servedWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const range = z.object({
  from: z.string(),
  until: z.string(),
  filledAt: z.string().optional(),
  goesOn: z.literal(true).optional(),
})
const answer = z.object({ firstExposureAt: z.string(), unwatched: z.array(range).optional() })

/** A case about the carrier's tool, whose program was silent at some times. */
async function worldWithGaps(gaps: Pick<StreamRow, "past" | "open">) {
  const world = await servedWorld()
  await world.streams.begin({ ...newStream("northpost", "str_kqztbxwdmnpvrhgj", world.clock()), ...gaps })
  const call = caller(world)
  return {
    world,
    view: async (partyId: string) => {
      const { statusCode, json } = await call(partyId, "GET", `/v1/cases/${partyIn(world, partyId).alias}`)
      expect(statusCode).toBe(200)
      return answer.parse(json)
    },
  }
}

const later = (at: string, minutes: number): string => new Date(Date.parse(at) + minutes * 60_000).toISOString()

describe("the hours of a case that nobody watched", () => {
  it("are absent when the carrier's tool was watched", async () => {
    const { view } = await worldWithGaps({ past: [] })
    expect(await view("leafline")).not.toHaveProperty("unwatched")
  })

  it("are those since 30 days before the first exposure, and all parties of the case see them", async () => {
    const { world, view } = await worldWithGaps({ past: [] })
    const { firstExposureAt: first } = await view("leafline")
    const row = await world.streams.get("northpost", "str_kqztbxwdmnpvrhgj")
    if (row === undefined) throw new Error("the stream is there")
    const gap = (since: string, until: string) => ({ interruptionId: "i-1", reason: "noCount" as const, since, until })
    const now = world.clock().toISOString()
    const days = 24 * 60
    const past = [
      gap(later(first, -31 * days), later(first, -30 * days - 1)),
      gap(later(first, -120), later(first, -60)),
      { ...gap(later(first, -30), later(first, 1)), filledAt: now },
    ]
    const open = { interruptionId: "i-2", reason: "noCount" as const, since: later(first, 2), retailerIds: ["oakshop"] }
    await world.streams.replace({ ...row, revision: 1, past, open }, 0)
    const expected = [
      { from: later(first, -120), until: later(first, -60) },
      { from: later(first, -30), until: later(first, 1), filledAt: now },
      { from: later(first, 2), until: now, goesOn: true },
    ]
    expect((await view("leafline")).unwatched).toEqual(expected)
    expect((await view("northpost")).unwatched).toEqual(expected)
  })

  it("end when a party attests that the lookups had ended, and none of them is of later hours", async () => {
    const { world } = await worldWithGaps({
      past: [],
      open: { interruptionId: "i-1", reason: "noCount", since: "2026-11-01T14:02:00.000Z", retailerIds: [] },
    })
    const call = caller(world)
    const path = `/v1/cases/${partyIn(world, "northpost").alias}`
    const measure = { kind: "containment", code: "containmentAttested", at: "2026-11-01T14:05:00.000Z" }
    expect((await call("northpost", "POST", `${path}/measures`, measure)).statusCode).toBe(200)
    const { json } = await call("northpost", "GET", path)
    expect(json["unwatched"]).toEqual([{ from: "2026-11-01T14:02:00.000Z", until: "2026-11-01T14:05:00.000Z" }])
  })

  it("that are not filled are named before filled ones, if there are more than an answer holds", async () => {
    const at = (minute: number) => later("2026-10-20T00:00:00.000Z", minute)
    const gap = (minute: number) => ({
      interruptionId: `i-${minute}`,
      reason: "noCount" as const,
      since: at(minute),
      until: at(minute + 1),
    })
    const filled = Array.from({ length: 100 }, (_, index) => ({ ...gap(10 + index * 10), filledAt: at(5_000) }))
    const { view } = await worldWithGaps({ past: [gap(0), ...filled] })
    const { unwatched = [] } = await view("leafline")
    expect(unwatched).toHaveLength(100)
    expect(unwatched[0]).toEqual({ from: at(0), until: at(1) })
  })
})
