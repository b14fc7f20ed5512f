/** The result of a check as plain data, for `--json` and for the texts that are made from it. */
import type { Fingerprint } from "../../../../shared/watch/detection/access.ts"
import type { LeftOut } from "../collect-lookups.ts"
import type { DetectResult } from "../detect-log.ts"
import type { LookupList } from "../lookup-list.ts"
import type { NotChecked } from "../not-checked.ts"
import type { LogSurvey } from "../survey-log.ts"
import type { Walker, WalkerChart } from "../walkers/walker.ts"
import type { Names } from "./masking.ts"

export type WalkerData = {
  readonly severity: "alert" | "notice"
  /** Those with most lookups first, at most 20. */
  readonly networks: readonly string[]
  readonly networkCount: number
  readonly subjects: number
  readonly retailers: readonly string[]
  readonly from: string
  readonly until: string
  /** Distinct references that were looked up, those of them that were shown, and the others. */
  readonly records: number
  readonly shown: number
  readonly refused: number
  /** Whether nobody knows who of those who looked there walked: then `shown` is the most that the walk saw. */
  readonly possible: boolean
  readonly resemblesHeavyReader: boolean
  readonly charts: readonly (Omit<WalkerChart, "firstCrossedAt"> & { readonly firstCrossedAt: string })[]
}

export type CheckedData = {
  readonly checked: true
  readonly log: {
    readonly files: readonly { name: string; format: string; lines: number; unreadable: number }[]
    readonly references: readonly { place: string; requests: number; distinct: number; samples: readonly string[] }[]
    readonly lookups: number
    readonly addresses: number
    readonly from: string
    readonly until: string
    readonly leftOut: Readonly<LeftOut>
  }
  readonly walkers: readonly WalkerData[]
  readonly notices: readonly WalkerData[]
  /** Days on which more strangers than usual came. */
  readonly busyDays: readonly { readonly retailer: string; readonly at: string; readonly score: number }[]
  /** Charts that are off, and what was assumed. */
  readonly limits: readonly string[]
  readonly accepted: readonly NotChecked[]
}

export type ResultData = CheckedData | { readonly checked: false; readonly reasons: readonly NotChecked[] }

const iso = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString()

const shownNetworks = 20

export const resultAsData = (result: DetectResult, names: Names): ResultData => {
  if (!result.checked) return { checked: false, reasons: result.reasons }
  const { collected, survey, limits, accepted, nameOfRetailer } = result
  const { lookups, leftOut } = collected
  const walkers = result.walkers.map((walker) => walkerAsData(walker, names, nameOfRetailer))
  return {
    checked: true,
    log: {
      ...surveyAsData(survey, names),
      lookups: lookups.length,
      addresses: addressesOf(lookups),
      from: iso(lookups.at(0)?.at ?? 0),
      until: iso(lookups.at(lookups.length - 1)?.at ?? 0),
      leftOut,
    },
    walkers: walkers.filter(({ severity }) => severity === "alert"),
    notices: walkers.filter(({ severity }) => severity === "notice"),
    busyDays: result.volumes.map(({ retailer, finding }) => ({
      retailer: nameOfRetailer(retailer),
      at: finding.crossedAt,
      score: finding.score,
    })),
    limits,
    accepted,
  }
}

const addressesOf = (lookups: LookupList): number => {
  const addresses = new Set<Fingerprint>()
  for (const { network } of lookups) addresses.add(network.fingerprint)
  return addresses.size
}

const surveyAsData = ({ files, places, fields }: LogSurvey, names: Names) => ({
  files: files.map(({ file, format, records, unreadable }) => ({
    name: file.name,
    format: format?.name ?? "empty",
    lines: records,
    unreadable,
  })),
  references: [...fields, ...places].map(({ name, requests, distinct, samples }) => ({
    place: name,
    requests,
    distinct,
    samples: samples.map(names.sample),
  })),
})

const walkerAsData = (walker: Walker, names: Names, nameOfRetailer: (number: number) => string): WalkerData => ({
  severity: walker.severity,
  networks: walker.networks.slice(0, shownNetworks).map(names.network),
  networkCount: walker.networks.length,
  subjects: walker.subjects,
  retailers: walker.retailers.map(nameOfRetailer),
  from: iso(walker.from),
  until: iso(walker.until),
  records: walker.records,
  shown: walker.shown,
  refused: walker.records - walker.shown,
  possible: walker.isPossible,
  resemblesHeavyReader: walker.resemblesHeavyReader,
  charts: walker.charts.map((chart) => ({ ...chart, firstCrossedAt: iso(chart.firstCrossedAt) })),
})
