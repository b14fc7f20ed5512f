/** Who notified the person, if anybody did. */
export const told = ["no", "byYou", "byOther"] as const

export type ExposureLine = {
  /** Unique among the lines. */
  readonly id: string
  readonly reference: string
  /** Sorts as the reference does, with its numbers by their size. Worked out once: a sort compares millions. */
  readonly referenceOrder: string
  readonly shipmentId: string | undefined
  readonly trackingNumber: string | undefined
  readonly fields: readonly string[]
  readonly firstExposureAt: string
  readonly lastExposureAt: string
  /** The days of both in the party's time zone, such as `2026-11-01`. Worked out once: a filter reads thousands. */
  readonly firstDay: string
  readonly lastDay: string
  readonly accessors: number
  readonly told: (typeof told)[number]
  readonly isPossible: boolean
}

/** What the officer looks for. Empty parts let everything through. */
export type ExposureFilter = {
  /** Part of a reference or shipment id. */
  readonly text: string
  readonly field: string
  readonly told: "" | "yes" | "no"
  /** Days in the party's time zone, such as `2026-11-01`, both included. */
  readonly fromDay: string
  readonly toDay: string
}

export const noFilter: ExposureFilter = { text: "", field: "", told: "", fromDay: "", toDay: "" }

export const exposureColumns = [
  "reference",
  "fields",
  "firstExposureAt",
  "lastExposureAt",
  "accessors",
  "told",
] as const

export type ExposureColumn = (typeof exposureColumns)[number]

export type ExposureSort = { readonly column: ExposureColumn; readonly direction: "ascending" | "descending" }

/** The lines that fit, in the wished order. Lines that are equal there keep the order of their references. */
export function shownLines(
  lines: readonly ExposureLine[],
  { filter, sort }: { filter: ExposureFilter; sort: ExposureSort },
): ExposureLine[] {
  const text = filter.text.trim().toLowerCase()
  const fits = (line: ExposureLine) =>
    (text === "" ||
      line.reference.toLowerCase().includes(text) ||
      (line.shipmentId ?? "").toLowerCase().includes(text)) &&
    (filter.field === "" || line.fields.includes(filter.field)) &&
    (filter.told === "" || (line.told === "no") === (filter.told === "no")) &&
    (filter.fromDay === "" || line.lastDay >= filter.fromDay) &&
    (filter.toDay === "" || line.firstDay <= filter.toDay)
  const compare = comparisons[sort.column]
  const sign = sort.direction === "ascending" ? 1 : -1
  return lines.filter(fits).sort((a, b) => sign * compare(a, b) || comparisons.reference(a, b))
}

/** Digits of the longest number in a reference that is sorted by its size. */
const mostDigits = 20

/** What sorts as a text as references do: without case, and with their numbers by their size. */
export const orderOf = (reference: string): string =>
  reference.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(mostDigits, "0"))

const inOrder = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0)
const toldOrder = { no: 0, byOther: 1, byYou: 2 } as const

const comparisons: Readonly<Record<ExposureColumn, (a: ExposureLine, b: ExposureLine) => number>> = {
  reference: (a, b) => inOrder(a.referenceOrder, b.referenceOrder),
  fields: (a, b) => b.fields.length - a.fields.length || inOrder(a.fields.join(), b.fields.join()),
  // Times of the hub are all in UTC and of one length, so they sort as texts.
  firstExposureAt: (a, b) => inOrder(a.firstExposureAt, b.firstExposureAt),
  lastExposureAt: (a, b) => inOrder(a.lastExposureAt, b.lastExposureAt),
  accessors: (a, b) => a.accessors - b.accessors,
  told: (a, b) => toldOrder[a.told] - toldOrder[b.told],
}

/** Says on which day an instant is in a time zone, as `2026-11-01`. */
export function dayIn(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" })
  return (at) => format.format(new Date(at))
}
