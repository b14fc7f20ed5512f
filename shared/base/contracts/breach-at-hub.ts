import * as z from "zod"
import { boundedString, ownString } from "./bounded-string.ts"
import { extensible } from "./extensible.ts"
import { fieldName } from "./words.ts"

// Browsers check facts with it, so it imports no envelope.
const instant = z.iso.datetime({ offset: true })

/** Names one breach of which the operator tells: the same for all parties, and when it is stated again. */
export const hubBreachId = boundedString(256)
  .regex(/^[a-z0-9][a-z0-9-]{7,63}$/, "write 8 to 64 lower-case letters, digits and hyphens, no hyphen first")
  .meta({ description: "The operator's name for this breach", examples: ["stolen-backup-2026-11"] })

/** So often the operator states one breach, corrections included. */
export const mostStatements = 20

/** What the operator says of a breach at the hub itself, to each party. Absent times are not known. */
export const breachAtHub = z.object({
  revision: z
    .int()
    .min(1)
    .max(mostStatements)
    .meta({
      description: "1 for what the operator stated first, and one more for each correction of it",
      examples: [1],
    }),
  statedAt: instant.meta({ description: "When the operator stated it", examples: ["2026-11-03T09:00:00.000Z"] }),
  from: instant.optional().meta({ description: "When it began. Absent: not known" }),
  until: instant.optional().meta({ description: "When it had ended. Absent: not known" }),
  fields: z.array(fieldName.meta(extensible)).max(13).meta({
    description: "What may have been read of shipments. Empty: not known. Of every other field nobody knows",
  }),
  what: boundedString(2000).min(1).meta({ description: "What happened, in the operator's words" }),
  callBack: boundedString(200)
    .min(1)
    .meta({ description: "Whom a party calls, with a number", examples: ["Incident desk, +1 416 555 0100"] }),
})
export type BreachAtHub = z.infer<typeof breachAtHub>

/** A party's closed case of a breach at the hub, and what the operator had stated in it. */
export const closedAtHub = z.object({ caseAlias: ownString(), atHub: breachAtHub })
export type ClosedAtHub = z.infer<typeof closedAtHub>

/**
 * What an entry of the timeline says of a breach at the hub: the statement, and the one that it corrects, in the same
 * case or in a closed one.
 */
export const atHubOfEntry = {
  atHub: breachAtHub.optional().catch(undefined),
  before: breachAtHub.optional().catch(undefined),
  closedAtHub: closedAtHub.optional().catch(undefined),
}

export type AtHubOfEntry = z.infer<z.ZodObject<typeof atHubOfEntry>>
