/** The benchmark's findings about ordinary traffic as Markdown: false alarms, refusals and what is asked of whom. */
import { burdenName, type OrdinaryTool, ordinaryTools } from "./ordinary-tally.ts"
import { detectorNames, ownName } from "./peers.ts"
import { counted, type Row, table } from "./report-table.ts"
import { clusteredInterval, poissonInterval, sum } from "./statistics.ts"
import { benignKinds, benignOf, countOf, honestKinds, type Pooled, perMillion, type Summary } from "./summary.ts"
import type { ShownTool } from "./tools.ts"
import type { VisitorKind } from "./world/identities.ts"

export const toolsInWords: Readonly<Record<ShownTool, string>> = {
  hub: "the hub's page",
  guarded: "carrier's tool with guard",
  enforced: "with the hub's decisions",
  alone: "with nothing",
}

/** Names with their counts, the largest first. */
const listed = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort((one, other) => other[1] - one[1])
    .map(([name, count]) => `${name} ${counted(count)}`)
    .join(", ") || "none"

/** A count per million sessions with an interval of it, which ends where all are. */
const perMillionIn = (count: number, sessions: number, { low, high }: { low: number; high: number }): string => {
  if (sessions === 0) return "-"
  const [mean, from, to] = [count, low, high].map((value) => {
    const figure = Math.min(1e6, perMillion(value, sessions))
    return figure.toFixed(figure < 100 ? 2 : 0)
  })
  return `${mean} (${from} to ${to})`
}

/** Alarms per million visits of some kinds of visitor. */
const alarmRate = (pool: Pooled, name: string, kinds: readonly VisitorKind[]): string => {
  const count = countOf(kinds, pool.alarms[name])
  return perMillionIn(count, countOf(kinds, pool.sessions), poissonInterval(count))
}

/** Refused or asked visits per million of some kinds of visitor, by the name of their clusters. */
const clusterRate = (pool: Pooled, name: string, kinds: readonly VisitorKind[]): string => {
  const sizes = (pool.clusters[name] ?? []).map((counts) => countOf(kinds, counts)).filter((size) => size > 0)
  return perMillionIn(sum(sizes), countOf(kinds, pool.sessions), clusteredInterval(sizes))
}

export const kindsInWords: Readonly<Record<VisitorKind, string>> = {
  recipient: "recipients at home and on mobile networks",
  office: "recipients in offices that share an address",
  mailRoom: "mail rooms of companies",
  peakMailRoom: "mail rooms in the weeks before Christmas",
  student: "universities behind one fixed address",
  family: "families with one device and several places",
  neighbour: "neighbours who order together",
  groupMember: "groups of 20 who order together behind one address",
  giftBuyer: "gift buyers, whose parcels go elsewhere",
  poller: "browser extensions that poll",
  linkPreview: "bots that preview mailed links",
  seller: "small sellers, not registered",
  supportAgent: "support teams of shops, not registered",
  staff: "carrier staff",
  partner: "partners' credentials",
  registeredAggregator: "aggregators, registered",
  aggregator: "aggregators, not registered",
  searchBot: "search bots, verified",
}

/** The causes of one kind of visitor, from counts by `kind|cause`. */
const causesOf = (kind: VisitorKind, counts: Readonly<Record<string, number>>): string =>
  listed(
    Object.fromEntries(
      Object.entries(counts).flatMap(([name, count]) => {
        const [of, cause = ""] = name.split("|")
        return of === kind ? [[cause, count]] : []
      }),
    ),
  )

const kindRow =
  (pool: Pooled) =>
  (kind: VisitorKind): Row => [
    kindsInWords[kind],
    counted(pool.sessions[kind] ?? 0),
    alarmRate(pool, ownName, [kind]),
    clusterRate(pool, ownName, [kind]),
    clusterRate(pool, burdenName("guarded", "refusal"), [kind]),
    clusterRate(pool, burdenName("guarded", "proof"), [kind]),
    causesOf(kind, pool.alarmsByCause),
    causesOf(kind, pool.refusedByCause),
  ]

const kindColumns = [
  ...["visitors", "visits", "false alarms", "refused", "refused by the guard", "asked by the guard"],
  ...["alarms by", "refused because of"],
]

const detectorRow =
  (pool: Pooled) =>
  (name: string): Row => [
    name,
    alarmRate(pool, name, benignKinds),
    alarmRate(pool, name, honestKinds),
    clusterRate(pool, name, benignKinds),
    clusterRate(pool, name, honestKinds),
  ]

export const ordinarySection = (pool: Pooled, summary: Summary): string[] => [
  "",
  "## False alarms and false refusals",
  "",
  `Per million visits, with 95 % intervals. The first figures are of ${counted(benignOf(pool.sessions))} visits of people who look up parcels of`,
  `their own or of those they know; "all honest" are ${counted(countOf(honestKinds, pool.sessions))}, with small sellers and support teams whom nobody`,
  "registered. An alarm counts once per key, chart, retailer and day. A visit is refused if one of its lookups is.",
  "Intervals of alarms are exact. Refusals come in clusters: all that one restriction of ours refused, or one blocked",
  "address. Theirs are a bootstrap over the clusters. Wayseal's are those of a carrier's tool that goes by the hub's",
  "decisions.",
  "",
  ...table(
    ["detector", "false alarms", "all honest", "false refusals", "all honest"],
    detectorNames.map(detectorRow(pool)),
  ),
  "",
  "Wayseal's by kind of visitor, with the readings that raised the alarms and those behind the refusals:",
  "",
  ...table(kindColumns, honestKinds.map(kindRow(pool))),
  ...budgetSection(pool, summary),
]

const budgetSection = (pool: Pooled, { asked }: Summary): string[] => [
  "",
  "## Budgets of each tool",
  "",
  "They are never added: visits refused whatever a recipient can prove (at most 10 a million), visits asked for proof",
  "that a recipient has, and visits of strangers who see the phase alone, and would have to prove something to see more.",
  "On the hub's page what would show nothing is not counted as refused. The guard names no restrictions, so its clusters",
  "are addresses.",
  "",
  ...table(["tool", "refused", "asked for proof", "the phase alone"], ordinaryTools.map(budgetRow(pool))),
  "",
  "Of the visits of all honest people without a link, these were asked for proof while nobody attacked (at most 0.1 % a",
  "day), false alarms included; and during an attack, for each one that raised an alarm in that tool, these visits from",
  "its start to a day after its end: the median, and the most.",
  "",
  ...table(
    ["tool", "asked while no attack", "on the worst day", "asked per alarm", "at most"],
    ordinaryTools.map((tool) => {
      const { percent, percentOnWorstDay, perAlarm, perAlarmAtMost } = asked[tool]
      return [toolsInWords[tool], `${percent} %`, `${percentOnWorstDay} %`, counted(perAlarm), counted(perAlarmAtMost)]
    }),
  ),
]

const budgetRow =
  (pool: Pooled) =>
  (tool: OrdinaryTool): Row => [
    toolsInWords[tool],
    clusterRate(pool, burdenName(tool, "refusal"), benignKinds),
    clusterRate(pool, burdenName(tool, "proof"), benignKinds),
    `${((100 * benignOf(pool.burdened[burdenName(tool, "phase")])) / Math.max(1, benignOf(pool.sessions))).toFixed(1)} %`,
  ]
