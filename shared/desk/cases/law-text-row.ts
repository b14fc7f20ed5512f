import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { key } from "./participant-rows.ts"

/** The text of a law, as sides of cases keep it when a deployment brings another one. It is written once. */
export const lawTextRowSchema = z.object({
  ...key,
  type: z.literal("lawText"),
  text: ownString().meta({ description: "The law as JSON, in the form in which code reads it, without reviews" }),
})
export type LawTextRow = z.infer<typeof lawTextRowSchema>

/** Where the text with a hash is. */
export const lawTextKey = (hash: string) => ({ pk: `LAW#${hash}`, sk: "TEXT" })
