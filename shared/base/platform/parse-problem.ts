import * as z from "zod"
import { meaningOf, problemsOf } from "../contracts/problem.ts"
import { HttpProblem } from "./http-problem.ts"

/** Most sentences in one answer. `problems` names every broken rule. */
const sentencesAtMost = 5

/**
 * The 400 for a part of a request that does not fit its schema. It names each field and rule, and says in sentences
 * what would be right: words and limits of the schema, and never a value that was sent.
 *
 * @param part of the request; every path begins with it
 * @param detail said in place of these sentences
 */
export function parseProblem(error: z.ZodError, input: unknown, part: "body" | "query", detail?: string): HttpProblem {
  const problems = problemsOf(error, input, part)
  const sentences = [...new Set(error.issues.map((issue) => sentenceOf(issue, input, part)))]
  return new HttpProblem("invalid", { problems, detail: detail ?? sentences.slice(0, sentencesAtMost).join(" ") })
}

function sentenceOf(issue: z.core.$ZodIssue, input: unknown, part: string): string {
  const [{ path, rule } = { path: part, rule: "invalid" as const }] = problemsOf(new z.ZodError([issue]), input, part)
  const allowed = allowedBy(issue)
  return `${path}: ${meaningOf(rule)}.${allowed === undefined ? "" : ` ${allowed}.`}`
}

/** What a schema allows at the place of an issue, as far as it can be said in a few words. */
function allowedBy(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case "invalid_value":
      return `It may be ${issue.values.map(String).join(", ")}`
    case "too_small":
      return `At least ${issue.minimum}${unitOf(issue.origin)}`
    case "too_big":
      return `At most ${issue.maximum}${unitOf(issue.origin)}`
    case "invalid_type":
      return `It must be of the type ${issue.expected}`
    default:
      return undefined
  }
}

function unitOf(origin: string): string {
  if (origin === "string") return " characters"
  return origin === "array" ? " entries" : ""
}
