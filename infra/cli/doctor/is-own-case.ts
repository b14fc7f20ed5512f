import { isMarked } from "./marks.ts"

/** A case as a party sees it. */
export type SeenCase = {
  readonly state: string
  readonly openedAt: string
  /** The party's own ids of exposed shipments; undefined where the hub knows none. */
  readonly exposedIds: readonly (string | undefined)[]
  /** Whether there are more exposures than these. */
  readonly hasMore: boolean
}

/**
 * Whether a case holds nothing but this run, so that it may be closed as a false alarm: it was opened after the run
 * began, and every exposed shipment is marked. A real breach must never be closed by a test.
 */
export function closingIsSafe(
  { openedAt, exposedIds, hasMore }: SeenCase,
  { run, startedAt }: { readonly run: string; readonly startedAt: Date },
): boolean {
  const isOwn = (id: string | undefined) => id !== undefined && isMarked(run, id)
  return !hasMore && Date.parse(openedAt) >= startedAt.getTime() && exposedIds.every(isOwn)
}
