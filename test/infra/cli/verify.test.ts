import { describe, expect, it } from "@jest/globals"
import { receivedHead } from "../../../infra/cli/verify/received-heads.ts"
import { toldInWords } from "../../../infra/cli/verify/told-shipments.ts"
import { verdictInWords } from "../../../infra/cli/verify/verdict-in-words.ts"
import { verifyDossier } from "../../../shared/breach-desk/dossier/dossier.ts"
import { shipmentsDigest } from "../../../shared/breach-desk/notices/notice-receipts.ts"
import { headOf } from "../../../shared/breach-desk/timeline.ts"
import { timelineOf } from "../../breach-desk/dossier/dossier-scenario.ts"

const alias = "WS-AAAAAAAAAA"
const { entries, head } = timelineOf(
  Array.from({ length: 6 }, (_, index) => ({
    at: `2026-11-25T10:0${index}:00.000Z`,
    actor: "hub",
    type: "caseGrew",
    data: { shipments: index },
  })),
)
const [, , third] = entries
if (third === undefined) throw new Error("there is a third entry")
const told = { caseAlias: alias, timelineHead: { ...headOf(third), mac: `${"A".repeat(43)}=` } }

const words = async (timeline: (typeof entries)[number][], heads: Parameters<typeof verifyDossier>[2] = []) => {
  const verdict = await verifyDossier({ timeline, head, receivedHeads: [] }, undefined, heads)
  return verdictInWords(verdict, { caseAlias: alias, entries: timeline.length, head, heads: heads.length })
}

describe("checking a dossier without the hub", () => {
  it.each([
    ["an event as it arrived", { id: "1", detail: { metadata: {}, data: told } }],
    ["its data", told],
    ["the head alone", headOf(third)],
  ])("reads the head of %s", (_, kept) => {
    expect(receivedHead(JSON.stringify(kept), alias)).toEqual(headOf(third))
  })

  it("passes over other cases and other events, and refuses what is no JSON", () => {
    expect(receivedHead(JSON.stringify({ ...told, caseAlias: "WS-BBBBBBBBBB" }), alias)).toBeNull()
    expect(receivedHead(JSON.stringify({ detail: { data: { shipmentId: "S-1" } } }), alias)).toBeNull()
    expect(() => receivedHead("not JSON", alias)).toThrow("is not JSON")
  })

  it("says that all holds, or which entry or head does not", async () => {
    expect(await words([...entries], [headOf(third)])).toEqual([
      "chain      holds: 6 entries lead to head 6",
      "received   all 1 heads lie on the chain",
      `MAC        only the hub has the key: POST /v1/cases/${alias}/verifications`,
      expect.stringContaining("not        checked: the documents"),
    ])
    const altered = entries.map((entry) => (entry.seq === 4 ? { ...entry, data: { shipments: 99 } } : entry))
    expect((await words(altered))[0]).toBe("chain      BROKEN at entry 4: its content is not what was hashed")
    const stray = { seq: 2, hash: "0".repeat(64) }
    expect((await words([...entries], [headOf(third), stray]))[1]).toBe(
      "received   1 of 2 heads do NOT lie on the chain: 2",
    )
  })

  it("says which entry is the receipt for a list of shipments, in whatever order they are", () => {
    const data = {
      method: "email",
      notifiedAt: "2026-11-25T10:00:00Z",
      shipmentsDigest: shipmentsDigest(["S-1", "S-2"]),
    }
    const told = timelineOf([{ at: "2026-11-25T10:00:00.000Z", actor: "leafline", type: "IndividualsNotified", data }])
    expect(toldInWords(told.entries, ["S-2", "S-1", "S-2"])).toBe(
      "told       entry 1 is a receipt for exactly these 2 shipments: email, 2026-11-25T10:00:00Z",
    )
    expect(toldInWords(told.entries, ["S-1"])).toBe(
      "told       NO receipt in the chain is for exactly these 1 shipments",
    )
  })
})
