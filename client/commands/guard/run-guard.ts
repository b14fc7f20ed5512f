import { once } from "node:events"
import type { AddressInfo } from "node:net"
import * as z from "zod"
import { shippedProofs } from "../../access-logs/shipping/shipped-words.ts"
import type { Api } from "../../api/connect-api.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { readSettings, type Settings } from "../../command-line/settings.ts"
import { stopSignal } from "../../command-line/stop-signal.ts"
import { shownKinds } from "../../guard/asked-lookup.ts"
import { failingOpen } from "../../guard/failing-open.ts"
import type { GuardRules } from "../../guard/guard.ts"
import { guardRulesOf } from "../../guard/guard-rules.ts"
import { guardServer } from "../../guard/guard-server.ts"
import { type Remembering, type StartedGuard, startGuard } from "../../guard/start-guard.ts"
import { codeOf, StateKeyWrong } from "../../guard/state-file.ts"
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
  readonly state?: string
}

/** What a test gives in place of the world. */
export type GuardWorld = {
  readonly api?: Pick<Api, "GET">
  readonly settings?: Settings
  readonly keepEverySeconds?: number
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
  const startedAt = new Date()
  const { guard, remembering, stop } = await startedGuard(options, { rules, isEnforcing, startedAt }, { ...world, say })
  const open = failingOpen({ limitMilliseconds: options.limit, strangers: rules.strangers, onAlarm: say })
  const server = guardServer({
    guard,
    open,
    isEnforcing,
    startedAt,
    remembering,
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
  for (const line of beginning(url, rules, { isEnforcing, ...remembering() })) say(line)
  world.onListening?.(url)
  if (!signal.aborted) await once(signal, "abort")
  map?.stop()
  open.stop()
  server.close()
  server.closeAllConnections()
  const isKept = await stop()
  return outcomeOf({ ...guard.counts, failedOpen: open.failedOpen, isKept })
}

/** @throws CommandStopped where the state can neither be read nor written */
async function startedGuard(
  { state: file, reference = "", checkDigit }: GuardCommandOptions,
  start: { readonly rules: GuardRules; readonly isEnforcing: boolean; readonly startedAt: Date },
  { settings = readSettings(), say, keepEverySeconds: everySeconds }: GuardWorld & { say: (line: string) => void },
): Promise<StartedGuard> {
  const options = { reference, hasCheckDigit: checkDigit }
  const state = file === undefined ? undefined : { file, key: settings[keyVariable], everySeconds }
  try {
    const started = startGuard({ options, ...start, state, onLine: say })
    await started.keep()
    return started
  } catch (error) {
    if (error instanceof StateKeyWrong) throw new CommandStopped("wrongUsage", `${keyVariable}: ${error.message}`)
    const code = codeOf(error)
    if (code === undefined) throw error
    throw new CommandStopped("unusableFile", `--state: ${file} cannot be read or written (${code}).`)
  }
}

const keyVariable = "WAYSEAL_GUARD_KEY"

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

function beginning(
  url: string,
  rules: GuardRules,
  { isEnforcing, remembersSince, forgot, keptAt }: Remembering & { readonly isEnforcing: boolean },
): readonly string[] {
  const mode = isEnforcing
    ? "It refuses with 403"
    : "Shadow: everything passes, and x-wayseal-shadow says what would not"
  return [
    `The guard answers at ${url}/check. ${mode}.`,
    ...(keptAt === null ? ["Without --state a restart forgets all, restrictions too."] : []),
    forgot === null
      ? "It knows nothing of lookups before now."
      : `It remembers since ${remembersSince}, and nothing from ${forgot.from} to ${forgot.until}.`,
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

function outcomeOf(counts: Parameters<typeof textOf>[0] & { readonly isKept: boolean }): Outcome {
  const { error, slow, behind } = counts.failedOpen
  const isFine = error + slow + behind === 0 && counts.isKept
  return { data: counts, text: textOf(counts), status: isFine ? exitStatus.fine : exitStatus.needsPerson }
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
