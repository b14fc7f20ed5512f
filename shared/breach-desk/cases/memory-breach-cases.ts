import { type Interrupt, memoryTable, type Observable } from "../../platform/memory-table.ts"
import { attemptKeys, attemptsListOf } from "./attempt-rows.ts"
import { assertSize, type BreachCases, type CaseCommit, type ItemKey } from "./breach-cases.ts"
import { caseKeys, papersAt } from "./case-keys.ts"
import type { AttemptRow, BreachCaseItem, CaseRow, PartyRow } from "./case-rows.ts"

/** Breach cases in memory. */
export function memoryBreachCases(options: { interrupt?: Interrupt } = {}): BreachCases & Observable<BreachCaseItem> {
  const table = casesTable(options.interrupt)
  return {
    ...table.observable,
    get: (caseId) =>
      table.effect("get", () => {
        const row = table.get(nameOf(caseKeys.case(caseId)))
        return row?.type === "case" ? row : undefined
      }),
    items: (keys) =>
      table.effect("items", () => [...new Set(keys.map(nameOf))].flatMap((name) => table.get(name) ?? [])),
    list(caseId, prefix, { after, limit } = {}) {
      const { pk } = caseKeys.case(caseId)
      return table.query("list", "byKey", { partition: pk, from: prefix, to: `${prefix}\uffff`, after, limit })
    },
    papers: (of, kind, { after, limit } = {}) =>
      table.query("papers", "byKey", { partition: papersAt(of), from: kind, to: `${kind}\uffff`, after, limit }),
    async *ofParty(partyId, behind) {
      const after = behind === undefined ? undefined : ageOf(behind)
      for await (const row of table.query("ofParty", "byParty", { partition: partyId, descending: true, after }))
        if (row.type === "party") yield row
    },
    async *withUnclaimed(recordId) {
      const { pk } = caseKeys.unclaimed("", recordId)
      for await (const row of table.query("withUnclaimed", "byKey", { partition: pk }))
        if (row.type === "unclaimed") yield row.caseId
    },
    ...attemptsIn(table),
    async *open() {
      for await (const row of table.query("open", "byParty", { partition: "hub" })) if (row.type === "case") yield row
    },
    commit: (change) => table.effect("commit", () => commitTo(table, change)),
    forget: (keys) => forgetIn(table, keys),
    mark: (marker) => table.effect("mark", () => markIn(table, marker)),
    ...storing(table),
  }
}

/** Rows that are stored beside the changes of cases. */
const storing = (table: CasesTable): Pick<BreachCases, "storeCommand" | "storeDraft"> => ({
  storeCommand: (command) => table.effect("storeCommand", () => table.put(nameOf(command), command)),
  storeDraft: (draft) => table.effect("storeDraft", () => table.put(nameOf(draft), draft)),
})

function attemptsIn(table: CasesTable): Pick<BreachCases, "attemptsOn" | "attemptsOf"> {
  return {
    async *attemptsOn(day, partyId) {
      const prefix = partyId === undefined ? "" : `${partyId}#`
      const part = { partition: attemptKeys.ofDay(day), from: prefix, to: `${prefix}\uffff` }
      for await (const row of table.query("attemptsOn", "byKey", part)) if (row.type === "attempt") yield row
    },
    async *attemptsOf(partyId, behind) {
      const after = behind === undefined ? undefined : ageOf(behind)
      const part = { partition: attemptsListOf(partyId), descending: true, after }
      for await (const row of table.query("attemptsOf", "byParty", part)) if (row.type === "attempt") yield row
    },
  }
}

function casesTable(interrupt: Interrupt | undefined) {
  return memoryTable<BreachCaseItem, "byKey" | "byParty">("breachCases", interrupt, {
    byKey: { partition: ({ pk }) => pk, place: ({ sk }) => sk },
    byParty: {
      partition: (row) => (isListed(row) ? row.partyId : undefined),
      place: (row) => (isListed(row) ? ageOf(row) : ""),
    },
  })
}

type ListedRow = CaseRow | PartyRow | AttemptRow

const isListed = (row: BreachCaseItem): row is ListedRow =>
  row.type === "case" || row.type === "party" || row.type === "attempt"

function ageOf({ openedAt, pk, sk }: ListedRow): string {
  return `${openedAt}|${pk}|${sk}`
}

type CasesTable = ReturnType<typeof casesTable>

function nameOf({ pk, sk }: ItemKey): string {
  return `${pk}|${sk}`
}

async function forgetIn(table: CasesTable, keys: readonly ItemKey[]): Promise<void> {
  for (const key of keys) await table.effect("forget", () => table.delete(nameOf(key)))
}

function markIn(table: CasesTable, marker: Parameters<BreachCases["mark"]>[0]): "marked" | "present" {
  if (table.get(nameOf(marker)) !== undefined) return "present"
  table.put(nameOf(marker), marker)
  return "marked"
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
