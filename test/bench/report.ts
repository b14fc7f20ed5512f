/** The benchmark's findings as a Markdown table, an SVG chart and one JSON object. */
import { attacks } from "./attacks.ts"
import type { ClientCounts } from "./client-counts.ts"
import { detectorNames, ownName, pagingName } from "./peers.ts"
import type { SeedResult } from "./run-seed.ts"
import { median, poissonInterval } from "./statistics.ts"

export type Summary = {
  readonly attacks: Readonly<Record<string, Readonly<Record<string, { medianExposed: number; caughtShare: number }>>>>
  readonly falseAlarmsPerMillion: Readonly<Record<string, number>>
  readonly benignSessions: number
  /** Calls counted at the DynamoDB client, on a smaller world; where they were not counted, what the detector in memory reckons. */
  readonly updatesPerLookup: number
  readonly seeds: readonly number[]
}

/** Ordinary traffic alone, of seeds used for nothing else. */
export type Pooled = {
  readonly seeds: readonly number[]
  readonly sessions: number
  readonly falseAlarms: Readonly<Record<string, number>>
  readonly byReading: Readonly<Record<string, number>>
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

export const addRecords = (records: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const total: Record<string, number> = {}
  for (const record of records)
    for (const [key, value] of Object.entries(record)) total[key] = (total[key] ?? 0) + value
  return total
}

export const poolOf = (results: readonly SeedResult[]): Pooled => ({
  seeds: results.map(({ seed }) => seed),
  sessions: sum(results.map(({ ordinary }) => ordinary.sessions)),
  falseAlarms: addRecords(results.map(({ ordinary }) => ordinary.falseAlarms)),
  byReading: addRecords(results.map(({ ordinary }) => ordinary.falseAlarmsByReading)),
})

const round = (value: number, digits: number): number => Number(value.toFixed(digits))

export const summarise = (results: readonly SeedResult[], counts: ClientCounts | null): Summary => {
  const trials = results.flatMap((result) => result.trials)
  const pool = poolOf(results)
  const updates = sum(results.map(({ ordinary }) => ordinary.updates))
  const lookups = sum(results.map(({ ordinary }) => ordinary.lookups))
  return {
    attacks: Object.fromEntries(
      attacks
        .map(({ name }) => [name, trials.filter(({ attack }) => attack === name)] as const)
        .filter(([, own]) => own.length > 0)
        .map(([name, own]) => [
          name,
          Object.fromEntries(
            detectorNames.map((detector) => [
              detector,
              {
                medianExposed: median(own.map(({ exposed }) => exposed[detector] ?? 0)),
                caughtShare: round(own.filter(({ caught }) => caught[detector]).length / own.length, 3),
              },
            ]),
          ),
        ]),
    ),
    falseAlarmsPerMillion: Object.fromEntries(
      detectorNames.map((detector) => [
        detector,
        round(((pool.falseAlarms[detector] ?? 0) * 1e6) / Math.max(1, pool.sessions), 3),
      ]),
    ),
    benignSessions: pool.sessions,
    updatesPerLookup: round(counts?.updatesPerLookup ?? updates / Math.max(1, lookups), 3),
    seeds: pool.seeds,
  }
}

const clientCountsSentence = (counts: ClientCounts): string =>
  `Counted at the DynamoDB client on ${counts.lookups.toLocaleString("en")} lookups of a smaller world with a walk among them: ` +
  `${counts.updatesPerLookup.toFixed(3)} writes per lookup (profiles ${counts.profileUpdates.toLocaleString("en")}, ${counts.trims.toLocaleString("en")} trims among them; ` +
  `anomalies ${counts.anomalyWrites.toLocaleString("en")}; restrictions ${counts.restrictionWrites}; sums of volumes ${counts.volumeWrites.toLocaleString("en")}), ${counts.profileReads} reads of profiles; ` +
  `${(counts.itemsWithin1KB * 100).toFixed(1)} % of items within 1 KB.`

const row = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`
const million = (sessions: number): string => `${(sessions / 1e6).toFixed(2)} million`

const perMillion = (count: number, sessions: number): string => {
  const { low, high } = poissonInterval(count)
  const scaled = (value: number) => ((value * 1e6) / sessions).toFixed(2)
  return `${scaled(count)} (95 % interval ${scaled(low)} to ${scaled(high)})`
}

/** False alarms on ordinary traffic of seeds used for nothing else. */
export const pooledMarkdown = (pooled: Pooled): string =>
  [
    "# False alarms, pooled",
    "",
    `Made by \`npm run bench:detection -- --pool --seeds ${pooled.seeds.join(",")}\`: ${million(pooled.sessions)} benign sessions of seeds used for nothing`,
    "else; one alarm per key, chart and day, per million sessions.",
    "",
    row(["detector", "false alarms", "per million"]),
    row(["---", "---", "---"]),
    ...detectorNames.map((detector) => {
      const count = pooled.falseAlarms[detector] ?? 0
      const rate = detector === ownName ? perMillion(count, pooled.sessions) : round((count * 1e6) / pooled.sessions, 2)
      return row([detector, count, rate])
    }),
    "",
    `By reading: ${
      Object.entries(pooled.byReading)
        .map(([reading, count]) => `${reading} ${count}`)
        .join(", ") || "none"
    }.`,
    "",
  ].join("\n")

/** @param how what the figures came from, as a sentence */
export const toMarkdown = (
  results: readonly SeedResult[],
  counts: ClientCounts | null,
  pooled: Pooled | null,
  how: { readonly command: string; readonly seconds: number; readonly chart: string },
): string => {
  const summary = summarise(results, counts)
  const trials = results.flatMap((result) => result.trials)
  const own = poolOf(results)
  const table = ["section 6", "section 8", "further"].flatMap((group) => {
    const names = attacks.filter((attack) => attack.group === group && summary.attacks[attack.name] !== undefined)
    if (names.length === 0) return []
    return [
      "",
      row([`attack (detection.md, ${group})`, ...detectorNames]),
      row(["---", ...detectorNames.map(() => "---")]),
      ...names.map(({ name }) =>
        row([
          name,
          ...detectorNames.map((detector) => {
            const cell = summary.attacks[name]?.[detector]
            return `${cell?.medianExposed ?? "-"} [${Math.round((cell?.caughtShare ?? 0) * 100)}]`
          }),
        ]),
      ),
    ]
  })
  const readings = attacks
    .filter(({ name }) => summary.attacks[name] !== undefined)
    .map(({ name }) => {
      const by = addRecords(
        trials.filter((trial) => trial.attack === name && trial.by !== "").map(({ by: reading }) => ({ [reading]: 1 })),
      )
      const words = Object.entries(by)
        .sort((a, b) => b[1] - a[1])
        .map(([reading, count]) => `${reading} ${count}`)
      return row([name, trials.filter((trial) => trial.attack === name).length, words.join(", ") || "none"])
    })
  const heavy = addRecords(results.map(({ ordinary }) => ordinary.heavyReaders))
  const sumOf = (pick: (result: SeedResult) => number) => sum(results.map(pick))
  const reckoned =
    sumOf(({ ordinary }) => ordinary.updates) /
    Math.max(
      1,
      sumOf(({ ordinary }) => ordinary.lookups),
    )
  const within = results.map(({ ordinary }) => ordinary.itemsWithin1KB)
  return [
    "# The detector beside its peers",
    "",
    `Made by \`${how.command}\` in ${how.seconds.toFixed(0)} s; seeds ${summary.seeds.join(", ")} (tuned on seeds 1 to 9).`,
    "Everything here is simulated traffic: it shows what the rules do, not how often a carrier's own recipients behave in some way.",
    "",
    "Records of other people shown before the alarm, median [% of trials caught]. Refusal follows the alarm after 2 s, for the rate",
    "rules of a firewall after 30 s. Where a detector does not alarm, all records that the attack reached are counted.",
    `\`${pagingName}\` leaves out the advisory volume chart, which shows that something goes on but names nobody and pages nobody.`,
    ...table,
    "",
    `![Records shown before the alarm](${how.chart})`,
    "",
    "## False alarms",
    "",
    "Per million sessions of recipients, offices, mobile networks and mail rooms; one alarm per key, chart and day.",
    "",
    row([
      "detector",
      `this run (${million(own.sessions)} sessions)`,
      ...(pooled === null ? [] : [`pooled (${million(pooled.sessions)} sessions)`]),
    ]),
    row(["---", "---", ...(pooled === null ? [] : ["---"])]),
    ...detectorNames.map((detector) =>
      row([
        detector,
        detector === ownName
          ? perMillion(own.falseAlarms[detector] ?? 0, own.sessions)
          : (summary.falseAlarmsPerMillion[detector] ?? 0),
        ...(pooled === null
          ? []
          : [
              detector === ownName
                ? perMillion(pooled.falseAlarms[detector] ?? 0, pooled.sessions)
                : round(((pooled.falseAlarms[detector] ?? 0) * 1e6) / pooled.sessions, 2),
            ]),
      ]),
    ),
    "",
    pooled === null
      ? "No pooled runs are recorded."
      : `Pooled over seeds ${pooled.seeds.join(", ")}, used for nothing else; ${pooled.falseAlarms[ownName] ?? 0} false alarms${
          Object.keys(pooled.byReading).length > 0
            ? ` (${Object.entries(pooled.byReading)
                .map(([reading, count]) => `${reading} ${count}`)
                .join(", ")})`
            : ""
        }.`,
    "",
    "## Cost",
    "",
    ...(counts === null ? [] : [clientCountsSentence(counts), ""]),
    `Over all lookups of this run the detector in memory reckons ${reckoned.toFixed(3)}; ${(Math.min(...within) * 100).toFixed(1)} % of its items would hold at most 1 KB.`,
    "",
    "## Heavy readers",
    "",
    "Readers who look up many shipments for a legitimate reason; those not registered alarm, rightly. Alarmed of all, over all seeds:",
    "",
    ...Object.entries({
      "search bots, verified": "verifiedBot-anonymous",
      "aggregators, registered": "aggregator-anonymous",
      "aggregators, not registered": "public-anonymous",
      "small sellers and such, not registered": "public-cookie",
      "carrier staff": "staff-staff",
      "partners' credentials": "partner-partner",
    }).map(
      ([label, kind]) =>
        `- ${label}: ${heavy[kind] ?? 0} of ${heavy[`${kind}-of`] ?? 0}${(heavy[kind] ?? 0) > 0 ? `, ${heavy[`${kind}-told`] ?? 0} of them told apart` : ""}`,
    ),
    "",
    "Told apart: the alarm looks like a heavy reader's (parcels of five retailers or more, in no order, few misses). So did the alarms of",
    `${trials.filter((trial) => trial.resemblesReader).length} of ${trials.length} attack trials.`,
    "",
    "## Which reading alarmed",
    "",
    row(["attack", "trials", "first alarm by"]),
    row(["---", "---", "---"]),
    ...readings,
    "",
  ].join("\n")
}

const colours: readonly string[] = [
  "#0b6e4f",
  "#5fae92",
  "#9aa5b1",
  "#7b8794",
  "#b08d57",
  "#8f6fb0",
  "#c28aa0",
  "#5f8fc2",
  "#c27d5f",
  "#a3a847",
  "#6fb0a8",
]

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** A dot per detector and attack on a logarithmic axis; hollow where fewer than half of the trials were caught. */
export const toSvg = (summary: Summary): string => {
  const names = Object.keys(summary.attacks)
  const left = 470
  const width = 1220
  const top = 70
  const rowHeight = 22
  const height = top + names.length * rowHeight + 40
  const x = (exposed: number): number => left + (Math.log10(Math.max(1, exposed)) / 4) * (width - left - 40)
  const legend = detectorNames.map((name, index) => {
    const column = index % 5
    const line = Math.floor(index / 5)
    return `<circle cx="${20 + column * 230}" cy="${16 + line * 18}" r="5" fill="${colours[index]}"/><text x="${30 + column * 230}" y="${20 + line * 18}">${escapeXml(name)}</text>`
  })
  const axis = [1, 10, 100, 1000, 10_000].map(
    (tick) =>
      `<line x1="${x(tick)}" y1="${top - 12}" x2="${x(tick)}" y2="${height - 30}" stroke="#e1e5ea"/><text x="${x(tick)}" y="${height - 14}" text-anchor="middle">${tick}</text>`,
  )
  const rows = names.flatMap((name, index) => {
    const y = top + index * rowHeight
    const dots = [...detectorNames].reverse().map((detector) => {
      const cell = summary.attacks[name]?.[detector] ?? { medianExposed: 0, caughtShare: 0 }
      const colour = colours[detectorNames.indexOf(detector)] ?? "#000000"
      const caught = cell.caughtShare >= 0.5
      return `<circle cx="${x(cell.medianExposed).toFixed(1)}" cy="${y}" r="${detector === ownName ? 6 : 4}" fill="${caught ? colour : "#ffffff"}" stroke="${colour}" stroke-width="1.5"><title>${escapeXml(`${detector}: ${cell.medianExposed} [${Math.round(cell.caughtShare * 100)} %]`)}</title></circle>`
    })
    return [`<text x="${left - 12}" y="${y + 4}" text-anchor="end">${escapeXml(name)}</text>`, ...dots]
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2933">`,
    "<title>Records of other people shown before the alarm, median; hollow: fewer than half of the trials caught</title>",
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...legend,
    ...axis,
    ...rows,
    "</svg>",
    "",
  ].join("\n")
}
