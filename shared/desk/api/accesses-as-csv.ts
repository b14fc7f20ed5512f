import { isComplete, type KnownOfLookups } from "../dossier/lookups-in-words.ts"
import { csvLine } from "./csv-line.ts"

type Lookup = {
  readonly shipmentId?: string
  readonly at: string
  readonly lastAt?: string
  readonly fields: readonly string[]
  readonly proof: string
  readonly tool: string
  readonly accessor: string
}

type Row = Partial<Record<(typeof columns)[number], string>>

const columns = ["row", "from", "until", "shipmentId", "fields", "proof", "tool", "accessor", "note"] as const

/**
 * The lookups of shipments as CSV. The first row says how far the record goes; rows that are no lookup say what it
 * leaves open, so that nobody takes a short list for all there was.
 */
export function accessesAsCsv(lookups: readonly Lookup[], known: KnownOfLookups): string {
  const note = isComplete(known) ? "complete" : "incomplete"
  const forgotten: Row[] = known.isForgotten ? [{ row: "shipmentForgotten" }] : []
  const rows: Row[] = [
    { row: "covered", ...known.span, note: `${note} begins:${known.begins}` },
    ...forgotten,
    ...known.unwatched.map(({ from, until, filledAt }) => ({
      row: filledAt === undefined ? "unwatched" : "filledLate",
      from,
      until,
    })),
    ...known.unreported.map(({ from, until, tool, because: why }) => ({
      row: "unreported",
      from,
      until,
      tool,
      note: why,
    })),
    ...known.inCases.map(({ is, from, until, fields, caseAlias, shipmentId = "" }) => ({
      row: is === "shown" ? "shownInCase" : "possiblyShownInCase",
      from,
      until,
      shipmentId,
      fields: fields.join(" "),
      note: caseAlias,
    })),
    ...lookups.map(({ at: from, lastAt: until = from, fields, proof, tool, accessor, shipmentId = "" }) => ({
      ...{ row: "lookup", from, until, shipmentId, fields: fields.join(" "), proof, tool, accessor },
    })),
  ]
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))].map(csvLine).join("")
}
