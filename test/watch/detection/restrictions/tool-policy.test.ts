import { describe, expect, it } from "@jest/globals"
import { policyTables } from "../../../../infra/cli/documents/policy-tables.ts"
import {
  askedIn,
  isProofRefused,
  refusedProofs,
  toolKindOf,
  toolKinds,
  toolPolicy,
} from "../../../../shared/watch/detection/restrictions/tool-policy.ts"

describe("the policy of tools", () => {
  it("never refuses a party its own parcels", () => {
    for (const refused of Object.values(refusedProofs)) expect(refused).not.toContain("party")
  })

  it("asks nothing in a tool that nothing protects", () => {
    for (const row of Object.values(toolPolicy.asks)) expect(row.alone).toBe("nothing")
  })

  it("refuses neighbours of a restricted visitor no proof that names a house", () => {
    for (const tool of toolKinds)
      for (const whom of [
        "visitorWithoutName",
        "guesserWithoutName",
        "network",
        "networkOfGuessers",
        "neighbourhood",
        "codeBlock",
      ] as const)
        expect(isProofRefused(askedIn(tool, whom), "houseNumber")).toBe(false)
  })

  it("takes a postal code for no proof where postal codes were guessed", () => {
    expect(isProofRefused(askedIn("hub", "network"), "postalCode")).toBe(false)
    for (const tool of ["hub", "delegated", "guarded"] as const)
      expect(isProofRefused(askedIn(tool, "networkOfGuessers"), "postalCode")).toBe(true)
  })

  it("lets a carrier's reports and what the hub saw restrict numbers, and no lookup that a party delegates", () => {
    const restricts = (of: Parameters<typeof toolKindOf>[0]) => toolPolicy.restrictsNumbers.includes(toolKindOf(of))
    expect(restricts({ tool: "guarded" })).toBe(true)
    expect(restricts({ tool: "observed:northpost" })).toBe(true)
    expect(restricts({ tool: "guarded", delegatedBy: "leafline" })).toBe(false)
  })

  it("is printed whole", () => {
    const rows = policyTables().filter((line) => line.startsWith("| ") && !line.startsWith("| ---"))
    const heads = 2
    expect(rows).toHaveLength(heads + Object.keys(toolPolicy.asks).length + Object.keys(toolPolicy.spares).length)
    expect(new Set(rows.map((row) => row.split("|")[1]))).toHaveProperty("size", rows.length)
  })
})
