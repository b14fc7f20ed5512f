import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { retryLostRace } from "../../../base/platform/retry-lost-race.ts"
import {
  type Restriction,
  RestrictionContended,
  type Restrictions,
  restrictionAfter,
  restrictionReleased,
  restrictionRenewed,
  restrictionRestarted,
  restrictionRow,
} from "./restriction.ts"

export function dynamoRestrictions(options: TableOptions): Restrictions {
  const table = dynamoTable({ ...options, schema: restrictionRow })
  // An index shows keys alone, and may lag by a moment.
  const index = dynamoTable({ ...options, schema: restrictionRow.pick({ accessorKey: true }) })

  /** Applies `change` to the current row on condition of its revision, again for as long as others are faster. */
  async function change(
    key: string,
    decide: (current: Restriction | undefined) => Restriction | undefined,
  ): Promise<{ changed: boolean; row: Restriction | undefined }> {
    let current = await table.get({ accessorKey: key })
    return retryLostRace<{ changed: boolean; row: Restriction | undefined }>(
      async () => {
        const after = decide(current)
        if (after === undefined) return { result: { changed: false, row: current } }
        const condition =
          current === undefined
            ? { expression: "attribute_not_exists(accessorKey)" }
            : { expression: "revision = :revision", values: { ":revision": current.revision } }
        const write = await table.put(after, condition)
        if (write.written) return { result: { changed: true, row: after } }
        current = write.current
        return undefined
      },
      () => new RestrictionContended(),
    )
  }

  return {
    async restrict(asked) {
      const { row } = await change(asked.accessorKey, (current) => restrictionAfter(current, asked))
      if (row === undefined) throw new RestrictionContended()
      return row
    },
    async release(key, by, at) {
      const { changed } = await change(key, (current) => current && restrictionReleased(current, by, at))
      return changed ? "released" : "unchanged"
    },
    async renew(key, until, at) {
      const { changed } = await change(key, (current) => current && restrictionRenewed(current, until, at))
      return changed ? "renewed" : "unchanged"
    },
    async restart(key, at) {
      const { changed } = await change(key, (current) => current && restrictionRestarted(current, at))
      return changed ? "restarted" : "unchanged"
    },
    of: (keys) => table.getAll(keys.map((key) => ({ accessorKey: key }))),
    async withId(restrictionId) {
      const found = index.query({
        index: "byRestrictionId",
        expression: "restrictionId = :id",
        values: { ":id": restrictionId },
      })
      for await (const key of found) {
        const row = await table.get({ accessorKey: key.accessorKey })
        if (row?.restrictionId === restrictionId) return row
      }
      return undefined
    },
  }
}
