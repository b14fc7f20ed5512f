import * as z from "zod"

const refused = z.object({ code: z.literal("ECONNREFUSED") })
const fetchRefused = z.object({ cause: refused })
const unknownQueue = z.object({ name: z.literal("QueueDoesNotExist") })

/** Why a command against the running exchange failed, in one line for the person who typed it. */
export function failureInWords(error: unknown): string {
  if (refused.safeParse(error).success || fetchRefused.safeParse(error).success) {
    return "Nothing is running here. Run npm start first."
  }
  if (unknownQueue.safeParse(error).success) return "No party has that queue. Give the id of a party in parties.json."
  return error instanceof Error ? error.message : String(error)
}
