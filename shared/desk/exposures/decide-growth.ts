import type { Decided } from "../cases/case-draft.ts"
import { aliasPointers } from "../cases/case-pointers.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import type { Exposure } from "../cases/exposure.ts"
import { growCase, type KnownRows } from "./grow-case.ts"
import type { GrowthContext } from "./growth-context.ts"
import { type HandedOver, handOver } from "./hand-over.ts"

/** An open case, what it holds of the exposures to add, and what is known of their parties and shipments. */
export type GrowthRows = { current: CaseRow; known: KnownRows; context: GrowthContext }

/** An open case with exposures of a parcel or an order that shipments claim. */
export type HandOverRows = GrowthRows & { handed: HandedOver }

/** Adds exposures to an open case; see {@link growCase}. The result is how many exposures changed. */
export function decideGrowth(rows: GrowthRows | undefined, { found }: { found: readonly Exposure[] }): Decided<number> {
  if (rows === undefined) return { result: 0 }
  const growth = growCase(rows.current, rows.known, found, rows.context)
  const changed = growth.rows.filter((row) => row.type === "exposure").length
  if (changed === 0) return { result: 0 }
  const draft = { case: growth.case, items: growth.rows, pointers: aliasPointers(growth.newParties), entries: [] }
  return { draft, result: changed }
}

/** Hands exposures over to the shipments that claim them; see {@link handOver}. The result: whether none were left. */
export function decideHandOver(rows: HandOverRows | undefined): Decided<boolean> {
  if (rows === undefined) return { result: true }
  const { case: next, rows: items, removed, newParties } = handOver(rows.current, rows.known, rows.handed, rows.context)
  return { draft: { case: next, items, pointers: aliasPointers(newParties), removed, entries: [] }, result: false }
}
