/** The accesses of the benchmark in the form that the hub's own functions take. */

import { retailer as retailerSchema } from "../../shared/parties/party.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import type { RetailerKnowledge } from "../../shared/watch/detection/retailers/retailer-knowledge.ts"
import type { ObservedAccess } from "../../shared/watch/lookups/recording/access-observer.ts"
import type { World } from "./world/world.ts"

/** What the hub knows of the world's retailers, with their profiles as they are learned. */
export const knowledgeOf = (world: World, profileOf: RetailerKnowledge["profileOf"]): RetailerKnowledge => {
  const parties = world.retailers.map(({ number, ordersPerDay }) =>
    retailerSchema.parse({
      id: retailerId(number),
      kind: "retailer",
      alias: `Retailer ${number}`,
      channels: {},
      jurisdiction: { country: "CA", timeZone: "America/Toronto" },
      ordersPerDay,
      missShare: 0.05,
    }),
  )
  return {
    numberOf: (id) => Number(id?.replace("retailer-", "") ?? 0),
    retailerOf: (number) => parties[number - 1],
    findNumbers: async () => undefined,
    findParties: async () => undefined,
    loadProfile: async () => undefined,
    profileOf,
  }
}

export const retailerId = (number: number) => `retailer-${number}`

/** A tag of the length that is stored. */
export const storedTag = (tag: string): string => tag.padStart(6, "0")

/** A fingerprint of the real length, so that items have their real size. */
const fingerprintOf = (fingerprint: string | number) => String(fingerprint).padStart(22, "0")

/** The strong proof that each kind of subject comes with. */
const strongProofs = {
  account: "account",
  cookie: "linkToken",
  anonymous: "linkToken",
  partner: "party",
  staff: "account",
} as const

/** An access as the hub's observer takes it. */
export const observedAccess = (access: Access): ObservedAccess => ({
  at: new Date(access.at * 1000).toISOString(),
  byLinkAlone: access.byLinkAlone,
  accessor: {
    subject: { kind: access.subject.kind, fingerprint: fingerprintOf(access.subject.fingerprint) },
    network: {
      kind: access.network.kind,
      fingerprint: fingerprintOf(access.network.fingerprint),
      ...(access.network.prefix === undefined ? {} : { prefix: fingerprintOf(access.network.prefix) }),
    },
    accessorClass: access.accessorClass,
  },
  networkClass: access.networkClass,
  retailerId: retailerId(access.retailer),
  series: retailerId(access.series),
  tag: storedTag(access.tag),
  ordinal: access.ordinal ?? undefined,
  outcome: access.outcome,
  proof: access.proof === "strong" ? strongProofs[access.subject.kind] : access.proof,
  deliveryPoint: access.deliveryPoint ?? undefined,
  canary: access.canary,
})
