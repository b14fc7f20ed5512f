import { describe, expect, it } from "@jest/globals"
import { pointerOf } from "../../../shared/desk/cases/case-pointers.ts"
import type { CaseRow, PointerRow } from "../../../shared/desk/cases/case-rows.ts"
import { decideOpening, type OpeningRows, placeOf } from "../../../shared/desk/opening/decide-opening.ts"
import type { Occasion } from "../../../shared/desk/opening/occasion.ts"
import { breachParties } from "../breach-world.ts"
import { aCase } from "../cases/breach-cases.contract.ts"

const at = "2026-11-01T12:00:00.000Z"
const ofReport = { pk: "REPORT#leafline#one", sk: "CASE" }
const slots = [
  { pk: "REPORTSLOT#one", sk: "CASE" },
  { pk: "REPORTSLOT#two", sk: "CASE" },
]

const occasion: Occasion = {
  pointer: ofReport,
  seed: "report leafline one",
  keys: [{ accessorKey: "subject#walker", attributesFrom: at }],
  neighbours: [],
  partyIds: ["leafline", "northpost"],
  concerned: ["leafline", "northpost"],
  origin: "report",
  tool: "observed:northpost",
  discoveredAt: at,
  reporter: { partyId: "leafline", awareAt: "2026-10-31T09:00:00.000Z" },
  items: () => [],
  data: { finder: "finder" },
}

/** What is read of an occasion when these cases are open, each found by the accessor key of its name. */
function rowsOf(open: readonly CaseRow[], changes: Partial<Occasion> = {}, openInSlots: readonly CaseRow[] = []) {
  const byId = (cases: readonly CaseRow[]) => new Map(cases.map((one) => [one.caseId, one]))
  const pointers = new Map<string, PointerRow>(
    openInSlots.map(({ caseId }, place) => {
      const slot = slots[place] ?? ofReport
      return [slot.pk, pointerOf(slot, caseId)]
    }),
  )
  const around = { pointers, open: byId(open), openInSlots: byId(openInSlots) }
  const place = placeOf({ ...occasion, ...changes }, around)
  const touched = breachParties.filter(({ id }) => occasion.partyIds.includes(id))
  const aliases = new Map(touched.map(({ id }) => [id, `WS-${id}`]))
  const caseId = place.joined?.caseId ?? "new-case"
  return { ...around, place, caseId, knownKeys: [], touched, aliases, at } satisfies OpeningRows
}

const decide = (rows: OpeningRows, changes: Partial<Occasion> = {}) => decideOpening(rows, { ...occasion, ...changes })

describe("an occasion", () => {
  it("opens a case with its parties, which wait for their alert", () => {
    const { draft, result } = decide(rowsOf([]))
    expect(result).toEqual({ caseId: "new-case", outcome: "opened" })
    expect(draft?.case).toMatchObject({
      version: 0,
      state: "open",
      toAlert: occasion.partyIds,
      parties: occasion.partyIds,
    })
    expect(
      draft?.items.flatMap((row) => (row.type === "party" ? [[row.partyId, row.alias, row.awareAt]] : [])),
    ).toEqual([
      ["leafline", "WS-leafline", "2026-10-31T09:00:00.000Z"],
      ["northpost", "WS-northpost", undefined],
    ])
    expect(draft?.pointers?.map(({ row: { pk, caseId }, expected }) => [pk, caseId, expected])).toEqual([
      ["ALIAS#WS-leafline", "new-case", undefined],
      ["ALIAS#WS-northpost", "new-case", undefined],
      [ofReport.pk, "new-case", undefined],
      ["ACCESSOR#subject#walker", "new-case", undefined],
    ])
    expect(draft?.entries).toMatchObject([{ type: "BreachCaseOpened", visibleTo: ["leafline", "northpost"] }])
  })

  it("changes nothing if a case has it already", () => {
    const known = pointerOf(ofReport, "case-of-before")
    expect(decide({ known })).toEqual({ result: { caseId: "case-of-before", outcome: "duplicate" } })
  })

  it("joins the oldest of the open cases that are this breach, and has the others merged into it", () => {
    const older = aCase("older", { openedAt: "2026-11-01T08:00:00.000Z", merging: ["third"] })
    const younger = aCase("younger", { openedAt: "2026-11-01T09:00:00.000Z" })
    const { draft, result } = decide(rowsOf([younger, older]))
    expect(result).toEqual({ caseId: "older", outcome: "joined" })
    expect(draft?.case).toMatchObject({ caseId: "older", merging: ["third", "younger"], toAlert: ["northpost"] })
    expect(draft?.entries).toMatchObject([{ type: "BreachReported", visibleTo: ["leafline", "northpost"] }])
  })

  it("takes the first free slot of its reporter, and joins the last case once none is free", () => {
    const inSlots = [aCase("first"), aCase("second")]
    const free = rowsOf([], { slots }, inSlots.slice(0, 1))
    const taking = decide(free, { slots }).draft?.pointers?.filter(({ row }) => row.pk.startsWith("REPORTSLOT"))
    expect(taking).toMatchObject([{ row: { pk: "REPORTSLOT#two", caseId: "new-case" }, expected: undefined }])
    const full = rowsOf([], { slots }, inSlots)
    expect(decide(full, { slots }).result).toEqual({ caseId: "second", outcome: "joined" })
  })

  it("takes a few accessor keys with its case, and leaves pointers at cases that are to be merged", () => {
    const keys = Array.from({ length: 20 }, (_, place) => ({ accessorKey: `subject#${place}`, attributesFrom: at }))
    const other = aCase("other", { openedAt: "2026-11-01T11:00:00.000Z" })
    const rows = rowsOf([aCase("leading"), other])
    const at0 = { pk: "ACCESSOR#subject#0", sk: "CASE" }
    const pointers = new Map([[at0.pk, pointerOf(at0, "other")]])
    const { draft } = decide({ ...rows, pointers }, { keys })
    const pointed = draft?.pointers?.flatMap(({ row }) => (row.pk.startsWith("ACCESSOR#") ? [row.pk] : []))
    expect(pointed).toEqual(keys.slice(1, 15).map(({ accessorKey }) => `ACCESSOR#${accessorKey}`))
    expect(draft?.items.filter((row) => row.type === "key")).toHaveLength(15)
  })
})
