import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { indexNumbers, type NumberIndex } from "./number-index.ts"
import { cutInWords, type HubMap, readProofMap } from "./read-proof-map.ts"

/** What a monitor is told of a map of proof. */
export type MapStatus = {
  /** When the hub was asked for it, by this machine's clock. ISO; null before the hub answered for the first time. */
  readonly mapSince: string | null
  readonly mapRestrictions: number
  /** Whether the hub gave no newer map for two minutes. */
  readonly isMapStale: boolean
}

/** The hub's map of proof, asked for again and again. */
export type FollowedMap = NumberIndex & {
  readonly status: MapStatus
  /** Asks once more. Never throws: without an answer the map before stays, until each restriction in it ends. */
  refresh(): Promise<void>
  stop(): void
}

export type FollowOptions = {
  readonly api: Pick<Api, "GET">
  /** Takes a line when the map is stale, cut, or current again. By default it goes to standard error. */
  readonly onLine?: (line: string) => void
  /** The time in epoch milliseconds. By default that of this machine. */
  readonly now?: () => number
}

const everyMilliseconds = 30_000
const staleMilliseconds = 120_000

/** Asks the hub for its map of proof now, and every 30 seconds from then on. */
export function followProofMap(options: FollowOptions): FollowedMap {
  const { api, now = Date.now, onLine = (line) => void process.stderr.write(`${line}\n`) } = options
  let map: HubMap | undefined
  let index = indexNumbers([])
  let readAt = now()
  const say = sayingChanges(onLine)
  const isStale = (): boolean => now() - readAt >= staleMilliseconds
  const mapSince = (): string | null => (map === undefined ? null : new Date(readAt).toISOString())
  const readOnce = async (): Promise<void> => {
    try {
      const askedAt = now()
      map = await readProofMap(api, map)
      index = indexNumbers(map.numbers)
      readAt = askedAt
      say(map.isCut ? cutInWords(map) : undefined)
    } catch (error) {
      if (map === undefined || isStale()) say(staleInWords(error, mapSince()))
    }
  }
  let reading: Promise<void> | undefined
  const refresh = (): Promise<void> => {
    reading ??= readOnce().finally(() => {
      reading = undefined
    })
    return reading
  }
  const timer = setInterval(() => void refresh(), everyMilliseconds).unref()
  void refresh()
  return {
    scopesOf: (reference, at) => index.scopesOf(reference, at),
    get status() {
      return { mapSince: mapSince(), mapRestrictions: map?.numbers.length ?? 0, isMapStale: isStale() }
    },
    refresh,
    stop: () => clearInterval(timer),
  }
}

const staleInWords = (error: unknown, mapSince: string | null): string => {
  const reason = error instanceof CommandStopped ? error.message : "It could not be read."
  const holds = mapSince === null ? "There is no map of proof yet." : `Map since ${mapSince}: it holds until it ends.`
  return `${reason} ${holds}`
}

/** Says what is wrong once, and once that it is over. */
function sayingChanges(onLine: (line: string) => void): (wrong: string | undefined) => void {
  let said: string | undefined
  return (wrong) => {
    if (wrong === said) return
    onLine(wrong ?? "The map of proof is current again.")
    said = wrong
  }
}
