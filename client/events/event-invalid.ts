import type { EventContract } from "../../shared/base/contracts/define-event.ts"
import { withFieldFixes } from "../../shared/base/contracts/field-fixes.ts"
import type { Problem } from "../../shared/base/contracts/problem.ts"
import { withFixes } from "../../shared/base/contracts/problem-fixes.ts"

/** A rule that an event breaks: where, and what to do about it. Never a value. */
export type BrokenRule = {
  readonly path: string
  /** A rule of the contracts, or one that a later release of the hub knows. */
  readonly rule: string
  /** Place of the entry in the outermost list. */
  readonly index?: number | undefined
  readonly fix?: string | undefined
}

/** Most rules that one message names. */
const namedRules = 5

/** What to do about broken rules, in sentences. */
export function inSentences(problems: readonly BrokenRule[]): string {
  const named = problems.slice(0, namedRules).map(({ path, rule, index, fix = `It breaks the rule ${rule}.` }) => {
    const entry = index === undefined ? "" : ` of entry ${index}`
    return `${path}${entry}: ${fix}`
  })
  const further = problems.length > namedRules ? [`And ${problems.length - namedRules} more.`] : []
  return [...named, ...further].join(" ")
}

/** The data or metadata of an event do not fit its contract. The message says what to do, and repeats no value. */
export class EventInvalid extends Error {
  override readonly name = "EventInvalid"
  readonly problems: readonly BrokenRule[]

  constructor(contract: Pick<EventContract, "detailType" | "version" | "producerData">, broken: readonly Problem[]) {
    const inEvent = broken.map((found) => ({ ...found, path: found.path.replace(/^detail\./, "") }))
    const problems = withFixes(withFieldFixes(contract, inEvent), { versions: [contract.version] })
    super(`${contract.detailType} does not fit its contract. ${inSentences(problems)}`)
    this.problems = problems
  }
}
