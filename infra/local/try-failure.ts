import * as z from "zod"

const refused = z.object({ code: z.literal("ECONNREFUSED") })
const fetchRefused = z.object({ cause: refused })
const unknownQueue = z.object({ name: z.literal("QueueDoesNotExist") })

/** Why a command against the running exchange came to nothing, in a line for whoever typed it. */
export function failureInWords(error: unknown): string {
  if (refused.safeParse(error).success || fetchRefused.safeParse(error).success) {
    return "nothing is running here: npm start first"
  }
  if (unknownQueue.safeParse(error).success)
    return "there is no queue of that name: give the id of a party in parties.json"
  return error instanceof Error ? error.message : String(error)
}
