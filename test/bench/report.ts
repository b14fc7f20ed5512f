/** The benchmark's findings as Markdown. */
import { attacks } from "./attacks/attacks.ts"
import type { ClientCounts } from "./client-counts.ts"
import { detectorNames, ownName, pagingName } from "./peers.ts"
import type { SeedResult } from "./run-seed.ts"
import { poissonInterval } from "./statistics.ts"
import {
  addRecords,
  estimatedUpdatesPerLookup,
  type Pooled,
  perMillion,
  poolOfResults,
  round,
  type Summary,
  summarise,
} from "./summary.ts"

type Row = readonly (string | number)[]

const row = (cells: Row): string => `| ${cells.join(" | ")} |`
const table = (head: Row, rows: readonly Row[]): string[] => [row(head), row(head.map(() => "---")), ...rows.map(row)]
const million = (sessions: number): string => `${(sessions / 1e6).toFixed(2)} million`
const percent = (share: number): string => (share * 100).toFixed(1)
const counted = (count: number): string => count.toLocaleString("en")
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ")

/** False alarms of a detector per million sessions; ours with the exact interval. */
const falseAlarmRate = (detector: string, { falseAlarms, sessions }: Pooled, digits: number): string | number => {
  const count = falseAlarms[detector] ?? 0
  if (detector !== ownName) return round(perMillion(count, sessions), digits)
  const { low, high } = poissonInterval(count)
  const [rate, from, to] = [count, low, high].map((value) => perMillion(value, sessions).toFixed(2))
  return `${rate} (95 % interval ${from} to ${to})`
}

/** The document of the pooled runs: false alarms on ordinary traffic of seeds used for nothing else. */
export const pooledMarkdown = (pooled: Pooled): string =>
  [
    "# False alarms, pooled",
    "",
    `Made by \`npm run bench:detection -- --pool --seeds ${pooled.seeds.join(",")}\`.`,
    `The ${million(pooled.sessions)} benign sessions are of seeds used for nothing else.`,
    "An alarm counts once per key, chart and day. Rates are per million sessions.",
    "",
    ...table(
      ["detector", "false alarms", "per million"],
      detectorNames.map((name) => [name, pooled.falseAlarms[name] ?? 0, falseAlarmRate(name, pooled, 2)]),
    ),
    "",
    `By reading: ${listed(pooled.byReading) || "none"}.`,
    "",
  ].join("\n")

export type Findings = {
  readonly results: readonly SeedResult[]
  readonly counts: ClientCounts | null
  readonly pooled: Pooled | null
}

/** @param how the command that was run, how long it took, and the file name of the chart */
export const toMarkdown = (
  { results, counts, pooled }: Findings,
  how: { readonly command: string; readonly seconds: number; readonly chart: string },
): string => {
  const summary = summarise(results, counts)
  return [
    "# Wayseal's detector beside others",
    "",
    `Made by \`${how.command}\` in ${how.seconds.toFixed(0)} s. Seeds ${summary.seeds.join(", ")}; tuned on seeds 1 to 9.`,
    "All traffic is simulated. The figures show what the rules do. They do not show how often real recipients behave so.",
    "",
    "The tables show records of other people shown before the alarm: the median, and [% of trials caught].",
    "The visitor is refused 2 s after the alarm, by the rate rules of a firewall 30 s after it.",
    "Where a detector raises no alarm, all records that the attack reached count.",
    `\`${pagingName}\` leaves out the advisory volume chart, which names nobody and pages nobody.`,
    ...attackTables(summary),
    "",
    `![Records shown before the alarm](${how.chart})`,
    ...falseAlarmSection(poolOfResults(results), pooled),
    ...costSection(results, counts),
    ...readerSection(results),
    ...readingSection(results, summary),
    "",
  ].join("\n")
}

const groups = {
  direct: "direct attack",
  evasive: "evasive attack: avoids what a chart or a rate rule counts",
} as const

const attackTables = ({ attacks: cells }: Summary): string[] =>
  (["direct", "evasive"] as const).flatMap((group) => {
    const names = attacks.flatMap((one) => (one.group === group && cells[one.name] !== undefined ? [one.name] : []))
    if (names.length === 0) return []
    const rows = names.map((name) => {
      const figures = detectorNames.map((detector) => {
        const cell = cells[name]?.[detector]
        return `${cell?.medianExposed ?? "-"} [${Math.round((cell?.caughtShare ?? 0) * 100)}]`
      })
      return [name, ...figures]
    })
    return ["", ...table([groups[group], ...detectorNames], rows)]
  })

const falseAlarmSection = (own: Pooled, pooled: Pooled | null): string[] => {
  const head = ["detector", `this run (${million(own.sessions)} sessions)`]
  const rows = detectorNames.map((name) => {
    const rate = falseAlarmRate(name, own, 3)
    return pooled === null ? [name, rate] : [name, rate, falseAlarmRate(name, pooled, 2)]
  })
  return [
    "",
    "## False alarms",
    "",
    "Per million sessions of recipients, offices, mobile networks and mail rooms.",
    "An alarm counts once per key, chart and day.",
    "",
    ...table(pooled === null ? head : [...head, `pooled (${million(pooled.sessions)} sessions)`], rows),
    "",
    pooled === null ? "No pooled runs are recorded." : pooledSentence(pooled),
  ]
}

const pooledSentence = ({ seeds, falseAlarms, byReading }: Pooled): string => {
  const readings = Object.keys(byReading).length > 0 ? ` (${listed(byReading)})` : ""
  return `Pooled over seeds ${seeds.join(", ")}, used for nothing else: ${falseAlarms[ownName] ?? 0} false alarms${readings}.`
}

const costSection = (results: readonly SeedResult[], counts: ClientCounts | null): string[] => {
  const smallShare = Math.min(...results.map(({ ordinary }) => ordinary.itemsWithin1KB))
  return [
    "",
    "## Cost",
    "",
    ...(counts === null ? [] : [...countedCost(counts), ""]),
    `Over all lookups of this run, the detector in memory estimates ${estimatedUpdatesPerLookup(results).toFixed(3)} writes per lookup.`,
    `${percent(smallShare)} % of its items would be at most 1 KB.`,
  ]
}

const countedCost = (counts: ClientCounts): string[] => [
  `Counted at the DynamoDB client, on ${counted(counts.lookups)} lookups of a smaller world with one walk: ${counts.updatesPerLookup.toFixed(3)} writes per lookup.`,
  `Profiles took ${counted(counts.profileUpdates)} writes (${counted(counts.trims)} of them trims), anomalies ${counted(counts.anomalyWrites)},`,
  `restrictions ${counts.restrictionWrites} and sums of volumes ${counted(counts.volumeWrites)}. Profiles were read ${counts.profileReads} times.`,
  `${percent(counts.itemsWithin1KB)} % of the items are at most 1 KB.`,
]

const readerKinds = {
  "search bots, verified": "verifiedBot-anonymous",
  "aggregators, registered": "aggregator-anonymous",
  "aggregators, not registered": "public-anonymous",
  "small sellers and similar, not registered": "public-cookie",
  "carrier staff": "staff-staff",
  "partners' credentials": "partner-partner",
} as const

const readerSection = (results: readonly SeedResult[]): string[] => {
  const heavy = addRecords(results.map(({ ordinary }) => ordinary.heavyReaders))
  const trials = results.flatMap((result) => result.trials)
  const resembling = trials.filter(({ resemblesReader }) => resemblesReader).length
  return [
    "",
    "## Heavy readers",
    "",
    "Heavy readers look up many shipments for a legitimate reason. Those that are not registered raise alarms, as they should.",
    "Readers that raised an alarm, of all readers, over all seeds:",
    "",
    ...Object.entries(readerKinds).map(([label, kind]) => {
      const alarmed = heavy[kind] ?? 0
      const recognised = alarmed > 0 ? `, ${heavy[`${kind}-recognised`] ?? 0} of them recognised as heavy readers` : ""
      return `- ${label}: ${alarmed} of ${heavy[`${kind}-of`] ?? 0}${recognised}`
    }),
    "",
    "Recognised means that the alarm looks like a heavy reader's: parcels of five retailers or more, in no order, few misses.",
    `So did the alarms of ${resembling} of ${trials.length} attack trials.`,
  ]
}

const readingSection = (results: readonly SeedResult[], { attacks: cells }: Summary): string[] => {
  const trials = Object.groupBy(
    results.flatMap((result) => result.trials),
    ({ attack }) => attack,
  )
  const rows = Object.keys(cells).map((name) => {
    const ofAttack = trials[name] ?? []
    const by = addRecords(ofAttack.flatMap((trial) => (trial.by === "" ? [] : [{ [trial.by]: 1 }])))
    const mostFirst = Object.entries(by).sort((one, other) => other[1] - one[1])
    return [name, ofAttack.length, listed(Object.fromEntries(mostFirst)) || "none"]
  })
  return ["", "## Which reading raised the alarm", "", ...table(["attack", "trials", "first alarm by"], rows)]
}
