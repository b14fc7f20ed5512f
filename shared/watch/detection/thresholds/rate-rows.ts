/** What the thresholds mean that are rates: of fan-out, and of credentials. */

import { assumed, type ThresholdRows, tuned } from "./threshold-row.ts"

const perHour = "new places or references an hour"
const perDay = "new places or references a day"

export const fanOutRows = {
  pointBurstPerHour: {
    unit: perHour,
    meaning: "What is ordinary and what is an attack for one visitor within hours, by destination; for guesses too.",
    source: tuned,
  },
  pointSlowPerDay: {
    unit: perDay,
    meaning: "The same over days; one who resembles a heavy reader gets a notice alone.",
    source: tuned,
  },
  pointVerySlowPerDay: {
    unit: perDay,
    meaning: "The same over a month, for a subject with an identity of its own.",
    source: "Decision 17: 0.8 records a day never raised an alarm before.",
  },
  referenceBurstPerHour: {
    unit: perHour,
    meaning: "The same within hours where destinations are not known.",
    source: tuned,
  },
  referenceSlowPerDay: {
    unit: perDay,
    meaning: "The same over days where destinations are not known.",
    source: tuned,
  },
  rushPerHour: {
    unit: perHour,
    meaning: "For a profile that forgot places: people look up old parcels again, but not at one a second.",
    source: "Decision 19: one a second against one in five seconds.",
  },
  mobileNewcomersPerHour: {
    unit: perHour,
    meaning: "For all newcomers of a mobile network or prefix together, where only a burst counts.",
    source: `Decision 13. ${tuned}`,
  },
  newcomerPointsPerHour: {
    unit: perHour,
    meaning: "For all newcomers of another network, by destination; a notice alone.",
    source: "Decision 19: thousands may be behind a fixed address, such as a university's.",
  },
  newcomerReferencesPerHour: {
    unit: perHour,
    meaning: "The same by reference; a notice alone.",
    source: `Decision 19. ${tuned}`,
  },
  manyNewcomerReferencesPerHour: {
    unit: perHour,
    meaning: "The same by reference, as an alert.",
    source: `Decision 19. ${tuned}`,
  },
  mobileEverybodyPerHour: {
    unit: perHour,
    meaning: "For everybody on a mobile network together.",
    source: "Decision 19.",
  },
  everybodyPointsPerHour: {
    unit: perHour,
    meaning: "For everybody on another network, by destination: an office looks up more than its newcomers do.",
    source: "Decision 19.",
  },
  everybodyReferencesPerHour: {
    unit: perHour,
    meaning: "The same by reference.",
    source: `Decision 19. ${tuned}`,
  },
  prefixNewcomersPerHour: {
    unit: perHour,
    meaning: "For the newcomers of an IPv6 prefix, which may be one site, or 256 homes.",
    source: "Decision 19.",
  },
  fewestRetailersOfReader: {
    unit: "retailers",
    meaning: "A finding with parcels of so many looks like an unregistered heavy reader.",
    source: tuned,
  },
  mostMissShareOfReader: {
    unit: "share",
    meaning: "With more misses it does not look like one.",
    source: tuned,
  },
  crawlReferencesPerHour: {
    unit: "different references in an hour of the clock",
    meaning: "Of one visitor of a log without destinations, from which on they are a crawl. `detect` alone reads it.",
    source: assumed,
  },
  crawlTimesOfOrdinary: {
    unit: "times",
    meaning: "As many as the busiest hour of ordinary visitors of that log has, if this is more.",
    source: assumed,
  },
  crawlOrdinaryShare: {
    unit: "share",
    meaning: "Of the visitors of the log, by their busiest hours, who count as ordinary for that.",
    source: assumed,
  },
} as const satisfies ThresholdRows

export const credentialRows = {
  outOfScopeShare: {
    unit: "shares of lookups",
    meaning: "Lookups outside a credential's entitlement, by ordinary mistake and in misuse.",
    source: assumed,
  },
  insiderPerDay: {
    unit: "lookups without a case a day",
    meaning: "Of a member of staff, in ordinary work and in misuse.",
    source: assumed,
  },
  quotaBurstHours: {
    unit: "hours of its quota",
    meaning: "What a credential may look up at once. Twice its quota is noticed after twice this burst.",
    source: assumed,
  },
  leastQuotaBurst: {
    unit: "references",
    meaning: "The least burst, for a small quota.",
    source: assumed,
  },
  partnerQuotaPerHour: {
    unit: "references an hour",
    meaning: "What a partner's credential needs in a busy hour, where no quota is set.",
    source: assumed,
  },
  pollerQuotaPerHour: {
    unit: "references an hour",
    meaning: "The same for a credential that polls.",
    source: assumed,
  },
  staffQuotaPerHour: {
    unit: "references an hour",
    meaning: "The same for a member of staff.",
    source: assumed,
  },
  aggregatorQuotaPerHour: {
    unit: "references an hour",
    meaning: "The same for an aggregator.",
    source: assumed,
  },
} as const satisfies ThresholdRows
