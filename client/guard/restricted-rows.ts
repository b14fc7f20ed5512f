import { keyKind } from "../../shared/watch/detection/accessor.ts"
import { voidsPostalCodes } from "../../shared/watch/detection/profiles/proof.ts"
import { restrictedScopeOf } from "../../shared/watch/detection/restrictions/restricted-scope.ts"
import {
  type Restriction,
  restrictionAfter,
  restrictionRestarted,
  restrictsAt,
} from "../../shared/watch/detection/restrictions/restriction.ts"
import { restrictedKeyOf } from "../../shared/watch/detection/retailers/number-blocks.ts"
import type { Finding } from "../../shared/watch/detection/scoring/finding.ts"
import { restrictionHours } from "../../shared/watch/detection/thresholds/thresholds.ts"

/** What a restriction goes by of a finding. */
type Crossing = Pick<Finding, "chart" | "crossedAt" | "score" | "threshold"> & {
  readonly evidence: Pick<Finding["evidence"], "challengeFailed">
}

/** The restrictions that a guard made, by the rules of the hub. Times are epoch seconds. */
export type RestrictedRows = {
  /** Those of these keys that stand. */
  standing(keys: readonly string[], at: number): readonly Restriction[]
  /** Restricts whom a finding names, or the numbers around. */
  restrict(key: string, finding: Crossing, at: number): void
  /** Somebody whom it refused asked for a number that is new to them, so a restriction lasts longer. */
  restart(row: Restriction, at: number): void
  /** Forgets those that ended by then. What crossed before that would restrict anew. */
  forget(endedAt: number): void
  /** All that it knows, those that ended too. */
  rows(): Iterable<Restriction>
  /** Takes back one of them. */
  restore(row: Restriction): void
  /** Restrictions made. */
  readonly made: number
}

const iso = (at: number): string => new Date(at * 1_000).toISOString()

export function restrictedRows(): RestrictedRows {
  const rows = new Map<string, Restriction>()
  const stands = (row: Restriction | undefined, at: string): row is Restriction =>
    row !== undefined && restrictsAt(row, at)
  let made = 0
  return {
    standing: (keys, at) =>
      rows.size === 0
        ? []
        : keys.flatMap((key) => {
            const row = rows.get(key)
            return stands(row, iso(at)) ? [row] : []
          }),
    restrict(key, finding, at) {
      const asked = askedFor(key, finding, at)
      const current = rows.get(asked.accessorKey)
      const after = restrictionAfter(current, asked)
      if (after === undefined) return
      if (!stands(current, iso(at))) made += 1
      rows.set(asked.accessorKey, after)
    },
    restart(row, at) {
      const after = restrictionRestarted(row, iso(at))
      if (after !== undefined) rows.set(row.accessorKey, after)
    },
    forget(endedAt) {
      for (const [key, row] of rows) if (!restrictsAt(row, iso(endedAt))) rows.delete(key)
    },
    rows: () => rows.values(),
    restore: (row) => void rows.set(row.accessorKey, row),
    get made() {
      return made
    },
  }
}

/** The restriction that a finding asks for. A guard knows no anomalies, carriers or tokens. */
function askedFor(key: string, { chart, crossedAt, evidence, score, threshold }: Crossing, at: number) {
  const day = iso(crossedAt).slice(0, 10)
  return {
    accessorKey: restrictedKeyOf(key),
    restrictionId: `${key} ${chart} ${day}`,
    scope: keyKind(key) === "block" ? ("neighbourhood" as const) : (restrictedScopeOf(key) ?? "network"),
    // What crossed long ago does not restrict anew.
    since: iso(score >= threshold ? at : crossedAt),
    until: iso(at + restrictionHours * 3_600),
    reason: "anomaly" as const,
    evidenceAt: iso(crossedAt),
    accessorTokens: [],
    carrierIds: [],
    // Who only walks may mistype some codes among many right ones: a mail room does.
    voidsPostalCode: chart === "guess" && voidsPostalCodes(evidence.challengeFailed),
  }
}
