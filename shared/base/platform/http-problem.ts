import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import { meaningOf, type Problem, problem } from "../contracts/problem.ts"

/** A kind of refusal: its HTTP status, the title of the answer, and what every such answer has unless it says more. */
type Kind = {
  readonly status: number
  readonly title: string
  readonly detail?: string
  readonly headers?: Readonly<Record<string, string>>
}

const soon = { "retry-after": "5" }

/** Every kind of refusal. */
export const problemKinds = {
  invalid: { status: 400, title: "The request does not fit its schema" },
  unauthenticated: {
    status: 401,
    title: "The request is not signed by a known party",
    headers: { "www-authenticate": "Bearer" },
  },
  forbidden: { status: 403, title: "This party may not do this" },
  notThroughEdge: { status: 403, title: "This service answers at its public address only" },
  notFound: { status: 404, title: "Not found" },
  methodNotAllowed: {
    status: 405,
    title: "This path does not support this method",
    detail: "The header `allow` names the methods of this path.",
  },
  conflict: { status: 409, title: "The current state does not allow this" },
  requestInProgress: {
    status: 409,
    title: "The same request is still under way",
    detail: "A request with this `idempotency-key` is not answered yet. Send it again as it was.",
    headers: { "retry-after": "2" },
  },
  preconditionFailed: { status: 412, title: "It has changed since it was read" },
  tooLarge: { status: 413, title: "The request is too large" },
  unsupportedMediaType: {
    status: 415,
    title: "The body must be JSON",
    detail: "Send the body as JSON, with the header `content-type: application/json`.",
  },
  idempotencyKeyReused: {
    status: 422,
    title: "The idempotency key belongs to another request",
    detail: "This `idempotency-key` was used for another body or route. Make a new key for each new request.",
  },
  preconditionRequired: { status: 428, title: "The request has to say which version it changes" },
  tooManyRequests: { status: 429, title: "Too many requests", headers: soon },
  unavailable: { status: 503, title: "The service is busy. Try again later", headers: soon },
  internal: {
    status: 500,
    title: "The service failed",
    detail: "The fault is ours. Send the request again later, with the same `idempotency-key` if it had one.",
  },
} as const satisfies Readonly<Record<string, Kind>>

export type ProblemCode = keyof typeof problemKinds

/** Path of the page about all problems. The API serves it, so that the `type` of a problem opens in a browser. */
export const problemsPath = "/v1/problems"

/** The `type` of a problem: the place of its code on that page, as GitHub and others name the place of a heading. */
export const problemType = (code: string): string => `${problemsPath}#${code.toLowerCase()}`

/** Body of every refusal (RFC 9457, `application/problem+json`). Never carries a value of the request. */
export const problemBody = z
  .object({
    type: ownString().meta({
      description: "Place of the code on the page about all problems, relative to the address of the API",
      examples: [problemType("invalid")],
    }),
    title: ownString().meta({ description: "What kind of problem it is, in words" }),
    status: z.int().meta({ description: "HTTP status" }),
    code: ownString().meta({ description: "The kind of problem, or a more precise reason" }),
    detail: ownString().optional().meta({ description: "What the caller can do, in words" }),
    problems: z.array(problem).optional().meta({ description: "Which rules are broken, and where. Never a value" }),
  })
  .meta({ title: "Problem", description: "Why the API refused the request" })

/**
 * A refusal. The HTTP pipeline answers it as problem+json.
 *
 * Each room has its own list of reasons. A refusal with a reason names the list: `new HttpProblem<DeskReason>(…)`.
 */
export class HttpProblem<Reason extends string = never> extends Error {
  override readonly name = "HttpProblem"
  readonly code: ProblemCode
  readonly reason: string | undefined
  readonly detail: string | undefined
  readonly problems: readonly Problem[]
  readonly headers: Readonly<Record<string, string>>
  /** Further members of the body (RFC 9457, 3.2), which the route declares. */
  readonly more: Readonly<Record<string, unknown>>

  constructor(
    code: ProblemCode,
    details: {
      reason?: NoInfer<Reason>
      detail?: string
      problems?: readonly Problem[]
      headers?: Record<string, string>
      more?: Readonly<Record<string, unknown>>
    } = {},
  ) {
    super(details.reason === undefined ? code : `${code}: ${details.reason}`)
    this.code = code
    this.reason = details.reason
    const kind: Kind = problemKinds[code]
    this.problems = details.problems ?? []
    this.detail = details.detail ?? kind.detail ?? inSentences(this.problems)
    this.headers = { ...kind.headers, ...details.headers }
    this.more = details.more ?? {}
  }

  /** The code for logs. */
  get failureCode(): string {
    return this.reason ?? this.code
  }

  get status(): number {
    return problemKinds[this.code].status
  }

  /** The answer's body. */
  body(): z.output<typeof problemBody> {
    const code = this.reason ?? this.code
    return {
      type: problemType(code),
      title: problemKinds[this.code].title,
      status: this.status,
      code,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.problems.length === 0 ? {} : { problems: [...this.problems] }),
      ...this.more,
    }
  }
}

function inSentences(problems: readonly Problem[]): string | undefined {
  return problems.length === 0 ? undefined : problems.map(({ path, rule }) => `${path}: ${meaningOf(rule)}.`).join(" ")
}
