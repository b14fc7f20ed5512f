import * as z from "zod"
import { anyJson } from "../../../shared/breach-desk/timeline.ts"
import { instant } from "../../../shared/contracts/envelope.ts"
import { timelineHead } from "../../../shared/contracts/fields.ts"

/** What `GET /v1/cases/{caseAlias}/timeline` answers. */
export const timelineAnswer = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        seq: z.int().positive(),
        at: instant,
        contentHash: timelineHead.shape.hash,
        prevHash: timelineHead.shape.hash,
        hash: timelineHead.shape.hash,
        actor: z.string(),
        type: z.string(),
        data: z.record(z.string(), anyJson),
        salt: z.string(),
      }),
    )
    .meta({
      description: "The caller's own timeline of the case, oldest first. Each entry holds the hash of the one before",
    }),
  acts: z
    .array(z.strictObject({ seq: z.int().positive(), received: z.enum(["signedByParty", "asReceivedByHub"]) }))
    .meta({
      description:
        "Of each entry about what a party did: whether its data holds the party's signature (`partySignature`), or " +
        "the hub alone says that it received this",
    }),
  head: z.strictObject(timelineHead.shape),
  next: z.string().optional().meta({ description: "The place of the next page. Without it this page is the last" }),
})
