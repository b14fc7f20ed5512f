import { type Seen, waitUntil } from "./concurrency.ts"

/** A function that a busy machine starts may exceed its time. The next call finds it running. */
const patience = { patienceSeconds: 120, everyMilliseconds: 500 }

/**
 * Calls the API until it answers with anything but a server error.
 *
 * @param what names the call, for the error
 * @param call makes the call. Repeating it has no effect
 * @throws Error when the API does not answer for long
 */
export function askUntilAnswered(what: string, call: () => Promise<Response>): Promise<Response> {
  const answered = async (seen: Seen): Promise<Response | undefined> => {
    try {
      const response = await call()
      if (response.status < 500) return response
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
