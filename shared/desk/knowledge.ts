import { subjectsOf } from "../base/contracts/subject-of-field.ts"
import { operatorOf } from "../base/contracts/tool-name.ts"
import { type FieldName, fieldName } from "../base/contracts/words.ts"
import { impliedFields } from "../intake/tracking/fields.ts"
import { namerOf, principalOf } from "../parties/counterparty-id.ts"
import type { TimeRange } from "../watch/lookups/reporting/report-streams.ts"
import type { UnwatchedHours } from "../watch/lookups/reporting/unwatched.ts"
import type { PartyRow } from "./cases/case-rows.ts"
import { fieldsExposed, isToolUnreported, possibleCount, possiblySeen } from "./cases/party-counts.ts"
import type { UnknownReason } from "./unknown-reason.ts"

/** How one party's side of a case was watched. */
export type WatchOfSide = {
  /**
   * The time in which lookups of the case are looked for. It begins 30 days before the first known exposure, because
   * the hub counts what the same visitor saw in that time, and ends when the lookups had ended.
   */
  readonly span: TimeRange
  /** The hours of that time in which nobody watched the carrier's tool. */
  readonly hours: readonly UnwatchedHours[]
  /** Whether the hub could notice each lookup of that time that it did not get, but for these hours. */
  readonly isCounted: boolean
  /** Whether no guard before the tool is known to have let requests of that time pass unjudged. */
  readonly isJudged: boolean
  /** Whether the hub has not read all lookups on record yet, or not brought all of a merged case here. */
  readonly isCounting: boolean
  /** Whether the record of lookups reached back to the begin when the case was opened. */
  readonly isWithinLedger: boolean
  /** ISO instant at which this was so. */
  readonly asOf: string
}

/** Who says it: the hub's own record, a party's report, or what a party attested of its own tool. */
type Source = { readonly from: "ledger" | "report" | "attested"; readonly by: string }

/**
 * What is known of one field of a party's shipments in a case. `asOf`: when it was known (ISO).
 *
 * - `shown`: in how many shipments, and from the first lookup to the last.
 * - `implied`: a field that was shown reveals this one. It is not listed apart, and nobody may say that it was hidden.
 * - `possibly`: a stranger or a report may have seen it. Without `during`: nobody knows when.
 * - `notShown`: proven for a time. `hubRecords`: the hub records each answer of its own tool before it is given.
 *   `carrierCounts`: the carrier counted its lookups all that time, and all of them reached the hub.
 */
export type Known = { readonly source: Source; readonly asOf: string } & (
  | { readonly is: "shown"; readonly shipments: number; readonly during: TimeRange | undefined }
  | { readonly is: "implied"; readonly by: readonly FieldName[] }
  | { readonly is: "possibly"; readonly during: TimeRange | undefined }
  | { readonly is: "unknown"; readonly because: readonly UnknownReason[] }
  | { readonly is: "notShown"; readonly during: TimeRange; readonly because: NotShownProof }
)

export type NotShownProof = "hubRecords" | "carrierCounts"

type KnownField = Known & { readonly field: FieldName }

/** What proves that some fields were not shown, and for which time. */
export type ProvenNotShown = { readonly because: NotShownProof; readonly during: TimeRange }

/**
 * What is known of how far one party's shipments were exposed: the one value from which documents, pages, mails, events
 * and answers are made. It is computed and never stored.
 */
export type Knowledge = {
  /** Every field, in the order of `fieldName`. */
  readonly fields: readonly KnownField[]
  /** Why more may have been shown than this says. Empty: what is not shown is proven. */
  readonly unknownBecause: readonly UnknownReason[]
  /** Absent if no field is proven not to have been shown. */
  readonly provenNotShown?: ProvenNotShown
  /** Counts are least ones. */
  readonly isAtLeast: boolean
  /** How many people the exposed shipments tell of at most. Absent while more may have been shown than is counted. */
  readonly peopleAtMost?: number
  /** Nobody knows whether the count of none is right. */
  readonly isCountUnknown: boolean
  /** The hours of the case in which nobody watched the carrier's tool, the earliest first. */
  readonly unwatched: readonly UnwatchedHours[]
}

type Side = Pick<PartyRow, "shipments" | "shipmentsByField" | "possible" | "tool" | "firstAt" | "lastAt" | "atHub">

/** @param watch what is known of the watch over the party's tool, from `watch-of-case.ts` */
export function knowledge(row: Side, watch: WatchOfSide): Knowledge {
  const unknownBecause = reasonsOf(row, watch)
  const isAtLeast = unknownBecause.some((reason) => !isOfFieldsAlone.has(reason))
  const fields = fieldsOf(row, watch, unknownBecause)
  const [proven] = fields.flatMap((known) => (known.is === "notShown" ? [known] : []))
  return {
    fields,
    unknownBecause,
    ...(proven === undefined ? {} : { provenNotShown: { because: proven.because, during: proven.during } }),
    isAtLeast,
    ...peopleAtMost(row, unknownBecause),
    isCountUnknown: row.shipments === 0 && unknownBecause.length > 0,
    unwatched: watch.hours,
  }
}

/** One parcel tells of as many people as its fields have subjects, and a household that is counted once of more. */
function peopleAtMost(row: Side, unknownBecause: readonly UnknownReason[]): Pick<Knowledge, "peopleAtMost"> {
  if (unknownBecause.length > 0 || possibleCount(row).possibleShipments !== undefined) return {}
  return { peopleAtMost: row.shipments * subjectsOf(fieldsExposed(row)).size }
}

/** The fields of which this is known. */
export const fieldsThatAre = ({ fields }: Pick<Knowledge, "fields">, is: Known["is"]): FieldName[] =>
  fields.filter((known) => known.is === is).map(({ field }) => field)

/** In how many shipments each field was shown. */
export const shownIn = ({ fields }: Pick<Knowledge, "fields">): { field: FieldName; shipments: number }[] =>
  fields.flatMap((known) => (known.is === "shown" ? [{ field: known.field, shipments: known.shipments }] : []))

/** Reasons for which counts are right, although fields are not known. */
const isOfFieldsAlone: ReadonlySet<UnknownReason> = new Set(["fieldsNotReported", "nothingFound"])

function reasonsOf(
  row: Side,
  { hours, isCounted, isJudged, isCounting, isWithinLedger }: WatchOfSide,
): UnknownReason[] {
  const shown = [...fieldsExposed(row), ...(possiblySeen(row)?.fields ?? [])]
  const isAtHub = row.atHub !== undefined
  const isOutside = isToolUnreported(row)
  const isAtSupplier = principalOf(row.tool) !== undefined
  const given: readonly (readonly [UnknownReason, boolean])[] = [
    ["carrierOutside", isOutside && !isAtSupplier],
    ["notCounted", !isCounted && !isOutside],
    ["requestsUnjudged", !isJudged],
    ["hoursUnwatched", hasOpenHours(hours)],
    ["countGoesOn", isCounting],
    ["beyondLedger", !isWithinLedger],
    ["fieldsNotReported", possibleCount(row).possibleShipments !== undefined && possiblySeen(row) === undefined],
    ["nothingFound", shown.length === 0 && !isAtHub],
    ["breachAtHub", isAtHub],
    ["breachAtSupplier", isAtSupplier],
  ]
  return given.flatMap(([reason, isSo]) => (isSo ? [reason] : []))
}

function fieldsOf(row: Side, watch: WatchOfSide, because: readonly UnknownReason[]): KnownField[] {
  const shown = fieldsExposed(row)
  const perhaps = perhapsSeen(row)
  const implied = new Set(impliedFields([...shown, ...(perhaps?.fields ?? [])]))
  const { asOf, span: during } = watch
  const { recorded, reported, attested, proof } = sourcesOf(row)
  return fieldName.options.map((field): KnownField => {
    const { [field]: shipments = 0 } = row.shipmentsByField
    if (shipments > 0) return { field, is: "shown", shipments, during: timeShown(row), source: recorded, asOf }
    if (perhaps?.fields.includes(field) === true)
      return { field, is: "possibly", during: perhaps.during, source: reported, asOf }
    if (implied.has(field)) return { field, is: "implied", by: shown, source: recorded, asOf }
    if (because.length > 0) return { field, is: "unknown", because, source: attested, asOf }
    return { field, is: "notShown", during, because: proof, source: attested, asOf }
  })
}

/** What may have been seen beside what was: of possible exposures, or of the hub itself. */
function perhapsSeen(row: Side): { fields: readonly FieldName[]; during: TimeRange | undefined } | undefined {
  if (row.atHub !== undefined) {
    const { fields, from, until } = row.atHub
    return { fields, during: from === undefined || until === undefined ? undefined : { from, until } }
  }
  const seen = possiblySeen(row)
  return seen && { fields: seen.fields, during: { from: seen.firstAt, until: seen.lastAt } }
}

const timeShown = ({ firstAt, lastAt = firstAt }: Side): TimeRange | undefined =>
  firstAt === undefined || lastAt === undefined ? undefined : { from: firstAt, until: lastAt }

/** Who says what was shown, what may have been, and what was not. */
function sourcesOf({ tool, atHub }: Side) {
  const operator = operatorOf(tool)
  const ledger: Source = { from: "ledger", by: "hub" }
  const reported: Source = atHub === undefined ? ledger : { from: "report", by: "hub" }
  if (operator === undefined) return { recorded: ledger, reported, attested: ledger, proof: "hubRecords" } as const
  const recorded: Source = { from: "report", by: principalOf(operator) ?? operator }
  return {
    recorded,
    reported: { from: "report", by: namerOf(operator) ?? operator },
    attested: { ...recorded, from: "attested" },
    proof: "carrierCounts",
  } as const
}

/** Whether no report has filled some of these hours. */
export const hasOpenHours = (unwatched: readonly Pick<UnwatchedHours, "filledAt">[]): boolean =>
  unwatched.some(({ filledAt }) => filledAt === undefined)

/** A side of which nothing is missing, from an instant on. For what is said to nobody. */
export const watchedAllThrough = (from: string, asOf: string): WatchOfSide => ({
  span: { from, until: asOf },
  hours: [],
  isCounted: true,
  isJudged: true,
  isCounting: false,
  isWithinLedger: true,
  asOf,
})
