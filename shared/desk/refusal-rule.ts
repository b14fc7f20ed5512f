import type { Problem } from "../base/contracts/problem.ts"
import type { ProblemCode } from "../base/platform/http-problem.ts"

/** How the desk answers when it refuses an action. */
export type RefusalRule = {
  /** Status and kind of the API's answer. */
  readonly answer: ProblemCode
  /** The field of an event that breaks the rule. */
  readonly problem: Problem
  /** The field of a request that breaks the rule. */
  readonly field?: BodyField
  readonly sentence: string
}

type BodyField = `body.${string}`
type Rule = Problem["rule"]

/** A rule with one kind of answer: its path in an event, what is wrong there, and then the sentence for people. */
const answeredWith =
  (answer: ProblemCode) =>
  (path: `data${string}`, rule: Rule, field?: BodyField) =>
  (sentence: string): RefusalRule => ({
    answer,
    problem: { path, rule },
    ...(field === undefined ? {} : { field }),
    sentence,
  })

export const conflict = answeredWith("conflict")
export const forbidden = answeredWith("forbidden")
export const invalid = answeredWith("invalid")
export const notFound = answeredWith("notFound")
export const preconditionFailed = answeredWith("preconditionFailed")

/** A field of an event's data that a request has under the same name in its body. */
export const invalidField = (name: string, rule: Rule) => invalid(`data.${name}`, rule, `body.${name}`)
