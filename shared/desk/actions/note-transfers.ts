import type { CaseDesk } from "../cases/change-case.ts"
import { readersOf } from "../visibility.ts"
import { act } from "./act.ts"
import type { Action } from "./action.ts"

/**
 * Records in the timeline that a party exported its exposures.
 *
 * @param exported.digest of the whole list, as `exposures-digest.ts` says
 */
export function recordExport(
  desk: CaseDesk,
  action: Action,
  exported: { format: string; shipments: number; digest?: string },
) {
  return act(
    desk,
    action,
    ({ own, viewer }) => ({
      entries: [
        {
          actor: own.alias,
          type: "ExposuresExported",
          data: { ...exported },
          visibleTo: readersOf("ExposuresExported", viewer),
        },
      ],
      more: {},
    }),
    { alsoWhenClosed: true },
  )
}

/** Records in the timeline that a party imported a part of a log. */
export function recordImport(desk: CaseDesk, action: Action, imported: { accesses: number; unknown: number }) {
  return act(desk, action, ({ own, viewer }) => ({
    entries: [
      { actor: own.alias, type: "LogImported", data: { ...imported }, visibleTo: readersOf("LogImported", viewer) },
    ],
    more: {},
  }))
}
