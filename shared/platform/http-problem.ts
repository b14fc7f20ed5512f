import * as z from "zod"
import { type Problem, problem } from "../contracts/problem.ts"

const titles = {
  invalid: "The request does not fit its schema",
  unauthenticated: "The request is not signed by a known party",
  forbidden: "This party may not do this",
  notFound: "There is nothing here for you",
  methodNotAllowed: "This method is not for this path",
  conflict: "The state does not allow this",
  tooLarge: "The request is too large",
  unsupportedMediaType: "The body must be JSON",
  tooManyRequests: "Too many requests",
  unavailable: "Try again later",
  internal: "Something failed on our side",
} as const

const statuses = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  conflict: 409,
  tooLarge: 413,
  unsupportedMediaType: 415,
  tooManyRequests: 429,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<keyof typeof titles, number>

/** What a refusal is called; its status follows from it. */
export type ProblemCode = keyof typeof titles

/** Body of every refusal (RFC 9457, `application/problem+json`). Never carries a value of the request. */
export const problemBody = z
  .object({
    type: z.string().meta({ title: "Type", description: "URN of the kind of problem" }),
    title: z.string().meta({ title: "Title", description: "The kind in words" }),
    status: z.int().meta({ title: "Status", description: "HTTP status" }),
    code: z.string().meta({ title: "Code", description: "The kind, or what more precisely" }),
    problems: z
      .array(problem)
      .optional()
      .meta({ title: "Problems", description: "Broken rules and where, values never" }),
  })
  .meta({ title: "Problem", description: "A refusal" })

/** A refusal, thrown by a use case or the pipeline and answered as problem+json. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem"
  readonly code: ProblemCode
  readonly reason: string | undefined
  readonly problems: readonly Problem[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ProblemCode,
    details: { reason?: string; problems?: readonly Problem[]; headers?: Record<string, string> } = {},
  ) {
    super(details.reason === undefined ? code : `${code}: ${details.reason}`)
    this.code = code
    this.reason = details.reason
    this.problems = details.problems ?? []
    this.headers = details.headers ?? {}
  }

  /** The code for logs. */
  get failureCode(): string {
    return this.reason ?? this.code
  }

  get status(): number {
    return statuses[this.code]
  }

  /** The answer's body. */
  body(): z.output<typeof problemBody> {
    return {
      type: `urn:wayseal:problem:${this.code}`,
      title: titles[this.code],
      status: this.status,
      code: this.reason ?? this.code,
      ...(this.problems.length === 0 ? {} : { problems: [...this.problems] }),
    }
  }
}
