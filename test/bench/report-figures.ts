/** Every attack's figures as a table for programs and spreadsheets (RFC 4180). */
import { attacks } from "./attacks/attacks.ts"
import { detectorNames } from "./peers.ts"
import type { Findings } from "./report.ts"
import { addRecords, type Summary } from "./summary.ts"
import { shownTools } from "./tools.ts"

const toolColumns = ["caughtShare", "reachedBefore", "phases", "details", "asked", "refused"] as const
const detectorColumns = ["caughtShare", "shownBefore", "shownInAll", "stoppedShare", "innocentsRefused"] as const

/** A row for each attack that was tried. Counts are medians, shares are from 0 to 1. An empty oracle never alarms. */
export function toCsv({ attacks: cells, tools }: Summary, { results, oracles }: Findings): string {
  const head = [
    ...["attack", "group", "trials"],
    ...shownTools.flatMap((tool) => toolColumns.map((column) => `${tool}.${column}`)),
    ...detectorNames.flatMap((name) => detectorColumns.map((column) => `${name}.${column}`)),
    ...["oracle.order", "oracle.orderAndPace", "firstAlarmBy", "volumeNotices"],
  ]
  const trials = results.flatMap((result) => result.trials)
  const rows = attacks.flatMap(({ name, group }) => {
    const own = trials.filter(({ attack }) => attack === name)
    if (own.length === 0) return []
    const by = addRecords(own.flatMap((trial) => (trial.by === "" ? [] : [{ [trial.by]: 1 }])))
    return [
      [
        ...[name, group, own.length],
        ...shownTools.flatMap((tool) => toolColumns.map((column) => tools[name]?.[tool][column] ?? "")),
        ...detectorNames.flatMap((detector) =>
          detectorColumns.map((column) => cells[name]?.[detector]?.[column] ?? ""),
        ),
        oracles[name]?.order ?? "",
        oracles[name]?.orderAndPace ?? "",
        Object.entries(by)
          .map(([reading, count]) => `${reading} ${count}`)
          .join("; "),
        own.filter(({ isAdvised }) => isAdvised).length,
      ],
    ]
  })
  return [head, ...rows].map((fields) => `${fields.map(quoted).join(",")}\n`).join("")
}

const quoted = (field: string | number): string =>
  typeof field === "number" || !/[",\n]/.test(field) ? String(field) : `"${field.replaceAll('"', '""')}"`
