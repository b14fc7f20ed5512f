import { describe, expect, it } from "@jest/globals"
import { buildDossier } from "../../../shared/breach-desk/dossier/dossier.ts"
import { verifyDossier } from "../../../shared/breach-desk/dossier/verify-dossier.ts"
import { ofKind, only, textOf } from "./dossier-documents.ts"
import { scenarioDossierInput } from "./dossier-scenario.ts"

describe("the words about what proves it", () => {
  const verified = (receivedHeads: number, language: "en" | "fr") => {
    const input = scenarioDossierInput({ language })
    const heads = Array.from({ length: receivedHeads }, () => ({ at: "2026-11-03T00:00:00Z", head: input.head }))
    return textOf(only(ofKind(buildDossier({ ...input, receivedHeads: heads }), "evidence")))
  }

  it("speak of one head as one, and name the MAC as people do", () => {
    expect(verified(1, "en")).toContain("The one head that this party received earlier lies on it.")
    expect(verified(2, "en")).toContain("All 2 heads that this party received earlier lie on it.")
    expect(verified(1, "fr")).toContain("La seule tête reçue auparavant par cette partie s’y trouve.")
    expect(verified(1, "fr")).not.toContain("HMAC_")
  })
})

describe("verifying a dossier", () => {
  const dossier = buildDossier(scenarioDossierInput())
  const right = async () => true

  it("accepts it as it was built", async () => {
    expect(await verifyDossier(dossier, right)).toMatchObject({ ok: true, macHolds: true, strayHeads: [] })
  })

  it("says that the MAC was not checked when it could not be checked", async () => {
    expect(await verifyDossier(dossier)).toMatchObject({ ok: true, macHolds: null })
  })

  it("refuses a head whose MAC is wrong", async () => {
    expect(await verifyDossier(dossier, async () => false)).toMatchObject({ ok: false, macHolds: false })
  })

  it("refuses an altered entry and names it", async () => {
    const timeline = dossier.timeline.map((entry, index) =>
      index === 4 ? { ...entry, at: "2026-11-03T15:10:01Z" } : entry,
    )
    expect(await verifyDossier({ ...dossier, timeline }, right)).toMatchObject({ ok: false, chain: { firstBadSeq: 5 } })
  })

  it("refuses a chain on which a head that the party received does not lie", async () => {
    const stray = { seq: 3, hash: "f".repeat(64) }
    expect(await verifyDossier(dossier, right, [stray])).toMatchObject({ ok: false, strayHeads: [stray] })
  })
})
