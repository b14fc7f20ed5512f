import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { newStream } from "../../../shared/lookups/reporting/kept-rows.ts"
import type { StreamRow } from "../../../shared/lookups/reporting/report-streams.ts"
import { partyIn, servedWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const range = z.object({ from: z.string(), until: z.string(), filledAt: z.string().optional() })
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

  it("are those since the first exposure, and all parties of the case see them", async () => {
    const { world, view } = await worldWithGaps({ past: [] })
    const { firstExposureAt: first } = await view("leafline")
    const row = await world.streams.get("northpost", "str_kqztbxwdmnpvrhgj")
    if (row === undefined) throw new Error("the stream is there")
    const gap = (since: string, until: string) => ({ interruptionId: "i-1", reason: "noCount" as const, since, until })
    const now = world.clock().toISOString()
    const past = [
      gap(later(first, -120), later(first, -60)),
      { ...gap(later(first, -30), later(first, 1)), filledAt: now },
    ]
    const open = { interruptionId: "i-2", reason: "noCount" as const, since: later(first, 2), retailerIds: ["oakshop"] }
    await world.streams.replace({ ...row, revision: 1, past, open }, 0)
    const expected = [
      { from: first, until: later(first, 1), filledAt: now },
      { from: later(first, 2), until: now },
    ]
    expect((await view("leafline")).unwatched).toEqual(expected)
    expect((await view("northpost")).unwatched).toEqual(expected)
  })
})
