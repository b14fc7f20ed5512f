import type { Problem } from "../base/contracts/problem.ts"
import type { ProblemCode } from "../base/platform/http-problem.ts"

/** How the desk answers when it refuses an action. */
export type RefusalRule = {
  /** Status and kind of the API's answer. */
  readonly answer: ProblemCode
  /** The field of an event that breaks the rule. */
  readonly problem: Problem
  /** The field of a request that breaks the rule. */
  readonly field?: `body.${string}`
  readonly sentence: string
}
