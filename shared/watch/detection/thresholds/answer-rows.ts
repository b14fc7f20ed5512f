/** What the thresholds mean that bound what is remembered, what is restricted, and which guesses are answered. */

import { assumed, type ThresholdRows, tuned } from "./threshold-row.ts"

export const profileRows = {
  detectorMemoryDays: {
    unit: "days",
    meaning: "The detector forgets a lookup after these; a case attributes a subject's lookups of as long.",
    source: "Decision 3. The number is a choice.",
  },
  scoredEntryLimit: {
    unit: "references",
    meaning: "Of a profile that are scored.",
    source: "A limit of DynamoDB: a write of up to 1 KB costs one unit (decision 3 and decision 14).",
  },
  storedEntryLimit: {
    unit: "references",
    meaning: "Of a stored profile before it is trimmed back to the scored ones, so that not each lookup trims.",
    source: "The same limit: 99.3 % of items have at most 1 KB in the simulated world.",
  },
  keptNewPlaces: {
    unit: "entries",
    meaning: "Latest ones at new places, which other entries cannot push out of a profile.",
    source: `Decision 19. ${tuned}`,
  },
  newcomerDays: {
    unit: "days",
    meaning: "A subject whose earliest contact is younger has no history, so that a stock of cookies is worth nothing.",
    source: "Decision 13. The number is a choice.",
  },
  youngestSessionMilliseconds: {
    unit: "milliseconds",
    meaning: "A session younger than this began with the lookup, so it names no visitor.",
    source: assumed,
  },
  fewestProofsOfMany: {
    unit: "proven references",
    meaning: "From these on, an address and browser are many people's.",
    source: "Decision 29: with ten, preview bots and the first days of a university raised alarms.",
  },
  fewestReturningOfMany: {
    unit: "lookups",
    meaning: "From so many by returning visitors on, a network is one that many share, such as a university's.",
    source: `Decision 29. ${tuned}`,
  },
} as const satisfies ThresholdRows

export const restrictionRows = {
  restrictionHours: {
    unit: "hours",
    meaning: "A restriction lasts, unless it is renewed, restarted or released; so long a quiet case is watched, too.",
    source: "Decision 20 and decision 77. The number is a choice.",
  },
  restartedDays: {
    unit: "days",
    meaning: "Refused lookups restart the restriction of a subject or a neighbourhood for so long from its beginning.",
    source: "Decision 20 and decision 21: after 7 days, a walker of one an hour would read ten records a week.",
  },
  restrictionStepHours: {
    unit: "hours",
    meaning: "A restart, or a further anomaly, moves the end of a restriction by at least this.",
    source: "It saves writes: without it each refused lookup would make one (decision 21).",
  },
  floodSeconds: {
    unit: "seconds",
    meaning: "For so long after a restriction, further accesses of the restricted subject are not scored.",
    source: "It saves writes.",
  },
  announcedAgainHours: {
    unit: "hours",
    meaning: "An end that moves by this is announced to the carrier again.",
    source: "Decision 47: the walk of 2018 made 17 events without it, and 4 with it.",
  },
  attackHours: {
    unit: "hours",
    meaning: "Anomalies of one retailer and tool that cross within this of each other are one attack, and one case.",
    source: "A choice, so that many addresses or cookies open one case.",
  },
  blockEpisodeHours: {
    unit: "hours",
    meaning: "So long after its score crossed, what is shown in a block without proof is still a possible exposure.",
    source: "One that goes on crosses again on the next day.",
  },
  guardRememberedHours: {
    unit: "hours",
    meaning: "The program `guard` remembers a visitor who does not come back, unless it is told otherwise.",
    source: "A choice between memory and slow walks.",
  },
} as const satisfies ThresholdRows

export const guessLimitRows = {
  guessesPerShipmentAndHour: {
    unit: "wrong proofs an hour",
    meaning:
      "For one order, from all visitors that the hub sees, or that one party names; a link token is never stopped.",
    source: "A choice.",
  },
  guessesPerAccessorAndDay: {
    unit: "wrong proofs a day",
    meaning: "Of one visitor.",
    source: "24 postal codes can cover half of a depot's recipients.",
  },
  guessesPerNetworkOfGuessers: {
    unit: "sum a day",
    meaning:
      "On a network of guessers a wrong code costs this of the limit, and the first right one of an order gives 1 back.",
    source: "Decision 10: with 6 % wrong, visitors use it up by chance in one of 750 unlucky stretches.",
  },
  guessesPerEarningParcelAndDay: {
    unit: "wrong proofs a day",
    meaning: "On a network of guessers, of all visitors that one parcel earns an answer, whatever cookies opened it.",
    source: "Decision 10.",
  },
  unprovenPerEarningParcelAndDay: {
    unit: "lookups a day",
    meaning: "Without proof, on a restricted network, that one parcel earns; they show the phase at most.",
    source: "Decision 10.",
  },
  unprovenPerNetworkAndDay: {
    unit: "lookups a day",
    meaning: "The same of all visitors of one restricted network together.",
    source: "Decision 10: 200 cookies with a parcel each read 787 phases without it.",
  },
  houseNumbersPerShipmentAndDay: {
    unit: "wrong house numbers a day",
    meaning: "For one order.",
    source: "Decision 21: a Canadian postal code has about 20 doors.",
  },
  houseNumbersPerNetwork: {
    unit: "sum a day",
    meaning: "The same sum as of postal codes, from one network: 20 wrong ones.",
    source: "Decision 21.",
  },
} as const satisfies ThresholdRows
