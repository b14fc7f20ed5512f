import * as z from "zod"
import { type Seen, waitUntil } from "./concurrency.ts"

/** A function that a busy machine starts may exceed its time. The next call finds it running. */
const patience = { patienceSeconds: 120, everyMilliseconds: 500 }

/** Whether an earlier try of the same call is not over: the function that has it may go on after its caller gave up. */
const isUnderWay = async (response: Response): Promise<boolean> =>
  response.status === 409 &&
  z.object({ code: z.literal("requestInProgress") }).safeParse(await response.json().catch(() => undefined)).success

/**
 * Calls the API until it answers with anything but a server error, or that an earlier try is under way.
 *
 * @param what names the call, for the error
 * @param call makes the call. Repeating it has no effect
 * @throws Error when the API does not answer for long
 */
export function askUntilAnswered(what: string, call: () => Promise<Response>): Promise<Response> {
  const answered = async (seen: Seen): Promise<Response | undefined> => {
    try {
      const response = await call()
      if (response.status < 500 && !(await isUnderWay(response.clone()))) return response
      seen(response.status)
    } catch (error) {
      // What fetch throws when there is no connection, or when it broke.
      if (!(error instanceof TypeError)) throw error
      seen(error.message)
    }
    return undefined
  }
  return waitUntil(`an answer to ${what}`, answered, patience)
}
