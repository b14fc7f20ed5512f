import * as z from "zod"
import { boundedString, boundedUrl } from "../base/contracts/bounded-string.ts"
import { lawId } from "../base/contracts/words.ts"

/** An authority to which a party reports under a law of several states. */
export const ownAuthority = z.strictObject({
  law: lawId,
  name: boundedString(200).min(2).meta({ description: "As the authority calls itself" }),
  reportAt: boundedUrl().optional().meta({ description: "Where it takes reports" }),
})

export type OwnAuthority = z.infer<typeof ownAuthority>
