import type { CaseDesk } from "../cases/change-case.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct, readNothing } from "./act.ts"
import type { Action } from "./action.ts"

type Exported = { format: string; shipments: number; digest?: string }
type ImportedPart = { accesses: number; unknown: number }

/**
 * Records in the timeline that a party exported its exposures.
 *
 * @param exported.digest of the whole list, as `exposures-digest.ts` says
 */
export function recordExport(desk: CaseDesk, action: Action, exported: Exported) {
  return act(desk, action, exporting, exported)
}

const exporting: KindOfAct<CaseDesk, Exported, undefined, object> = {
  alsoWhenClosed: true,
  read: readNothing,
  decide: ({ own, viewer }, exported) => ({
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
}

/** Records in the timeline that a party imported a part of a log. */
export function recordImport(desk: CaseDesk, action: Action, imported: ImportedPart) {
  return act(desk, action, importing, imported)
}

const importing: KindOfAct<CaseDesk, ImportedPart, undefined, object> = {
  read: readNothing,
  decide: ({ own, viewer }, imported) => ({
    entries: [
      { actor: own.alias, type: "LogImported", data: { ...imported }, visibleTo: readersOf("LogImported", viewer) },
    ],
    more: {},
  }),
}
