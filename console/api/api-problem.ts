import * as z from "zod/mini"

const problemBody = z.object({
  code: z.string(),
  detail: z.optional(z.string()),
  problems: z.optional(z.array(z.object({ path: z.string(), rule: z.string() }))),
})

/** A refusal of the hub, or its failure. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem"
  /** HTTP status. */
  readonly status: number
  /** The hub's word for the reason, or `unreadable` where the answer has none. */
  readonly code: string
  /** What the caller can do, in English. */
  readonly detail: string | undefined
  /** What of the request does not fit, such as `body.evidence.until`: the first of all that does not. */
  readonly path: string | undefined

  constructor(status: number, body: unknown) {
    const read = problemBody.safeParse(body)
    const code = read.success ? read.data.code : "unreadable"
    super(`${status} ${code}`)
    this.status = status
    this.code = code
    this.detail = read.success ? read.data.detail : undefined
    this.path = read.success ? read.data.problems?.[0]?.path : undefined
  }
}
