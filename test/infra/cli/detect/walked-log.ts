/** A log of two ordinary days in which one visitor walks along 300 numbers, in every form that is read. */

import type { LogFile } from "../../../../client/access-logs/reading/open-log.ts"
import { type DetectOptions, type DetectResult, detectLog } from "../../../../infra/cli/detect/detect-log.ts"
import { makeNames } from "../../../../infra/cli/detect/output/masking.ts"
import { resultAsData } from "../../../../infra/cli/detect/output/result-as-data.ts"
import { type Retailer, retailer } from "../../../../shared/parties/party.ts"
import { heavyReaders } from "../../../../shared/watch/lookups/visitor/heavy-readers.ts"

export type Request = {
  /** Epoch seconds. */
  readonly at: number
  readonly ip: string
  readonly agent: string
  readonly reference: string
  readonly status: number
}

export const start = Date.UTC(2026, 9, 13) / 1000
export const walkerAddress = "203.0.113.7"
export const walkedRecords = 300

const agents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
]
const ordinaryLookups = 1_200
const daysLogged = 2

/** A fixed sequence of numbers that look random, 0 to 1. */
const scattered = (index: number, salt: number): number => (((index + 1) * 0.6180339887 + salt * 0.7548776662) * 97) % 1

/** Ordinary lookups of numbers of the last three days, 500 of which are issued a day. */
const ordinary = (index: number): Request => {
  const day = (daysLogged * index) / ordinaryLookups
  return {
    at: Math.floor(start + day * 86_400),
    ip: `198.51.${Math.floor(index / 250)}.${index % 250}`,
    agent: agents[index % agents.length] ?? "",
    reference: `LL-${7_000_000 + Math.floor(500 * (day + 3 * scattered(index, 1)))}`,
    status: index % 40 === 0 ? 404 : 200,
  }
}

const walk = (index: number): Request => ({
  at: start + 100_000 + index * 7,
  ip: walkerAddress,
  agent: "curl/8.5.0",
  reference: `LL-${7_000_600 + index}`,
  status: 200,
})

const inOrder = (requests: readonly Request[]): readonly Request[] => [...requests].sort((a, b) => a.at - b.at)

export const ordinaryRequests = inOrder(Array.from({ length: ordinaryLookups }, (_, index) => ordinary(index)))
export const walkRequests = Array.from({ length: walkedRecords }, (_, index) => walk(index))
export const walkedRequests = inOrder([...ordinaryRequests, ...walkRequests])

export const iso = (at: number): string => new Date(at * 1000).toISOString()

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
/** `13/Oct/2026:00:00:00 +0000` */
export const webTime = (at: number): string => {
  const [date = "", time = ""] = iso(at).slice(0, 19).split("T")
  const [year, month, day] = date.split("-")
  return `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`
}

export const combinedLine = ({ at, ip, agent, reference, status }: Request): string =>
  `${ip} - - [${webTime(at)}] "GET /track/json/package/${reference} HTTP/1.1" ${status} 512 "-" "${agent}"`

export const logFile = (lines: readonly string[], name = "access.log"): LogFile => ({
  name,
  async *lines() {
    yield lines
  },
})

export const detectOptions = (given: Partial<DetectOptions> = {}): DetectOptions => ({
  columns: new Map(),
  timeZone: undefined,
  dateOrder: undefined,
  now: start + 100 * 86_400,
  givenReference: undefined,
  accepted: new Set(),
  key: new Uint8Array(32),
  retailers: [],
  retailer: "leafline",
  ordersPerDay: undefined,
  mobileNetworks: [],
  heavyReaders: heavyReaders(),
  registrars: new Map(),
  onProgress() {
    // Nobody watches.
  },
  ...given,
})

/** The retailer of the log, as parties.json has it. */
export const aRetailer = (given: object = {}): Retailer =>
  retailer.parse({
    id: "leafline",
    kind: "retailer",
    alias: "leafline",
    channels: {},
    jurisdiction: { country: "CA", timeZone: "America/Toronto" },
    ordersPerDay: 500,
    missShare: 0.05,
    ...given,
  })

/** Checks one log of these lines. */
export const detectLines = (lines: readonly string[], given: Partial<DetectOptions> = {}): Promise<DetectResult> =>
  detectLog([logFile(lines)], detectOptions(given))

/** The result as data, with addresses as they are if they are to be revealed. */
export const dataOf = (result: DetectResult, reveals = false) =>
  resultAsData(result, makeNames(result.checked ? result.collected.printed : undefined, reveals))
