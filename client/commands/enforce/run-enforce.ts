import { existsSync } from "node:fs"
import { type KeptPositions, keptPositions } from "../../access-logs/shipping/kept-positions.ts"
import type { Api } from "../../api/connect-api.ts"
import { CommandStopped } from "../../command-line/command-stopped.ts"
import type { Outcome } from "../../command-line/declare-command.ts"
import { exitStatus } from "../../command-line/exit-status.ts"
import { readSettings } from "../../command-line/settings.ts"
import { stopSignal } from "../../command-line/stop-signal.ts"
import { type EnforcedRound, type Enforcement, enforceAlways, enforceOnce } from "../../enforcement/enforce.ts"
import type { Target } from "../../enforcement/enforced-targets.ts"
import { crowdSec } from "../../enforcement/outputs/crowdsec.ts"
import type { EnforcementOutput } from "../../enforcement/outputs/enforcement-output.ts"
import { loadWaf, wafSetNamed } from "../../enforcement/outputs/load-waf.ts"
import { nginxMap } from "../../enforcement/outputs/nginx-map.ts"
import { wafIpSets } from "../../enforcement/outputs/waf-ip-sets.ts"
import { wafPatterns } from "../../enforcement/outputs/waf-patterns.ts"
import { openTokenStore } from "../../enforcement/token-store.ts"
import { mapReader } from "../../proof-map/read-proof-map.ts"
import { apiOf, type PartyOptions, required } from "../party-options.ts"

/** The options as they were typed. */
export type EnforceOptions = PartyOptions & {
  readonly tokens?: string
  readonly nginx?: string
  readonly sessionVariable?: string
  readonly accountVariable?: string
  readonly referenceVariable?: string
  readonly reload?: string
  readonly wafProof4?: string
  readonly wafProof6?: string
  readonly wafBlock4?: string
  readonly wafBlock6?: string
  readonly wafNumbers?: string
  readonly wafCodes?: string
  readonly crowdsec?: string
  readonly crowdsecMachine: string
  readonly blockNetworks?: true
  readonly positions: string
  readonly every: number
  readonly once?: true
  readonly dryRun?: true
}

/** What a test gives in place of the world. */
export type EnforceWorld = { readonly api?: Pick<Api, "GET">; readonly now?: () => Date }

/** Enforces until Ctrl-C, or once. */
export async function runEnforce(options: EnforceOptions, world: EnforceWorld = {}): Promise<Outcome> {
  const outputs = options.dryRun === true ? [] : outputsOf(options)
  if (outputs.length === 0 && options.dryRun !== true)
    throw new CommandStopped("wrongUsage", "Name an output: --nginx, --waf-proof4, --crowdsec … or --dry-run.")
  const api = world.api ?? (await apiOf(options))
  const now = world.now ?? (() => new Date())
  const store = await openKnownTokens(required(options.tokens, "--tokens", "WAYSEAL_TOKENS", readSettings()), now())
  const positions = keptPositions(options.positions)
  const enforcement: Enforcement = {
    api,
    store,
    outputs,
    positions: options.dryRun === true ? readOnly(positions) : positions,
    ...(takesNumbers(options) ? { readMap: mapReader(api) } : {}),
    blockNetworks: options.blockNetworks === true,
    now,
  }
  try {
    if (options.once === true || options.dryRun === true) return outcomeOf(await enforceOnce(enforcement))
    let last: EnforcedRound | undefined
    const onRound = (round: EnforcedRound): void => {
      const isNews =
        round.unknown !== last?.unknown ||
        round.digested !== last?.digested ||
        round.sentences.join() !== last?.sentences.join()
      if (round.hasFailed || isNews) process.stderr.write(inWords(round))
      last = round
    }
    await enforceAlways(enforcement, { everySeconds: options.every, signal: stopSignal(), onRound })
    return outcomeOf(last ?? nothing)
  } finally {
    store.close()
  }
}

const nothing: EnforcedRound = {
  standing: [],
  targets: [],
  ranges: [],
  digested: undefined,
  unknown: 0,
  sentences: [],
  hasFailed: false,
}

const takesNumbers = ({ referenceVariable, wafNumbers, wafCodes }: EnforceOptions): boolean =>
  [referenceVariable, wafNumbers, wafCodes].some((given) => given !== undefined)

/** The store that ship-accesses writes. A misspelt name would make an empty one, which enforces nothing. */
async function openKnownTokens(path: string, now: Date) {
  if (existsSync(path)) return openTokenStore(path, now.getTime() / 1_000)
  throw new CommandStopped(
    "unusableFile",
    `--tokens: ${path} does not exist. Name the file that ship-accesses writes with --tokens. Run it first.`,
  )
}

const readOnly = (positions: KeptPositions): KeptPositions => ({ ...positions, keep: async () => {} })

/** @throws CommandStopped when an option is wrong */
function outputsOf(options: EnforceOptions): readonly EnforcementOutput[] {
  const { nginx, sessionVariable, accountVariable, referenceVariable, reload, crowdsec } = options
  for (const name of [sessionVariable, accountVariable, referenceVariable])
    if (name !== undefined && !/^\$\w+$/.test(name))
      throw new CommandStopped(
        "wrongUsage",
        "A variable of nginx begins with $, as $cookie_session. Quote it for the shell.",
      )
  const variables = { sessionVariable, accountVariable, referenceVariable }
  return [
    ...(nginx === undefined ? [] : [nginxMap({ file: nginx, ...variables, reload })]),
    ...wafOutputsOf(options),
    ...(crowdsec === undefined ? [] : [crowdSecOf(crowdsec, options)]),
  ]
}

function wafOutputsOf(options: EnforceOptions): readonly EnforcementOutput[] {
  const { wafProof4, wafProof6, wafBlock4, wafBlock6, wafNumbers, wafCodes } = options
  const hasSets = (arns: readonly (string | undefined)[], kind: string): boolean => {
    const given = arns.filter((arn) => arn !== undefined)
    if (given.every((arn) => wafSetNamed(arn).kind === kind)) return given.length > 0
    throw new CommandStopped("wrongUsage", "--waf-numbers and --waf-codes take regex pattern sets, the others IP sets.")
  }
  const sets = { proof: { ipv4: wafProof4, ipv6: wafProof6 }, block: { ipv4: wafBlock4, ipv6: wafBlock6 } }
  const patterns = { neighbourhood: wafNumbers, codeBlock: wafCodes }
  return [
    ...(hasSets([wafProof4, wafProof6, wafBlock4, wafBlock6], "ipset") ? [wafIpSets(sets, loadWaf)] : []),
    ...(hasSets([wafNumbers, wafCodes], "regexpatternset") ? [wafPatterns(patterns, loadWaf)] : []),
  ]
}

function crowdSecOf(url: string, { crowdsecMachine }: EnforceOptions): EnforcementOutput {
  const password = readSettings()["CROWDSEC_PASSWORD"]
  if (password === undefined) throw new CommandStopped("wrongUsage", "Set CROWDSEC_PASSWORD, the machine's password.")
  return crowdSec({ url, machineId: crowdsecMachine, password })
}

/** How many targets there are of each action and kind. No value of a visitor is printed. */
function countsOf(targets: readonly Target[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { action, kind } of targets) counts[`${action} ${kind}`] = (counts[`${action} ${kind}`] ?? 0) + 1
  return counts
}

function inWords({ standing, targets, ranges, digested, unknown, sentences }: EnforcedRound): string {
  const counts = Object.entries(countsOf(targets)).map(([name, count]) => `${name}: ${count}`)
  const listed = counts.length === 0 ? "" : ` ${counts.join(", ")}.`
  const isNone = standing.length + ranges.length + (digested ?? 0) === 0
  const warning = isNone ? [onlyCarriers] : unknown === 0 ? [] : [unknownInWords(unknown)]
  const ofNumbers = [
    ...(ranges.length === 0
      ? []
      : [`Ranges of tracking numbers in which strangers need more proof: ${ranges.length}.`]),
    ...(digested === undefined || digested === 0 ? [] : [digestedInWords(digested)]),
  ]
  return [`${standing.length} restrictions stand.${listed}`, ...ofNumbers, ...warning, ...sentences, ""].join("\n")
}

const onlyCarriers =
  "The hub names restrictions to a carrier that reports lookups, and never to a retailer: check --party."

const unknownInWords = (unknown: number): string =>
  `${unknown} of them cannot be enforced: --tokens has none of their tokens. ` +
  "Name the file that ship-accesses writes for this tool."

const digestedInWords = (count: number): string =>
  `Restrictions of order references: ${count}. They come as digests, which no rule can express: guard --map applies them.`

function outcomeOf(round: EnforcedRound): Outcome {
  const { standing, targets, ranges, digested, unknown, sentences, hasFailed } = round
  // Without a map none are known, which is not to say that there are none.
  const ofNumbers = digested === undefined && ranges.length === 0 ? {} : { ranges: ranges.length, digested }
  const counts = { restrictions: standing.length, targets: countsOf(targets), ...ofNumbers, unknown }
  return {
    data: { ...counts, sentences, hasFailed },
    text: inWords(round),
    status: hasFailed || unknown > 0 ? exitStatus.needsPerson : exitStatus.fine,
  }
}
