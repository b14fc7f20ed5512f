import * as z from "zod"
import { actComponents } from "../../base/contracts/act-signature.ts"
import { ownString } from "../../base/contracts/bounded-string.ts"

/** What the routes of the breach desk's commands have in common. */

/** Headers of a command that is not about one case. */
export const commandHeaders = z.object({
  "idempotency-key": ownString()
    .regex(/^[A-Za-z0-9_-]{1,64}$/)
    .optional()
    .meta({
      description:
        "Your own id of the command, which is opaque. Without it, the token's `jti` is its id. The console has to send it",
    }),
})

/** Header of a call about a case as it was read. */
export const asReadHeader = z.object({
  "if-match": ownString().optional().meta({
    description: "The `etag` of the case as you read it. If the case has changed since, nothing is done. Optional",
  }),
})

/** Headers of a command in a case. */
const caseHeaders = commandHeaders.extend(asReadHeader.shape)

/** Headers of an act that its party can sign. */
const actHeaders = caseHeaders.extend({
  "content-digest": ownString().optional().meta({
    description: "Of a signed act: `sha-256=:<base64>:` over the body (RFC 9530)",
  }),
  "signature-input": ownString()
    .optional()
    .meta({
      description: `Of a signed act: what it covers (RFC 9421), which is ${actComponents.map((name) => `\`${name}\``).join(", ")}`,
    }),
  signature: ownString().optional().meta({
    description: "Of a signed act: the signature (RFC 9421) with a key of the caller. The timeline keeps it",
  }),
})

/** What a call about a case as it was read is refused with. */
export const changedSince = { 412: { description: "The case has changed since it was read" } }

const inCase = { method: "POST", authentication: "required", problems: changedSince } as const

export const caseCommand = { ...inCase, requestHeaders: caseHeaders } as const

/** A command in a case that its party can sign. */
export const signedCommand = { ...inCase, requestHeaders: actHeaders } as const

export const repeatable = "A repeated call under the same `idempotency-key`, or else the same token, has no effect."

export const doneOrRepeated = z.enum(["done", "repeated"])

export const outcome = doneOrRepeated.meta({
  description: "`repeated`: a call under this id did it before, and its answer was not stored. This call had no effect",
})

/** What an action answers that the caller has approved by a second person. */
export const awaiting = {
  202: {
    description: "Nothing is done yet: by the caller's settings, a second person has to approve it",
    schema: z.strictObject({
      outcome: z.literal("awaitsApproval"),
      approvalId: ownString().meta({ examples: ["mX7cJq2VbR9nTz4sLw1kYd"] }),
    }),
  },
} as const
