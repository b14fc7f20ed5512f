/** The figures of a run that documents quote: docs/bench/detection.json, with which a test compares their sentences. */
import * as z from "zod"
import { ownName } from "./peers.ts"
import type { SeedResult } from "./run-seed.ts"
import { addRecords, poolOfResults, type Summary } from "./summary.ts"

const byTool = z.object({ hub: z.number(), guarded: z.number(), enforced: z.number() })

const askedSchema = z.object({
  percent: z.number(),
  percentOnWorstDay: z.number(),
  perAlarm: z.int(),
  perAlarmAtMost: z.int(),
})

export const quotedFiguresSchema = z.object({
  seeds: z.array(z.int()),
  /** Ordinary visits, without those of heavy readers such as small sellers. */
  visits: z.int(),
  falseAlarmsPerMillion: z.number(),
  /** Visits per million. */
  refusedPerMillion: byTool,
  askedPerMillion: byTool,
  phaseAlonePerMillion: byTool,
  /** With small sellers and support teams, whom nobody registered, counted as honest people. */
  withUnregistered: z.object({
    visits: z.int(),
    falseAlarmsPerMillion: z.number(),
    refusedPerMillion: byTool,
  }),
  /** Of 100 strangers' visits, those asked without an attack; and visits asked for each alarm. */
  strangersAsked: z.object({ hub: askedSchema, guarded: askedSchema, enforced: askedSchema }),
  /** Small sellers that nobody registered. */
  smallSellers: z.object({ count: z.int(), alarmed: z.int(), refusedLookupsPercent: z.int() }),
  /** By attack: records asked for before the alarm; null if fewer than half of the trials were caught. */
  recordsBeforeAlarm: z.record(z.string(), z.int().nullable()),
})
export type QuotedFigures = z.infer<typeof quotedFiguresSchema>

export function quotedFigures(
  { seeds, benignSessions, falseAlarmsPerMillion, ...of }: Summary,
  results: readonly SeedResult[],
): QuotedFigures {
  const { hub, guarded, enforced } = of.burdensPerMillion
  const perTool = (burden: "refusal" | "proof" | "phase") => ({
    hub: hub[burden],
    guarded: guarded[burden],
    enforced: enforced[burden],
  })
  const before = Object.entries(of.tools).map(([attack, { alone }]) => [
    attack,
    alone.caughtShare < 0.5 ? null : alone.reachedBefore,
  ])
  return quotedFiguresSchema.parse({
    seeds,
    visits: benignSessions,
    falseAlarmsPerMillion: falseAlarmsPerMillion[ownName],
    refusedPerMillion: perTool("refusal"),
    askedPerMillion: perTool("proof"),
    phaseAlonePerMillion: perTool("phase"),
    withUnregistered: { ...of.withUnregistered, visits: of.withUnregistered.sessions },
    strangersAsked: of.asked,
    smallSellers: smallSellersIn(results),
    recordsBeforeAlarm: Object.fromEntries(before),
  })
}

function smallSellersIn(results: readonly SeedResult[]): QuotedFigures["smallSellers"] {
  const { sessions, refusedSessions } = poolOfResults(results)
  const countedIn = (read: (one: SeedResult["ordinary"]) => Readonly<Record<string, number>>): number =>
    addRecords(results.map(({ ordinary }) => read(ordinary)))["seller"] ?? 0
  const refused = (refusedSessions[ownName]?.["seller"] ?? 0) / Math.max(1, sessions["seller"] ?? 0)
  return {
    count: countedIn(({ readers }) => readers),
    alarmed: countedIn(({ alarmedReaders }) => alarmedReaders),
    refusedLookupsPercent: Math.round(100 * refused),
  }
}
