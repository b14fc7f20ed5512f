import { type LookupAddress, type LookupOptions, lookup as lookUpName } from "node:dns"
import { type IncomingMessage, request as requestOverHttp } from "node:http"
import { request as requestOverHttps } from "node:https"
import type { LookupFunction } from "node:net"
import { addressIn, mayReachAddress, type ReachOptions } from "./public-address.ts"

/** Looks up all addresses of a name, as `node:dns` does. */
export type LookUpName = (
  name: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

/** What may be reached, and how names are looked up. */
export type PublicRequestOptions = ReachOptions & { readonly lookUp?: LookUpName }

/** An address that a party named may not be reached. */
export class AddressRefused extends TypeError {
  override readonly name = "AddressRefused"
}

/** What is sent. The signal ends the look-up, the connection and the answer with its body. */
export type PublicRequest = {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  readonly signal: AbortSignal
}

/**
 * Sends requests over HTTPS to addresses that parties named: to public ones alone. A connection goes to the very
 * address that was checked, so a second look-up cannot lead it elsewhere. No redirect is followed. Plain HTTP goes only
 * where this machine may be reached.
 *
 * @returns the answer. Its body is not read: the caller reads it or destroys it
 * @throws AddressRefused, or the error of the connection
 */
export function publicRequests(options: PublicRequestOptions) {
  const { lookUp = lookUpName, allowsLoopback } = options
  const lookup = publicLookup(lookUp, options)
  return async (url: string, { body, ...request }: PublicRequest): Promise<IncomingMessage> => {
    const isPlain = URL.parse(url)?.protocol === "http:"
    const address = addressIn(url)
    // A connection to an address is made without a look-up.
    if ((isPlain && !allowsLoopback) || (address !== undefined && !mayReachAddress(address, options)))
      throw new AddressRefused()
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    // A connection is not kept: who answers behind it next time is checked next time.
    const sending = (isPlain ? requestOverHttp : requestOverHttps)(url, { ...request, lookup, agent: false }, resolve)
    sending.on("error", reject)
    sending.end(body)
    return promise
  }
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
