import { randomBytes } from "node:crypto"
import * as z from "zod"
import { accessesCounted } from "../../../shared/contracts/accesses-counted.ts"
import { instant } from "../../../shared/contracts/envelope.ts"
import { count, reportStream } from "../../../shared/contracts/fields.ts"
import { trackingAccess } from "../../../shared/contracts/tracking-accessed.ts"
import type { KeptPositions } from "./kept-positions.ts"
import type { LineAccess } from "./line-access.ts"

const report = z.object({
  number: z.int().min(1),
  accesses: z.array(z.object({ access: trackingAccess, line: z.int() })),
})

/** A report with its number. A retry sends the same accesses under it. */
export type NumberedReport = { readonly number: number; readonly accesses: readonly LineAccess[] }

/** A count as it is sent. */
export type KeptCount = z.infer<typeof accessesCounted.data>

const kept = z.object({
  stream: reportStream,
  lastNumber: count,
  /** Numbers whose reports the hub refused as a whole. They are given out again. */
  unused: z.array(count),
  /** Reports that have a number and that the hub may not have. */
  unsent: z.array(report),
  /** Up to when it was counted. */
  countedUntil: instant.optional(),
  /** Accesses in the reports since then. */
  accesses: count,
  /** A count that the hub may not have. */
  count: accessesCounted.data.optional(),
})
type Kept = z.infer<typeof kept>
type NextCounting = Pick<Kept, "countedUntil" | "accesses" | "count">

/**
 * The numbers of the reports of one program. What has a number is durable before it is sent: after a crash the same
 * accesses go again under the same number, and no number is left out.
 */
export type NumberedReports = {
  readonly stream: string
  /** Gives each group of accesses a number. */
  begin(groups: readonly (readonly LineAccess[])[]): Promise<readonly NumberedReport[]>
  /** The hub has refused the report as it was, and gets these accesses under its number. None: the number is free. */
  change(number: number, accesses: readonly LineAccess[]): Promise<void>
  /** The hub has these reports. */
  settle(numbers: readonly number[]): Promise<void>
  /** Reports that an earlier run may not have brought to the hub. */
  unsent(): readonly NumberedReport[]
  /** Whether the hub has a report of every number up to the last one. */
  isWhole(): boolean
  /** Where counting stands. */
  counting(): Pick<Kept, "countedUntil" | "accesses" | "lastNumber" | "count">
  /** Keeps up to when it was counted, or a count before it is sent. A count that the hub has ends with `accesses` 0. */
  keepCounting(next: NextCounting): Promise<void>
}

const stateName = "reports"

/** The numbers that are kept under these positions. The first time it chooses a stream. */
export function numberedReports(positions: KeptPositions): NumberedReports {
  const found = positions.get(stateName, kept)
  let state: Kept = found ?? { stream: newStream(), lastNumber: 0, unused: [], unsent: [], accesses: 0 }
  const keep = (next: Kept): Promise<void> => {
    state = next
    return positions.keep(stateName, state)
  }
  return {
    stream: state.stream,
    async begin(groups) {
      const unused = [...state.unused]
      let { lastNumber } = state
      const numbered = groups.map((accesses) => ({ number: unused.shift() ?? ++lastNumber, accesses: [...accesses] }))
      await keep({ ...state, lastNumber, unused, unsent: [...state.unsent, ...numbered] })
      return numbered
    },
    async change(number, accesses) {
      const others = state.unsent.filter((one) => one.number !== number)
      if (accesses.length > 0) return keep({ ...state, unsent: [...others, { number, accesses: [...accesses] }] })
      return keep({ ...state, ...withoutLast([...state.unused, number], state.lastNumber), unsent: others })
    },
    async settle(numbers) {
      const settled = state.unsent.filter(({ number }) => numbers.includes(number))
      const accesses = settled.reduce((sum, one) => sum + one.accesses.length, state.accesses)
      const unsent = state.unsent.filter(({ number }) => !numbers.includes(number))
      if (settled.length > 0) await keep({ ...state, unsent, accesses })
    },
    unsent: () => state.unsent,
    isWhole: () => state.unsent.length === 0 && state.unused.length === 0,
    counting: () => state,
    keepCounting: (next) => keep(withCounting(state, next)),
  }
}

/** Free numbers at the end were never used. The others are given out again. */
function withoutLast(free: readonly number[], lastNumber: number): Pick<Kept, "unused" | "lastNumber"> {
  const unused = new Set(free)
  let last = lastNumber
  while (unused.delete(last)) last -= 1
  return { unused: [...unused].sort((one, other) => one - other), lastNumber: last }
}

function withCounting(state: Kept, { countedUntil, accesses, count: pending }: NextCounting): Kept {
  const { count: _, countedUntil: __, ...rest } = state
  return {
    ...rest,
    accesses,
    ...(countedUntil === undefined ? {} : { countedUntil }),
    ...(pending === undefined ? {} : { count: pending }),
  }
}

const letters = "ghjkmnpqrstvwxyz"

/** 128 random bits in letters that no hexadecimal id and hardly a reference has. */
function newStream(): string {
  const bits = [...randomBytes(16)].flatMap((byte) => [byte >> 4, byte & 15])
  return `str_${bits.map((nibble) => letters[nibble]).join("")}`
}
