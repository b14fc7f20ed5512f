/** A carrier's own tool that asks the guard: the guard itself, with the simulated lookups as requests. */

import type { AskedLookup, Verdict } from "../../client/guard/asked-lookup.ts"
import { makeGuard } from "../../client/guard/guard.ts"
import { guardRulesOf } from "../../client/guard/guard-rules.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { sharedPlaceOf } from "../../shared/watch/detection/profiles/place.ts"
import { observedAccess } from "./observed-accesses.ts"
import { browserFamilies, networkIds, subjectIds } from "./world/identities.ts"
import type { World } from "./world/world.ts"

export type GuardedTool = {
  /** What the guard says of a lookup. What passes is answered, and the answer reported with where the parcel goes. */
  lookUp(access: Access): Verdict
  /** Restrictions that the guard made until now. */
  restrictions(): number
}

const mobileNetworks = ["100.64.0.0/10"]
const statusOf = { hit: 200, miss: 404, challengeFailed: 403 } as const

/**
 * The guard as an operator sets it up who knows how many parcels a day its tool has and which networks are mobile. It
 * is asked about visitors alone: staff, partners and registered readers have doors of their own.
 */
export const makeGuardedTool = (world: World): GuardedTool => {
  const ordersPerDay = world.retailers.reduce((total, retailer) => total + retailer.ordersPerDay, 0)
  const rules = guardRulesOf({ reference: "/track/{reference}", ordersPerDay, mobileNetworks }, "reported")
  const guard = makeGuard(rules, { isEnforcing: true })
  return {
    lookUp(access) {
      if (access.accessorClass !== "public") return "details"
      const asked = requestOf(access)
      const verdict = guard.ask(asked, access.at)
      if (verdict === "phase" || verdict === "details")
        guard.report({ ...asked, place: placeOf(access) }, statusOf[access.outcome], access.at)
      return verdict
    },
    restrictions: () => guard.counts.restrictions,
  }
}

/** The request that a visitor makes. The tool checks what is offered, and says so in its question. */
const requestOf = (access: Access): AskedLookup => {
  const { kind, fingerprint } = access.subject
  const who =
    kind === "anonymous"
      ? { userAgent: browsers[(Number(fingerprint) - subjectIds.anonymous) % browserFamilies] }
      : { session: String(fingerprint), userAgent: browsers[0] }
  return {
    target: `/track/${referenceOf(access)}`,
    address: addressOf(access),
    proof: observedAccess(access).proof,
    ...who,
  }
}

/** A tool knows places whoever sent the parcel, so only what the delivery points of all retailers share is told. */
const placeOf = (access: Access): string | undefined => {
  const place = sharedPlaceOf(access)
  return place === null ? undefined : String(place)
}

/** Each party has its own range of numbers. References without a place in a sequence have no digits. */
const referenceOf = ({ ordinal, series, tag }: Access): string =>
  ordinal === null
    ? [...tag].map((digit) => lettersOf(Number.parseInt(digit, 36))).join("")
    : `P${series * 16_777_216 + ordinal}`

const lettersOf = (digit: number): string => String.fromCharCode(65 + Math.floor(digit / 6), 65 + (digit % 6))

/** An address in 100.64.0.0/10 on a mobile network, elsewhere one from 16.0.0.0 on, or in the /48 that is known. */
const addressOf = ({ network }: Access): string => {
  const number = Number(network.fingerprint)
  if (network.prefix !== undefined) {
    const prefix = Number(network.prefix)
    return `2a00:${hex(prefix >>> 16)}:${hex(prefix & 65_535)}:${hex(number & 65_535)}::1`
  }
  const place = network.kind === "mobile" ? 0x64_40_00_00 + number - networkIds.mobile : 0x10_00_00_00 + number
  return [place >>> 24, (place >>> 16) & 255, (place >>> 8) & 255, place & 255].join(".")
}

const hex = (value: number): string => value.toString(16)

const systems = [
  "Windows NT 10.0; Win64; x64",
  "Macintosh; Intel Mac OS X 10_15_7",
  "X11; Linux x86_64",
  "Linux; Android 15",
]
const engines = [
  "Gecko/20100101 Firefox/140.0",
  "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
]
/** One agent for each browser family. */
const browsers = engines.flatMap((engine) => systems.map((system) => `Mozilla/5.0 (${system}) ${engine}`))
