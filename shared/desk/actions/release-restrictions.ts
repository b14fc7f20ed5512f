import type { Clock } from "../../base/platform/clock.ts"
import { sideBySide } from "../../base/platform/side-by-side.ts"
import { type Restrictions, restrictionReleased } from "../../watch/detection/restrictions/restriction.ts"
import { restrictedKeyOf } from "../../watch/detection/retailers/number-blocks.ts"
import { keysOfCase } from "../cases/accessor-keys.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import type { BreachCaseItem, CaseRow } from "../cases/case-rows.ts"
import { casesOfRestrictions } from "../cases/cases-of-restrictions.ts"

/** Keys of a case whose restrictions are read in one call. */
const keysAtOnce = 100

/** Restrictions that are released at the same time, each with a read and a write. */
const releasesAtOnce = 16

/** An invocation begins no further keys of a case this long after it began. */
export const releasingMilliseconds = 90_000

/** Restrictions are left when the time is over. The next call passes over those that are released. */
export class ReleaseUnfinished extends Error {
  override name = "ReleaseUnfinished"
  readonly isUnfinished = true
  constructor() {
    super("A case that was a false alarm has more restrictions than one invocation releases")
  }
}

type Releasing = {
  cases: Pick<BreachCases, "items" | "list">
  restrictions: Pick<Restrictions, "of" | "release">
  clock: Clock
}

/**
 * Releases the restrictions of a case that was closed as a false alarm. It follows the closed row, so it releases
 * nothing while the case is open. Restrictions with later evidence, or of another case, stay. Safe to repeat: a repeat
 * reads a hundred released ones with three calls, and goes on with the others.
 */
export function makeReleaseRestrictions(
  options: Releasing,
): (change: { after?: BreachCaseItem }) => Promise<"nothing" | "released" | "unchanged"> {
  return async ({ after: row }) => {
    if (row?.type !== "case" || row.state !== "falseAlarm" || row.closedAt === undefined) return "nothing"
    const until = options.clock().getTime() + releasingMilliseconds
    let released = 0
    let keys = new Set<string>()
    for await (const { accessorKey } of keysOfCase(options, row.caseId)) {
      if (keys.size >= keysAtOnce) {
        released += await releaseAll(options, row, { keys, at: row.closedAt })
        keys = new Set()
        if (options.clock().getTime() >= until) throw new ReleaseUnfinished()
      }
      keys.add(restrictedKeyOf(accessorKey))
    }
    released += await releaseAll(options, row, { keys, at: row.closedAt })
    return released > 0 ? "released" : "unchanged"
  }
}

/** @returns how many of these accessors' restrictions it released */
async function releaseAll(
  { cases, restrictions }: Releasing,
  { caseId }: CaseRow,
  { keys, at }: { keys: ReadonlySet<string>; at: string },
): Promise<number> {
  const by = { kind: "falseAlarm", caseId } as const
  const standing = (await restrictions.of([...keys])).filter((one) => restrictionReleased(one, by, at) !== undefined)
  const caseIds = await casesOfRestrictions({ cases }, standing)
  const own = standing.filter(({ restrictionId }) => (caseIds.get(restrictionId) ?? caseId) === caseId)
  let released = 0
  await sideBySide(own, releasesAtOnce, async ({ accessorKey }) => {
    if ((await restrictions.release(accessorKey, by, at)) === "released") released += 1
  })
  return released
}
