import type { AttributeValue } from "@aws-sdk/client-dynamodb"

/** A row as DynamoDB gives it. */
export type Row = Readonly<Record<string, AttributeValue>>

/**
 * The two halves of a register: entries of timelines, and everything else. An entry that is written sends its alerts,
 * unless there is a marker that they were sent. So the markers have to be there first.
 */
export const halves = ["others", "timeline"] as const
export type Half = (typeof halves)[number]

/** A restored table, and the stage's own. */
export type RegisterTables = {
  /** Pages of rows of the restored table. */
  readonly restored: (half: Half) => AsyncIterable<readonly Row[]>
  /** Those that the stage's table lacks. */
  readonly missing: (rows: readonly Row[]) => Promise<readonly Row[]>
  /** Those of the rows that are of nothing that was erased. */
  readonly withoutErased: (rows: readonly Row[]) => Promise<readonly Row[]>
  /** Writes a row unless one with its key is there. Says whether it wrote. */
  readonly put: (row: Row) => Promise<boolean>
}

/**
 * How many rows were read, how many of them the stage's table lacked because of an erasure, and for another reason, and
 * how many of these were written.
 */
export type Copied = {
  readonly read: number
  readonly erased: number
  readonly missing: number
  readonly written: number
}

/** Rows that are written at the same time. */
const atOnce = 10

/**
 * Copies the rows that the stage's table lacks, or only counts them. A row that is there is never changed, and one of
 * an erased shipment never comes back.
 */
export async function copyRows(
  { restored, missing, withoutErased, put }: RegisterTables,
  { mayWrite, onStep }: { readonly mayWrite: boolean; readonly onStep: (step: string) => void },
): Promise<Copied> {
  let copied: Copied = { read: 0, erased: 0, missing: 0, written: 0 }
  for (const half of halves)
    for await (const rows of restored(half)) {
      const gone = await missing(rows)
      const lacking = await withoutErased(gone)
      let written = 0
      for (let from = 0; mayWrite && from < lacking.length; from += atOnce)
        written += (await Promise.all(lacking.slice(from, from + atOnce).map(put))).filter(Boolean).length
      copied = {
        read: copied.read + rows.length,
        erased: copied.erased + gone.length - lacking.length,
        missing: copied.missing + lacking.length,
        written: copied.written + written,
      }
      onStep(`${copied.read} rows read, ${copied.missing} missing, ${copied.written} written`)
    }
  return copied
}
