import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { assertSize, type BreachCases, type ItemKey } from "./breach-cases.ts"
import type { BreachCaseItem } from "./case-rows.ts"
import { caseKeys } from "./case-rows.ts"

/** Breach cases in memory. */
export function memoryBreachCases(options: { interrupt?: Interrupt } = {}): BreachCases & Observable<BreachCaseItem> {
  const table = memoryTable<BreachCaseItem>("breachCases", options.interrupt)
  const nameOf = ({ pk, sk }: ItemKey) => `${pk}|${sk}`
  const sorted = (chosen: (item: BreachCaseItem) => boolean) =>
    table
      .all()
      .filter(chosen)
      .sort((one, other) => (one.sk < other.sk ? -1 : 1))

  return {
    ...table.observable,
    get: (caseId) =>
      table.effect("get", () => {
        const row = table.get(nameOf(caseKeys.case(caseId)))
        return row?.type === "case" ? row : undefined
      }),
    items: (keys) =>
      table.effect("items", () => [...new Set(keys.map(nameOf))].flatMap((name) => table.get(name) ?? [])),
    async *list(caseId, prefix, page = {}) {
      const { pk } = caseKeys.case(caseId)
      const { after } = page
      const found = await table.effect("list", () =>
        sorted((item) => item.pk === pk && item.sk.startsWith(prefix) && (after === undefined || item.sk > after)),
      )
      yield* found.slice(0, page.limit)
    },
    async *ofParty(partyId) {
      const found = await table.effect("ofParty", () =>
        table.all().flatMap((item) => (item.type === "party" && item.partyId === partyId ? [item] : [])),
      )
      yield* found.sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1))
    },
    async *withUnclaimed(recordId) {
      const { pk } = caseKeys.unclaimed("", recordId)
      yield* await table.effect("withUnclaimed", () =>
        table.all().flatMap((item) => (item.type === "unclaimed" && item.pk === pk ? [item.caseId] : [])),
      )
    },
    async *open() {
      const found = await table.effect("open", () =>
        table.all().flatMap((item) => (item.type === "case" && item.partyId === "hub" ? [item] : [])),
      )
      yield* found.sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1))
    },
    commit: (change) =>
      table.effect("commit", () => {
        assertSize(change)
        const current = table.get(nameOf(change.case))
        const version = current?.type === "case" ? current.version : 0
        const pointersStand = change.pointers.every(({ row, expected }) => {
          const pointer = table.get(nameOf(row))
          return (pointer?.type === "pointer" ? pointer.caseId : undefined) === expected
        })
        const entriesNew = change.items.every(
          (item) => item.type !== "timeline" || table.get(nameOf(item)) === undefined,
        )
        if (version !== change.case.version - 1 || !pointersStand || !entriesNew) return "conflict" as const
        for (const item of [change.case, ...change.items, ...change.pointers.map(({ row }) => row)]) {
          table.put(nameOf(item), item)
        }
        for (const key of change.removed ?? []) table.delete(nameOf(key))
        return "committed" as const
      }),
    mark: (marker) =>
      table.effect("mark", () => {
        if (table.get(nameOf(marker)) !== undefined) return "present" as const
        table.put(nameOf(marker), marker)
        return "marked" as const
      }),
  }
}
