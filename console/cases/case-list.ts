import type { ListedCase } from "./cases-query.ts"

export const caseStates = ["open", "closed", "falseAlarm"] as const
export const caseOrigins = ["anomaly", "report"] as const

/** Of `assignee`: no duty of the case is assigned. */
export const nobody = "nobody"

/** What a person looks for. Empty parts let everything through. */
export type CaseFilter = {
  /** Part of the number of a case, or of the name of a party. */
  readonly text: string
  readonly state: string
  readonly origin: string
  readonly field: string
  /** The id of a person of the party, or {@link nobody}. */
  readonly assignee: string
}

export const noFilter: CaseFilter = { text: "", state: "", origin: "", field: "", assignee: "" }

/** What was or may have been shown in a case. */
export const fieldsOf = ({ fields, possibleFields = [] }: ListedCase): readonly string[] => [
  ...fields,
  ...possibleFields,
]

/** The cases that fit, in their order. */
export function fittingCases(cases: readonly ListedCase[], filter: CaseFilter): readonly ListedCase[] {
  const text = filter.text.trim().toLowerCase()
  const { state, origin, field, assignee } = filter
  const isWorkedOn = ({ assignees }: ListedCase) =>
    assignee === nobody ? assignees?.length === 0 : assignees?.includes(assignee) === true
  return cases.filter(
    (one) =>
      [one.caseAlias, ...one.counterparties].some((name) => name.toLowerCase().includes(text)) &&
      (state === "" || one.state === state) &&
      (origin === "" || one.origin === origin) &&
      (field === "" || fieldsOf(one).includes(field)) &&
      (assignee === "" || isWorkedOn(one)),
  )
}

/** The cases as lines of a table, with the names of the API. */
export function caseLines(cases: readonly ListedCase[], namePerson: (userId: string) => string): readonly string[][] {
  const columns = [
    ...["caseAlias", "state", "origin", "openedAt", "closedAt", "tool", "counterparties", "fields", "possibleFields"],
    ...[
      "shipments",
      "atLeast",
      "acknowledged",
      "law",
      "kind",
      "dueAt",
      "dueIs",
      "regulator",
      "answerDueAt",
      "assignees",
    ],
  ]
  const lines = cases.map(({ nextDue, nextQuestion, ...one }) => [
    ...[one.caseAlias, one.state, one.origin, one.openedAt, one.closedAt ?? "", one.tool],
    ...[one.counterparties.join(", "), one.fields.join(" "), (one.possibleFields ?? []).join(" ")],
    ...[String(one.shipments), one.atLeast === true ? "true" : "", String(one.acknowledged)],
    ...[nextDue?.law ?? "", nextDue?.kind ?? "", nextDue?.dueAt ?? "", nextDue?.dueIs ?? ""],
    ...[nextQuestion?.regulator ?? "", nextQuestion?.dueAt ?? ""],
    (one.assignees ?? []).map(namePerson).join(", "),
  ])
  return [columns, ...lines]
}
