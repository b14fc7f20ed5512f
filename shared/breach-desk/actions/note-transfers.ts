import type { CaseDesk } from "../cases/change-case.ts"
import { readersOf } from "../visibility.ts"
import { act } from "./act.ts"
import type { Action } from "./action.ts"

/** One entry of the timeline for each time that a party took its exposures out of the system. */
export function recordExport(desk: CaseDesk, action: Action, exported: { format: string; shipments: number }) {
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

/** One entry of the timeline for each part of a log that a party brought into the case. */
export function recordImport(desk: CaseDesk, action: Action, imported: { accesses: number; unknown: number }) {
  return act(desk, action, ({ own, viewer }) => ({
    entries: [
      { actor: own.alias, type: "LogImported", data: { ...imported }, visibleTo: readersOf("LogImported", viewer) },
    ],
    more: {},
  }))
}
