import { type LookupAddress, type LookupOptions, lookup as lookUpName } from "node:dns"
import { request } from "node:https"
import type { LookupFunction } from "node:net"
import { addressIn, mayReachAddress, type ReachOptions } from "./public-address.ts"
import { answerWithinMilliseconds, type PostAnswer, type WebhookMessage, type WebhookPost } from "./webhook.ts"

/** Looks up all addresses of a name, as `node:dns` does. */
export type LookUpName = (
  name: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** A name leads to an address that may not be reached. */
class AddressRefused extends Error {
  override readonly name = "AddressRefused"
}

/**
 * Posts over HTTPS, to public addresses alone. The connection goes to the very address that was checked, so a second
 * look-up cannot lead it elsewhere. No redirect is followed, so that a signed message goes only where the party said.
 */
export function postOverHttps(
  options: ReachOptions & { lookUp?: LookUpName; withinMilliseconds?: number },
): WebhookPost {
  const { lookUp = lookUpName, withinMilliseconds = answerWithinMilliseconds } = options
  const lookup = publicLookup(lookUp, options)
  return async (message) => {
    const address = addressIn(message.url)
    // A connection to an address is made without a look-up.
    if (address !== undefined && !mayReachAddress(address, options)) return { status: "notPublic" }
    try {
      return await send(message, lookup, AbortSignal.timeout(withinMilliseconds))
    } catch (failure) {
      return { status: failure instanceof AddressRefused ? "notPublic" : "unreachable" }
    }
  }
}

function send(
  { url, body, headers }: WebhookMessage,
  lookup: LookupFunction,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PostAnswer>()
  // A connection is not kept: who answers behind it next time is checked next time.
  const sending = request(url, { method: "POST", headers, lookup, signal, agent: false }, (answer) => {
    resolve({ status: answer.statusCode ?? "unreachable", retryAfter: answer.headers["retry-after"] })
    answer.destroy()
  })
  sending.on("error", reject)
  sending.end(body)
  return promise
}

/** Looks a name up, and refuses it if any of its addresses may not be reached. */
function publicLookup(lookUp: LookUpName, reach: ReachOptions): LookupFunction {
  return (name, options, callback) =>
    lookUp(name, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) return callback(error ?? new Error("no address"), "")
      if (!addresses.every(({ address }) => mayReachAddress(address, reach))) return callback(new AddressRefused(), "")
      return options.all === true ? callback(null, addresses) : callback(null, first.address, first.family)
    })
}
