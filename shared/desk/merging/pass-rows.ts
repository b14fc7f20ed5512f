import { caseKeys } from "../cases/case-keys.ts"
import type { BreachCaseItem, CaseRow, MarkerRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeOpenCase } from "../cases/change-case.ts"

/** A merge under way. `until`: epoch milliseconds at which it stops; another call goes on. */
export type Merge = { merged: CaseRow; survivorId: string; until: number }

/** Rows of the merged case that are passed page by page, and what is found in them. */
export type Pass<Found> = {
  /** What the sort keys of the rows begin with. */
  under: string
  atOnce: number
  /** Does what is to be done with a page. It can come again after a crash. */
  page(rows: readonly BreachCaseItem[], found: Found): Promise<Found>
  /** What was found before the first page. */
  begin: Found
  /** How the surviving case notes what was found up to a sort key, and reads it again. */
  note: {
    name: string
    write(after: string, found: Found): NonNullable<MarkerRow["answer"]>
    read(answer: unknown): (Found & { after?: string | undefined }) | undefined
  }
}

/**
 * Passes rows of the merged case page by page. The surviving case notes how far it came after each full page, so that
 * another call goes on from there.
 *
 * @returns what was found in all of them; `undefined` if it stopped at `until`
 */
export async function passRows<Found>(
  desk: CaseDesk,
  { merged, survivorId, until }: Merge,
  { under, atOnce, page, begin, note }: Pass<Found>,
): Promise<Found | undefined> {
  const marker = caseKeys.movedTo(survivorId, merged.caseId, note.name)
  const [noted] = await desk.cases.items([marker])
  const known = note.read(noted?.type === "marker" ? noted.answer : undefined)
  let found = known ?? begin
  let after = known?.after
  for (;;) {
    const rows: BreachCaseItem[] = []
    const part = { limit: atOnce, ...(after === undefined ? {} : { after }) }
    for await (const row of desk.cases.list(merged.caseId, under, part)) rows.push(row)
    found = await page(rows, found)
    after = rows.at(-1)?.sk
    if (after === undefined || rows.length < atOnce) return found
    const at = desk.clock().toISOString()
    const row: MarkerRow = { ...marker, caseId: survivorId, type: "marker", at, answer: note.write(after, found) }
    await changeOpenCase(desk, survivorId, async () => ({ items: [row] }))
    if (desk.clock().getTime() >= until) return undefined
  }
}
