/** The benchmark's findings as Markdown. */
import type { ClientCounts } from "./client-counts.ts"
import type { OracleDelays } from "./oracle.ts"
import { detectorNames, ownName } from "./peers.ts"
import { kindsInWords, ordinarySection, toolsInWords } from "./report-ordinary.ts"
import { counted, percent, type Row, table } from "./report-table.ts"
import { thresholdSection } from "./report-thresholds.ts"
import type { SeedResult } from "./run-seed.ts"
import { sum } from "./statistics.ts"
import {
  addRecords,
  estimatedUpdatesPerLookup,
  poolOfResults,
  type Summary,
  summarise,
  type ToolCell,
} from "./summary.ts"
import { shownTools } from "./tools.ts"
import { isHeavyReader, visitorKinds } from "./world/identities.ts"

export type Findings = {
  readonly results: readonly SeedResult[]
  readonly counts: ClientCounts | null
  /** By attack, of the first seed. */
  readonly oracles: Readonly<Record<string, OracleDelays>>
}

/** Names of the files beside the report. */
export type ReportFiles = { readonly chart: string; readonly figures: string }

/** @param how the command that was run, how long it took, the world it used, and the files beside the report */
export const toMarkdown = (
  { results, counts, oracles }: Findings,
  how: { readonly command: string; readonly seconds: number; readonly isQuick: boolean; readonly files: ReportFiles },
): string => {
  const summary = summarise(results, counts)
  return [
    "# Wayseal's detector beside others",
    "",
    `Made by \`${how.command}\` in ${how.seconds.toFixed(0)} s. Seeds ${summary.seeds.join(", ")}; tuned on seeds 1 to 9.`,
    ...(how.isQuick ? ["This is the lighter world of `--quick`: rare events do not show in it."] : []),
    "All traffic is simulated. The figures show what the rules do. They do not show how often real recipients behave so.",
    ...attackSection(summary, oracles, how.files),
    ...ordinarySection(poolOfResults(results), summary),
    ...readerSection(results),
    ...thresholdSection(results),
    ...costSection(results, counts),
    "",
  ].join("\n")
}

/** The attacks that the page shows. The file of figures has all. */
const shownAttacks: readonly string[] = [
  "walk, one address, 1 a second",
  "the 2018 case: 4,500 numbers, one per 6-15 s",
  "slow walk, 3 a day",
  "walk along tracking numbers, 1 in 10 minutes",
  "spread hits, 12 an hour",
  "45 own links first, then unordered hits, one per minute",
  "200 cookies with an own parcel each, one fixed address, unordered hits, one per minute",
  "IPv6 networks of one site in turn, 1 unordered hits each, one per second",
  "400 proxies, ordered, one per 60 s",
  "400 proxies, ordered, one per hour",
  "400 proxies, every 8th number",
  "400 proxies, 64 numbers at a time in random order",
  "400 proxies, bits of the number reversed",
  "40 addresses, each a stretch of its own",
  "400 proxies, unordered fresh hits",
  "postal codes guessed, an address each, shipments in order, one per minute",
  "postal codes guessed, an address each, shipments in no order, one per minute",
]

const attackSection = (summary: Summary, oracles: Findings["oracles"], files: ReportFiles): string[] => [
  "",
  "## Attacks",
  "",
  `The picture and [the file of figures](${files.figures}) have every attack, each tool and each other rule. A cell reads:`,
  "records asked for before the alarm [% of trials caught]; phases and details shown in all; then visits of ordinary people",
  "asked for proof, and refused, from the attack's start to a day after its end: those behind its addresses and in its",
  "blocks of numbers, and for a day after the alarm those in its neighbourhoods. Some would have been without the attack.",
  "Zeros of people are left out. Counts are medians of all trials. The hub's page shows nothing of an order reference",
  "without proof, and the phase of a tracking number. The guard shows strangers the phase, and is told where",
  "parcels go.",
  "",
  "The oracle knows the attacker's plan and what is ordinary there: first the order of the numbers alone, then the pace",
  "too. It alarms as seldom as Wayseal's charts. Nobody can notice the attack earlier.",
  "",
  ...table(
    ["attack", ...shownTools.map((tool) => toolsInWords[tool]), "oracle"],
    shownAttacks.flatMap((attack) => {
      const cells = summary.tools[attack]
      if (cells === undefined) return []
      return [[attack, ...shownTools.map((tool) => toolCell(cells[tool])), oracleCell(oracles[attack])]]
    }),
  ),
  "",
  `![Records shown before the alarm (dots) and in all (lines)](${files.chart})`,
  "",
  "In the picture Wayseal is a carrier's tool that goes by the hub's decisions, 2 s after an alarm. The others block the",
  "address for 24 hours, a firewall 30 s after the alarm, a log reader after 2 s.",
  ...earlierRules(summary),
]

const oracleCell = (delays: OracleDelays | undefined): string =>
  delays === undefined ? "-" : `${delays.order ?? "never"}, ${delays.orderAndPace ?? "never"}`

const toolCell = ({ caughtShare, reachedBefore, phases, details, asked, refused }: ToolCell): string => {
  const alarm = caughtShare === 0 ? "never" : `${reachedBefore} [${percent(caughtShare)}]`
  const shown = [phases === 0 ? [] : [`${phases} phases`], [`${details} details`]].flat().join(", ")
  const people = [asked === 0 ? [] : [`${asked} asked`], refused === 0 ? [] : [`${refused} refused`]].flat()
  return [alarm, shown, ...(people.length === 0 ? [] : [people.join(", ")])].join("; ")
}

/** Where another rule shows an attack less than the hub's decisions do, with the honest visits that it refuses. */
const earlierRules = ({ attacks: cells, falseRefusalsPerMillion }: Summary): string[] => {
  const rows = Object.entries(cells).flatMap(([attack, byDetector]): Row[] => {
    const own = byDetector[ownName]?.shownInAll ?? 0
    const earlier = detectorNames.filter((name) => (byDetector[name]?.shownInAll ?? own) < own)
    if (earlier.length === 0) return []
    return [[attack, own, earlier.map((name) => `${name} ${byDetector[name]?.shownInAll}`).join(", ")]]
  })
  if (rows.length === 0) return ["", "No other rule shows less of any attack."]
  const named = detectorNames.filter((name) => rows.some((cells) => String(cells[2]).includes(name)))
  const refused = named.map((name) => `${name} ${counted(falseRefusalsPerMillion[name] ?? 0)}`)
  return [
    "",
    "Another rule shows less of these attacks, in all:",
    "",
    ...table(["attack", "Wayseal", "other rules"], rows),
    "",
    `Of a million honest visits they refuse: ${refused.join(", ")}.`,
  ]
}

const readerSection = (results: readonly SeedResult[]): string[] => {
  const all = results.map(({ ordinary }) => ordinary)
  const pool = poolOfResults(results)
  const readers = addRecords(all.map((one) => one.readers))
  const alarmed = addRecords(all.map((one) => one.alarmedReaders))
  const trials = results.flatMap((result) => result.trials)
  const resembling = trials.filter(({ resemblesReader }) => resemblesReader).length
  const rows = visitorKinds.filter(isHeavyReader).map((kind): Row => {
    const sessions = pool.sessions[kind] ?? 0
    const refused = pool.refusedSessions[ownName]?.[kind] ?? 0
    return [
      kindsInWords[kind],
      readers[kind] ?? 0,
      alarmed[kind] ?? 0,
      alarmed[`${kind}-recognised`] ?? 0,
      `${percent(refused / Math.max(1, sessions))} %`,
    ]
  })
  return [
    "",
    "## Heavy readers",
    "",
    "Heavy readers look up many shipments for a legitimate reason, and should be registered. Their alarms count as false",
    "only where all honest people are counted, and then those of small sellers and support teams.",
    "",
    ...table(["readers", "of them", "raised an alarm", "recognised", "lookups refused"], rows),
    "",
    "Recognised: the alarm looks like a heavy reader's, with parcels of five retailers or more, in no order, few misses.",
    `So did the alarms of ${resembling} of ${trials.length} attack trials.`,
  ]
}

const costSection = (results: readonly SeedResult[], counts: ClientCounts | null): string[] => {
  const smallShare = Math.min(...results.map(({ ordinary }) => ordinary.itemsWithin1KB))
  const volumeNotices = sum(results.map(({ ordinary }) => ordinary.volumeNotices))
  return [
    "",
    "## Cost",
    "",
    ...(counts === null ? [] : [...countedCost(counts), ""]),
    `Over all lookups of this run, the detector in memory estimates ${estimatedUpdatesPerLookup(results).toFixed(3)} writes per lookup, one for each repeat among them.`,
    `${(smallShare * 100).toFixed(1)} % of its items would be at most 1 KB. The advisory volume chart gave ${volumeNotices} notices.`,
  ]
}

const countedCost = (counts: ClientCounts): string[] => [
  `Counted at the DynamoDB client, on ${counted(counts.lookups)} lookups of a smaller world with one walk: ${counts.updatesPerLookup.toFixed(3)} writes per lookup.`,
  `Profiles took ${counted(counts.profileUpdates)} writes (${counted(counts.trims)} of them trims), anomalies ${counted(counts.anomalyWrites)},`,
  `restrictions ${counts.restrictionWrites} and sums of volumes ${counted(counts.volumeWrites)}. Profiles were read ${counts.profileReads} times.`,
  `${(counts.itemsWithin1KB * 100).toFixed(1)} % of the items are at most 1 KB.`,
]
