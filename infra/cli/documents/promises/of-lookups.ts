import { detectorMemoryDays } from "../../../../shared/base/contracts/retention.ts"
import { cacheLifeMilliseconds, longestStaleMilliseconds } from "../../../../shared/base/platform/cached-reads.ts"
import { longestRenewalDays } from "../../../../shared/desk/actions/renew-or-release.ts"
import { restartedDays, restrictionHours } from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { silenceMilliseconds } from "../../../../shared/watch/lookups/reporting/fold-stream.ts"
import { everywhere, type Promises } from "./promise.ts"

const minutes = (milliseconds: number): number => milliseconds / 60_000

/** What a lookup shows, who is refused, and what is noticed. */
export const ofLookups = {
  "reference-reveals-nothing": {
    says: "On the hub, an order reference alone reveals nothing.",
    holds: "the hub's API and page, not a carrier's own tool. A party's credential is a proof",
  },
  "same-answer-same-time": {
    says: "A lookup with an order reference alone gets the same answer in the same time, whether the order exists or not.",
    holds: "the hub's API and page. Work that takes longer than usual takes a whole multiple of the usual time",
  },
  "number-shows-phase": {
    says: "A tracking number alone shows at most whether its parcel was delivered, and nothing if its retailer is discreet or switched that off.",
    holds: "the hub's API and page. `disclosure.phaseByTrackingNumber` of the retailer switches it off",
  },
  "details-need-proof": {
    says: "The hub shows where a parcel is only with a proof, such as the link from the shop's mail, or the reference with the postal code.",
    holds:
      "the hub's API and page. Other proofs are the house number, an account at the shop, and a party's credential",
  },
  "own-references-alone": {
    says: "An order reference opens without further proof only for its retailer and for the carrier of its parcel.",
    holds: everywhere,
  },
  "link-opens-with-lookups": {
    part: "recipientPage",
    says: "The mailed link opens its parcel with the times and proofs of those who looked it up, and the page names no visitor.",
    holds: "the hub's page. With order number and postal code it opens without them",
  },
  "page-says-no-retailer": {
    part: "recipientPage",
    says: "The recipient's page says the same of a retailer that exists, a discreet one, and one that does not exist.",
    holds: "until a proof is right",
  },
  "ledger-before-answer": {
    says: "Before a lookup shows anything, the hub writes into the ledger what it shows.",
    holds: "lookups that the hub answers. A carrier reports those of its own tool afterwards",
  },
  "walk-is-noticed": {
    says: "A visitor's walk along order references in a row is noticed within a handful of lookups, and one from hundreds of addresses in order within about a dozen.",
    holds:
      "medians of simulated walks, from one lookup a second to three a day. docs/bench/detection.md has them, and those of other orders, which take longer. Not from many addresses in no order",
  },
  "only-proof-stops-many-addresses": {
    says: "Only proof stops unordered lookups from many addresses, one each, because they point to no visitor.",
    holds: everywhere,
    known: "by design: nothing joins such lookups, so no score of a visitor rises. docs/bench/detection.md has figures",
  },
  "carriers-tool-afterwards": {
    says: "The hub sees lookups in a carrier's own tool only afterwards, and cannot refuse anybody there.",
    holds: "tools that answer by themselves",
    known:
      "by design: `TrackingAccessed` reports what a tool has shown already. `enforce` and `guard` run at the carrier",
  },
  "silence-is-noticed": {
    says: `A program that stops to report a tool's lookups is noticed after ${minutes(silenceMilliseconds)} minutes, if it counted before.`,
    holds: "tools whose program sends counts. The watch runs every 5 minutes",
  },
  "restricted-visitor-is-refused": {
    says: "A refused visitor with a cookie, session or account stays refused whatever it proves, but for the mailed link and a party's own lookups.",
    holds:
      "lookups that the hub answers. A visitor without them gets through with postal code and house number, because strangers share its network",
  },
  "network-refuses-unproven": {
    says: "On a refused network, lookups without proof are refused, and right postal codes too where codes were guessed, unless the house number comes with them.",
    holds: "lookups that the hub answers. What the visitor saw or proved before stays open to it",
  },
  "restriction-ends": {
    says: `A refusal ends after ${restrictionHours} hours without further evidence; refused lookups prolong it up to ${restartedDays.subject} days, or ${restartedDays.neighbourhood} around a block of numbers.`,
    holds: "unless a party renews it or the detector finds more",
  },
  "restriction-renewed": {
    says: `A retailer that a refusal concerns can renew it for up to ${longestRenewalDays} days at a time, and a carrier can renew or end it if it protects no other carrier.`,
    holds: everywhere,
  },
  "profiles-forget": {
    says: `The detector keeps of a visitor keyed hashes, for ${detectorMemoryDays} days, and decides by them whether lookups need a proof, are refused or are reported.`,
    holds: everywhere,
    known: "by reading: `shared/watch/detection/profiles` has no other field, and nothing but the detector reads it",
  },
  "removed-party-is-refused": {
    part: "invitedParties",
    says: `Credentials of an invited party that was removed count no more after ${minutes(cacheLifeMilliseconds)} minute, or ${minutes(longestStaleMilliseconds)} while the table of parties cannot be read.`,
    holds: "invited parties. One of the parties file counts until the stage is deployed without it",
  },
} satisfies Promises
