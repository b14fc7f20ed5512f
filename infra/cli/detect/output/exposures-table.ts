/**
 * The records that walkers saw, as CSV: one line for each walker and reference. `possible`: it was seen where many
 * walked together, and nobody knows by whom of those who looked.
 */
import { spreadsheetCell } from "../../../../shared/base/contracts/spreadsheet-cell.ts"
import type { Access } from "../../../../shared/watch/detection/access.ts"
import type { Walker } from "../walkers/walker.ts"
import type { Names } from "./masking.ts"

const header = ["walker", "retailer", "reference", "first_shown", "last_shown", "lookups", "first_network", "possible"]

/** @param names decides whether references and addresses are shown */
export const exposuresTable = (
  walkers: readonly Walker[],
  names: Names,
  nameOfRetailer: (number: number) => string,
): string => {
  const rows = walkers
    .filter(({ severity }) => severity === "alert")
    .flatMap(({ lookups, isPossible }, index) => {
      const shown = lookups.filter(({ outcome }) => outcome === "hit")
      return [...Map.groupBy(shown, ({ tag }) => tag).values()].map((ofReference) => [
        ...rowOf(String(index + 1), ofReference, names, nameOfRetailer),
        isPossible ? "yes" : "no",
      ])
    })
  return [header, ...rows].map((row) => `${row.map(field).join(",")}\n`).join("")
}

const rowOf = (
  walker: string,
  lookups: readonly Access[],
  names: Names,
  nameOfRetailer: (number: number) => string,
): string[] => {
  const first = lookups[0]
  if (first === undefined) return [walker]
  const last = lookups.at(-1)?.at ?? first.at
  const [retailer, reference] = [nameOfRetailer(first.retailer), names.reference(first)]
  const network = names.network(first.network.fingerprint)
  return [walker, retailer, reference, iso(first.at), iso(last), String(lookups.length), network]
}

const iso = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString()

/** Quoted where it must be. A spreadsheet would run a field that begins like a formula. */
const field = (value: string): string => {
  const plain = spreadsheetCell(value)
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
