import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { servedCase } from "../api/served-case.ts"
import { breachParties, partyIn } from "../breach-world.ts"
import { takeOut } from "../take-out.ts"

const presumptions = z.object({ duties: z.array(z.object({ presumption: z.string() })) })
const outside = "Seems outside the law’s definition"

describe("a duty of a law whose definition covers nothing that is known to have been shown", () => {
  it.each([
    ["seems not owed if the carrier counted all lookups", true, "probablyNotOwed"],
    ["is to be assessed if nobody knows what else was shown", false, "assess"],
  ])("%s, in the case, its documents and its rows", async (_, isCounted, presumed) => {
    const parties = breachParties.map((party) =>
      party.id === "leafline" ? { ...party, laws: ["us-ca-civil-1798-82" as const] } : party,
    )
    const { world, call } = await servedCase(3, { parties, isCounted })
    const { json } = await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}`)
    const { duties } = presumptions.parse(json)
    expect(new Set(duties.map(({ presumption }) => presumption))).toEqual(new Set([presumed]))
    const { text } = await takeOut(world, call, "leafline", { format: "markdown", language: "en" })
    expect(text.includes(outside)).toBe(isCounted)
    const stored = world.rowsOf("duty").filter(({ duty }) => duty.party === "leafline")
    expect(stored.map(({ duty }) => duty.presumption)).not.toContain("probablyNotOwed")
  })
})
