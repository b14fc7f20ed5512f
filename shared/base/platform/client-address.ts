import { createHash, timingSafeEqual } from "node:crypto"
import { isIP } from "node:net"
import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import type { Clock } from "./clock.ts"
import { HttpProblem } from "./http-problem.ts"
import { edgeHeaders } from "./resource-variables.ts"

/** What of a request says where it came from. */
export type RequestSource = {
  /** Headers by name in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Who connected to API Gateway: the client, or the edge. */
  readonly sourceIp: string
}

/**
 * IP address of the client that a request came from.
 *
 * @throws HttpProblem 403 if the request has to come through the edge and did not
 */
export type ClientAddress = (source: RequestSource) => Promise<string>

/** For a stage without an edge: whoever connected to API Gateway. No header counts. */
export const connectedAddress: ClientAddress = async ({ sourceIp }) => sourceIp

/** The origin secret is read again after 5 minutes, so that a rotation takes effect. */
export const originSecretLifeMilliseconds = 300_000

/** A request cannot be judged, because something of the edge is wrong. It is not the client's fault. */
class EdgeBroken extends Error {
  override readonly name = "EdgeBroken"
  readonly failureCode: "edgeNamedNoClient" | "originSecretUnreadable"

  constructor(failureCode: EdgeBroken["failureCode"]) {
    super(failureCode)
    this.failureCode = failureCode
  }
}

const originSecret = z
  .record(ownString(), ownString().min(32))
  .refine((values) => Object.keys(values).length > 0, "holds no value")

export type EdgeOptions = {
  /** Reads the origin secret: JSON with one value for each version. All of them are accepted. */
  readonly readOriginSecret: () => Promise<string>
  /** Whether a request that did not come through the edge is answered too, as in a stage without an edge. */
  readonly directAccess: boolean
  readonly clock: Clock
}

/**
 * For a stage with an edge. A request with a value of the origin secret came through the edge, and only then does the
 * edge's header name its client. Nobody else can send that header with effect, and X-Forwarded-For never counts.
 */
export function addressBehindEdge({ readOriginSecret, directAccess, clock }: EdgeOptions): ClientAddress {
  let kept: { readonly digests: readonly Buffer[]; readonly until: number } | undefined
  const acceptedDigests = async () => {
    const now = clock().getTime()
    if (kept !== undefined && kept.until > now) return kept.digests
    try {
      const values = originSecret.parse(JSON.parse(await readOriginSecret()))
      kept = { digests: Object.values(values).map(digestOf), until: now + originSecretLifeMilliseconds }
    } catch {
      // What was read before stays good until the secret can be read again.
      if (kept === undefined) throw new EdgeBroken("originSecretUnreadable")
    }
    return kept.digests
  }
  return async ({ headers, sourceIp }) => {
    const given = headers[edgeHeaders.originSecret]
    // Direct callers need no secret, also while a stage that gives up its edge has none any more.
    if (given === undefined && directAccess) return sourceIp
    if (!isOneOf(await acceptedDigests(), given ?? "")) {
      if (directAccess) return sourceIp
      throw new HttpProblem("notThroughEdge")
    }
    const address = headers[edgeHeaders.clientAddress] ?? ""
    // Without it all visitors would look like the edge, and the detector would restrict them together.
    if (isIP(address) === 0) throw new EdgeBroken("edgeNamedNoClient")
    return address
  }
}

const digestOf = (text: string): Buffer => createHash("sha256").update(text).digest()

/** Compares with every value, each in constant time. */
function isOneOf(digests: readonly Buffer[], given: string): boolean {
  const digest = digestOf(given)
  return digests.map((each) => timingSafeEqual(each, digest)).includes(true)
}
