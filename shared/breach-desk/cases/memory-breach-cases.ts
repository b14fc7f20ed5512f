import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { assertSize, type BreachCases, type CaseCommit, type ItemKey } from "./breach-cases.ts"
import { caseKeys } from "./case-keys.ts"
import type { BreachCaseItem, CaseRow, PartyRow } from "./case-rows.ts"

/** Breach cases in memory. */
export function memoryBreachCases(options: { interrupt?: Interrupt } = {}): BreachCases & Observable<BreachCaseItem> {
  const table = memoryTable<BreachCaseItem>("breachCases", options.interrupt)
  const select = <Row>(effect: string, choose: (item: BreachCaseItem) => Row[]) =>
    table.effect(effect, () => table.all().flatMap(choose))
  return {
    ...table.observable,
    get: (caseId) =>
      table.effect("get", () => {
        const row = table.get(nameOf(caseKeys.case(caseId)))
        return row?.type === "case" ? row : undefined
      }),
    items: (keys) =>
      table.effect("items", () => [...new Set(keys.map(nameOf))].flatMap((name) => table.get(name) ?? [])),
    async *list(caseId, prefix, { after = "", limit } = {}) {
      const { pk } = caseKeys.case(caseId)
      const isListed = (item: ItemKey) => item.pk === pk && item.sk.startsWith(prefix) && item.sk > after
      const found = await select("list", (item) => (isListed(item) ? [item] : []))
      yield* found.sort((one, other) => (one.sk < other.sk ? -1 : 1)).slice(0, limit)
    },
    async *ofParty(partyId) {
      const found = await select("ofParty", (item) => (item.type === "party" && item.partyId === partyId ? [item] : []))
      yield* oldestFirst(found)
    },
    async *withUnclaimed(recordId) {
      const { pk } = caseKeys.unclaimed("", recordId)
      yield* await select("withUnclaimed", (item) => (item.type === "unclaimed" && item.pk === pk ? [item.caseId] : []))
    },
    async *open() {
      const found = await select("open", (item) => (item.type === "case" && item.partyId === "hub" ? [item] : []))
      yield* oldestFirst(found)
    },
    commit: (change) => table.effect("commit", () => commitTo(table, change)),
    mark: (marker) =>
      table.effect("mark", () => {
        if (table.get(nameOf(marker)) !== undefined) return "present"
        table.put(nameOf(marker), marker)
        return "marked"
      }),
    storeAnswer: (command) => table.effect("storeAnswer", () => table.put(nameOf(command), command)),
  }
}

type CasesTable = ReturnType<typeof memoryTable<BreachCaseItem>>

function nameOf({ pk, sk }: ItemKey): string {
  return `${pk}|${sk}`
}

function oldestFirst<Row extends CaseRow | PartyRow>(rows: Row[]): Row[] {
  return rows.sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1))
}

function commitTo(table: CasesTable, change: CaseCommit): "committed" | "conflict" {
  assertSize(change)
  const current = table.get(nameOf(change.case))
  const version = current?.type === "case" ? current.version : 0
  const pointersAreExpected = change.pointers.every(({ row, expected }) => {
    const pointer = table.get(nameOf(row))
    return (pointer?.type === "pointer" ? pointer.caseId : undefined) === expected
  })
  const entriesAreNew = change.items.every((item) => item.type !== "timeline" || table.get(nameOf(item)) === undefined)
  if (version !== change.case.version - 1 || !pointersAreExpected || !entriesAreNew) return "conflict"
  const rows = [change.case, ...change.items, ...change.pointers.map(({ row }) => row)]
  for (const row of rows) table.put(nameOf(row), row)
  for (const key of change.removed ?? []) table.delete(nameOf(key))
  return "committed"
}
