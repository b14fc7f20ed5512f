import { once } from "node:events"
import type { AddressInfo } from "node:net"
import * as z from "zod"
import { shippedProofs } from "../../access-logs/shipping/shipped-words.ts"
import type { Api } from "../../api/connect-api.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { stopSignal } from "../../command-line/stop-signal.ts"
import { shownKinds } from "../../guard/asked-lookup.ts"
import { failingOpen } from "../../guard/failing-open.ts"
import { type GuardRules, makeGuard } from "../../guard/guard.ts"
import { guardRulesOf } from "../../guard/guard-rules.ts"
import { guardServer } from "../../guard/guard-server.ts"
import { type FollowedMap, followProofMap } from "../../proof-map/follow-proof-map.ts"
import { apiOf, type PartyOptions } from "../party-options.ts"

/** The options as they were typed. */
export type GuardCommandOptions = PartyOptions & {
  readonly reference?: string
  readonly ordersPerDay?: number
  readonly checkDigit?: true
  readonly missShare: number
  readonly proof: string
  readonly strangers: string
  readonly reports?: true
  readonly enforce?: true
  readonly map?: true
  readonly listen: string
  readonly addressHeader: string
  readonly accountHeader?: string
  readonly sessionCookie?: string
  readonly mobile?: string
  readonly exempt?: string
  readonly limit: number
  readonly remember: number
  readonly mostContacts: number
}

/** What a test gives in place of the world. */
export type GuardWorld = {
  readonly api?: Pick<Api, "GET">
  readonly signal?: AbortSignal
  readonly say?: (line: string) => void
  readonly onListening?: (url: string) => void
}

/** Answers until Ctrl-C. */
export async function runGuard(options: GuardCommandOptions, world: GuardWorld = {}): Promise<Outcome> {
  const say = world.say ?? ((line: string) => process.stderr.write(`${line}\n`))
  const { host, port } = addressOf(options.listen)
  const own = rulesOf(options)
  const map = await mapOf(options, world, say)
  const rules = { ...own, proofMap: map }
  const isEnforcing = options.enforce === true
  const guard = makeGuard(rules, { isEnforcing })
  const open = failingOpen({ limitMilliseconds: options.limit, strangers: rules.strangers, onAlarm: say })
  const server = guardServer({
    guard,
    open,
    isEnforcing,
    startedAt: new Date(),
    map,
    headers: {
      address: options.addressHeader,
      account: options.accountHeader,
      sessionCookie: options.sessionCookie,
    },
  })
  const signal = world.signal ?? stopSignal()
  server.listen(port, host)
  await once(server, "listening").catch(() => {
    throw new CommandStopped("stopped", `--listen: nothing can listen at ${options.listen}. Is another guard running?`)
  })
  const url = urlOf(server.address())
  for (const line of beginning(url, rules, isEnforcing)) say(line)
  world.onListening?.(url)
  if (!signal.aborted) await once(signal, "abort")
  map?.stop()
  open.stop()
  server.close()
  server.closeAllConnections()
  return outcomeOf({ ...guard.counts, failedOpen: open.failedOpen })
}

/** The hub's map, where it is asked for. */
async function mapOf(
  options: GuardCommandOptions,
  { api }: GuardWorld,
  onLine: (line: string) => void,
): Promise<FollowedMap | undefined> {
  if (options.map !== true) return undefined
  return followProofMap({ api: api ?? (await apiOf(options)), onLine })
}

const urlOf = (address: AddressInfo | string | null): string =>
  address === null || typeof address === "string"
    ? String(address)
    : `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`

function beginning(url: string, rules: GuardRules, isEnforcing: boolean): readonly string[] {
  const mode = isEnforcing
    ? "It refuses with 403"
    : "Shadow: everything passes, and x-wayseal-shadow says what would not"
  return [
    `The guard answers at ${url}/check. ${mode}.`,
    "It knows nothing of lookups before now: who was restricted before a restart starts anew.",
    ...(rules.ordersPerDay === undefined ? ["Without --orders-per-day it does not see walks along numbers."] : []),
    ...(rules.outcomes === "assumed" ? ["Without --reports each lookup counts as a hit: guessing is not seen."] : []),
    ...(rules.strangers === "phase" ? ["Strangers see the phase alone, if the tool heeds x-wayseal-shows."] : []),
  ]
}

/** The options, read. A value that is wrong is named by its option. */
function rulesOf(options: GuardCommandOptions): GuardRules {
  const { reference } = options
  if (reference === undefined) throw new CommandStopped("wrongUsage", "Give --reference, such as '/track/{reference}'.")
  const given = {
    ordersPerDay: options.ordersPerDay,
    hasCheckDigit: options.checkDigit,
    missShare: options.missShare,
    proof: z.enum(shippedProofs).parse(options.proof),
    strangers: z.enum(shownKinds).parse(options.strangers),
    rememberedHours: options.remember,
    mostContacts: options.mostContacts,
  }
  const outcomes = options.reports === true ? "reported" : "assumed"
  const read = (option: string, own: Partial<Record<"mobileNetworks" | "exemptNetworks", readonly string[]>>) => {
    try {
      return guardRulesOf({ reference, ...given, ...own }, outcomes)
    } catch (error) {
      const reason = error instanceof Error ? error.message : "has a value that is not known"
      throw new CommandStopped("wrongUsage", `${option} ${reason}. See --help.`)
    }
  }
  const [mobileNetworks, exemptNetworks] = [listed(options.mobile), listed(options.exempt)]
  read("--reference", {})
  read("--mobile", { mobileNetworks })
  return read("--exempt", { mobileNetworks, exemptNetworks })
}

const listed = (text: string | undefined): readonly string[] => text?.split(",").map((one) => one.trim()) ?? []

function addressOf(listen: string): { host: string; port: number } {
  const [, host = "", port = ""] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(listen) ?? []
  if (host === "" || Number(port) > 65_535)
    throw new CommandStopped("wrongUsage", "--listen takes a host and a port, such as 127.0.0.1:9180.")
  return { host, port: Number(port) }
}

function outcomeOf(counts: Parameters<typeof textOf>[0]): Outcome {
  const { error, slow, behind } = counts.failedOpen
  const status = error + slow + behind === 0 ? exitStatus.fine : exitStatus.needsPerson
  return { data: counts, text: textOf(counts), status }
}

function textOf(counts: {
  readonly lookups: number
  readonly phase: number
  readonly proof: number
  readonly refuse: number
  readonly failedOpen: { readonly error: number; readonly slow: number; readonly behind: number }
}): string {
  const { lookups, phase, proof, refuse, failedOpen } = counts
  const unjudged = failedOpen.error + failedOpen.slow + failedOpen.behind
  const shown = (count: number): string => count.toLocaleString("en-US")
  return (
    `${shown(lookups)} lookups: ${shown(phase)} were to show the phase alone, ${shown(proof)} needed proof, ` +
    `${shown(refuse)} were to be refused. ` +
    `${shown(unjudged)} passed unjudged.\n`
  )
}
