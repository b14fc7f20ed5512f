import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { BreachCaseItem, MarkerRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "../cases/change-case.ts"
import type { Merge } from "./decide-moves.ts"

/** Rows of the merged case that are passed page by page, and what is counted in them, if anything is. */
export type Pass<Found extends Readonly<Record<string, number>> | undefined> = {
  /** What the sort keys of the rows begin with. */
  under: string
  atOnce: number
  /** Names the note of how far it came. */
  name: string
  /** What is found before the first page, and how a note has what was found since. */
  begin: Found
  schema: z.ZodType<Found>
  /** Does what is to be done with a page. It can come again after a crash. */
  page(rows: readonly BreachCaseItem[], found: Found): Promise<Found>
}

/** A note has the sort key up to which rows were passed: alone, or beside what was found. */
const placeNoted = z.union([ownString(), z.object({ after: ownString() }).transform(({ after }) => after)])

/**
 * Passes rows of the merged case page by page. The surviving case notes how far it came after each full page, so that
 * another call goes on from there.
 *
 * @returns whether all are passed, and what was found in them so far. It stops at `until`
 */
export async function passRows<Found extends Readonly<Record<string, number>> | undefined>(
  desk: CaseDesk,
  { merged, survivorId: caseId, until }: Merge,
  { under, atOnce, name, begin, schema, page }: Pass<Found>,
): Promise<{ isWhole: boolean; found: Found }> {
  const key = caseKeys.movedTo(caseId, merged.caseId, name)
  const [note] = await desk.cases.items([key])
  const noted = note?.type === "marker" ? note.answer : undefined
  let after = placeNoted.safeParse(noted).data
  let found = schema.safeParse(noted).data ?? begin
  for (;;) {
    const rows: BreachCaseItem[] = []
    const part = { limit: atOnce, ...(after === undefined ? {} : { after }) }
    for await (const row of desk.cases.list(merged.caseId, under, part)) rows.push(row)
    found = await page(rows, found)
    after = rows.at(-1)?.sk
    if (after === undefined || rows.length < atOnce) return { isWhole: true, found }
    const answer = found === undefined ? after : { ...found, after }
    const at = desk.clock().toISOString()
    await changeCase(desk, noting, { caseId, note: { ...key, caseId, type: "marker", at, answer } })
    if (desk.clock().getTime() >= until) return { isWhole: false, found }
  }
}

const noting = whileOpen({
  read: async (_desk: CaseDesk) => undefined,
  decide: (_rows, { note }: { caseId: string; note: MarkerRow }) => ({ items: [note] }),
})
