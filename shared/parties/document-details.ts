import * as z from "zod"
import { boundedEmail, boundedString, boundedUrl } from "../base/contracts/bounded-string.ts"
import { noticeSenders, wayToCheck } from "../base/contracts/words-of-notice.ts"

/** What reports, notices and register entries state about a party. The privacy officer completes absent values. */
export const documentDetails = z.strictObject({
  legalName: boundedString(200).min(2).optional(),
  businessNumber: boundedString(64).min(1).optional(),
  contact: z
    .strictObject({
      name: boundedString(2_000).min(1).optional(),
      title: boundedString(2_000).min(1).optional(),
      email: boundedEmail().optional(),
      phone: boundedString(2_000).min(1).optional(),
      address: boundedString(2_000).min(1).optional(),
    })
    .optional()
    .meta({ description: "Who answers a regulator's questions" }),
  publicContact: z
    .strictObject({
      email: boundedEmail().optional(),
      phone: boundedString(2_000).min(1).optional(),
      url: boundedUrl().optional(),
    })
    .optional()
    .meta({ description: "Contact for affected people. It must not reveal what the party sells" }),
  noticeSender: boundedString(100)
    .min(1)
    .optional()
    .meta({ description: "Sender of notices. It must not reveal what the party sells" }),
  noticeSenders: noticeSenders.optional(),
  wayToCheck: wayToCheck.optional(),
})
