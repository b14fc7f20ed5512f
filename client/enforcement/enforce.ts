import { setTimeout as pause } from "node:timers/promises"
import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import type { KeptPositions } from "../access-logs/shipping/kept-positions.ts"
import type { Api } from "../api/connect-api.ts"
import { CommandStopped } from "../command-line/command-stopped.ts"
import { type NumberRange, numberRange } from "../proof-map/mapped-numbers.ts"
import { mergedRanges } from "../proof-map/merged-ranges.ts"
import { cutInWords, type HubMap } from "../proof-map/read-proof-map.ts"
import { type Target, type TargetRules, targetsOf } from "./enforced-targets.ts"
import type { EnforcementOutput } from "./outputs/enforcement-output.ts"
import {
  type Decision,
  decision,
  type StandingRestriction,
  standingAfter,
  standingRestriction,
} from "./standing-restrictions.ts"
import type { TokenStore } from "./token-store.ts"

const kept = z.object({
  asOf: ownString(),
  standing: z.array(standingRestriction),
  ranges: z.array(numberRange).default([]),
})

/** What is enforced with. */
export type Enforcement = TargetRules & {
  readonly api: Pick<Api, "GET">
  readonly store: Pick<TokenStore, "visitorsOf" | "tokensAt">
  readonly outputs: readonly EnforcementOutput[]
  /** Reads the hub's map of proof. Absent: no numbers are enforced. */
  readonly readMap?: () => Promise<Pick<HubMap, "numbers" | "isCut">>
  readonly positions: KeptPositions
  readonly now: () => Date
}

/** What one round did. */
export type EnforcedRound = {
  readonly standing: readonly StandingRestriction[]
  readonly targets: readonly Target[]
  /** Merged ranges of the carrier's own numbers in which strangers need proof. */
  readonly ranges: readonly NumberRange[]
  /** Restrictions of order references, whose digests no rule can express. Undefined where the hub gave no map. */
  readonly digested: number | undefined
  /** Restrictions of which no token is known here, so that they cannot be enforced. */
  readonly unknown: number
  /** One sentence for each output, and for each failure. */
  readonly sentences: readonly string[]
  /** Whether the hub could not be asked, or an output failed. */
  readonly hasFailed: boolean
}

/**
 * Asks the hub what changed and for its map, and makes each output enforce what stands. If the hub gives no answer,
 * what it decided before stays enforced until it ends. If one output fails, the others go on, and the next round tries
 * it again.
 */
export async function enforceOnce(enforcement: Enforcement): Promise<EnforcedRound> {
  const { api, store, outputs, positions, now } = enforcement
  const before = positions.get("decisions", kept)
  const sentences: string[] = []
  const asked = await readDecisions(api, before?.asOf).catch((error: unknown) => void sentences.push(messageOf(error)))
  const standing = standingAfter(before?.standing ?? [], asked?.decisions ?? [], now())
  const targets = targetsOf(standing, store, enforcement)
  const unknown = standing.filter(({ accessorTokens }) => store.visitorsOf(accessorTokens).length === 0).length
  const map = await enforcement.readMap?.().catch((error: unknown) => {
    sentences.push(`${messageOf(error)} The map of proof before stays until it ends.`)
    return undefined
  })
  const own = map?.numbers.filter((one) => "first" in one) ?? before?.ranges ?? []
  const ranges = enforcement.readMap === undefined ? [] : mergedRanges(own, now().getTime())
  const digested = map?.numbers.filter((one) => "digests" in one).length
  let hasFailed = sentences.length > 0
  if (map?.isCut === true) sentences.push(cutInWords(map))
  for (const output of outputs) {
    try {
      const { sentence, left } = await output.apply(targets, now(), ranges)
      sentences.push(`${output.name}: ${sentence}${left === 0 ? "" : ` It cannot enforce ${left} others.`}`)
    } catch (error) {
      hasFailed = true
      sentences.push(`${output.name}: ${messageOf(error)}`)
    }
  }
  const asOf = asked?.asOf ?? before?.asOf
  if (asOf !== undefined) await positions.keep("decisions", { asOf, standing, ranges })
  return { standing, targets, ranges, digested, unknown, sentences, hasFailed }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Enforces again and again until it is aborted. */
export async function enforceAlways(
  enforcement: Enforcement,
  how: {
    readonly everySeconds: number
    readonly signal: AbortSignal
    readonly onRound: (round: EnforcedRound) => void
  },
): Promise<void> {
  while (!how.signal.aborted) {
    how.onRound(await enforceOnce(enforcement))
    await pause(how.everySeconds * 1_000, undefined, { signal: how.signal }).catch(() => {})
  }
}

const page = z.object({ decisions: z.array(decision), asOf: ownString(), next: ownString().optional() })
const problem = z.looseObject({ title: ownString(), detail: ownString().optional() })

/**
 * Asks the hub for all decisions since a time.
 *
 * @param since `asOf` of the answer before. Without it, all that stands
 * @throws CommandStopped when the hub does not answer, or refuses
 */
async function readDecisions(
  api: Pick<Api, "GET">,
  since: string | undefined,
): Promise<{ readonly decisions: readonly Decision[]; readonly asOf: string }> {
  const decisions: Decision[] = []
  let asOf: string | undefined
  let after: string | undefined
  do {
    const answer = await readPage(api, {
      ...(since === undefined ? {} : { since }),
      ...(after === undefined ? {} : { after }),
    })
    decisions.push(...answer.decisions)
    asOf ??= answer.asOf
    after = answer.next
  } while (after !== undefined)
  return { decisions, asOf }
}

async function readPage(api: Pick<Api, "GET">, query: { since?: string; after?: string }) {
  const { data, error, response } = await api.GET("/v1/decisions", { params: { query } }).catch(() => {
    throw new CommandStopped("noAnswer", "The hub gave no answer. What is enforced stays so.")
  })
  if (response.ok) return page.parse(data)
  const { title, detail } = problem.catch({ title: "no reason given" }).parse(error)
  const said = [title, detail].filter((part) => part !== undefined).join(". ")
  throw new CommandStopped("noAnswer", `The hub answered ${response.status}: ${said}. What is enforced stays so.`)
}
