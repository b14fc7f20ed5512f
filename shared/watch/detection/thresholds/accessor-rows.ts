/** What the thresholds mean that judge one visitor, network or credential. */

import { assumed, type ThresholdRows, tuned } from "./threshold-row.ts"

const score = "score"

export const alertRows = {
  walkAlert: {
    unit: score,
    meaning: "A visitor or network walks along the numbers of one party.",
    source: `Decision 12. ${tuned}`,
    lowerHarms: "neighbours' orders, parcels without street lines",
  },
  guessAlert: {
    unit: score,
    meaning:
      "Too many references do not exist, or too many proofs fail: of a visitor, network, shipment or code block.",
    source: `Decision 15 and decision 30. ${tuned}`,
    lowerHarms: "people with a damaged label, feeds that are late, postal codes that a retailer sends wrong",
  },
  fanOutPointAlert: {
    unit: score,
    meaning: "One visitor reads the parcels of too many destinations too fast.",
    source: tuned,
    lowerHarms: "families, offices, small sellers",
  },
  fanOutReferenceAlert: {
    unit: score,
    meaning: "The same where destinations are not known, so that each reference counts.",
    source: `Higher than by destination, since many parcels may go to one place. ${tuned}`,
    lowerHarms: "families, offices, small sellers",
  },
  fanOutPointAlertOfMany: {
    unit: score,
    meaning: "The newcomers of a network or prefix, or everybody on a network, read too many destinations too fast.",
    source: `Decision 13. ${tuned}`,
    lowerHarms: "offices, universities, mobile networks",
  },
  fanOutReferenceAlertOfMany: {
    unit: score,
    meaning: "The same where destinations are not known.",
    source: `Decision 13. ${tuned}`,
    lowerHarms: "offices, universities, mobile networks",
  },
  scopeAlert: {
    unit: score,
    meaning: "A partner's credential looks outside what it is entitled to: the third such lookup.",
    source: tuned,
    lowerHarms: "ordinary mistakes",
  },
  insiderAlert: {
    unit: score,
    meaning: "A member of a carrier's staff looks up more parcels without a case than the work asks for.",
    source: `Decision 17. ${tuned}`,
    lowerHarms: "ordinary mistakes",
  },
  quotaAlert: {
    unit: score,
    meaning: "A credential exceeds its burst; where no quota is set, this score is a notice.",
    source: "Arithmetic: the score of a burst is scaled to it.",
    lowerHarms: "busy days",
  },
  blockAlert: {
    unit: score,
    meaning: "Many visitors together go through one block of numbers.",
    source: `Decision 12. ${tuned}`,
    lowerHarms: "mail-outs",
  },
  blockMissesAlert: {
    unit: score,
    meaning: "Many visitors together miss numbers of one block, or touch canaries.",
    source: tuned,
    lowerHarms: "typing errors",
  },
  volumeNotice: {
    unit: score,
    meaning: "Strangers' share of a retailer's first contacts rises; it gives a notice and never an alert.",
    source: `Decision 16. ${tuned}`,
    lowerHarms: "sales, mailings and articles that bring new people",
  },
  noticeMargin: {
    unit: score,
    meaning: "A notice comes this far below an alert, unless a retailer sets its own.",
    source: "By the model e^4, about 55, times as many false crossings as of the alert.",
  },
  leastThreshold: {
    unit: score,
    meaning: "A reading of fan-out that cannot reach this is left out; it only saves work.",
    source: "A choice: nobody is expected to set a lower threshold.",
  },
  ownThresholdTimes: {
    unit: "times the usual alert",
    meaning:
      "The least and the most that a retailer may set: below, innocent people are alerted on; above, nothing is.",
    source: "Decision 40. The bounds themselves are a choice.",
  },
} as const satisfies ThresholdRows

export const allowanceRows = {
  walkAllowanceOfShared: {
    unit: score,
    meaning: "Added to a walk's alert for a network or name of many people who come again.",
    source: "Decision 29: on seeds 1 to 9, with previews and universities, walks and clusters raised 22 alarms before.",
  },
  walkAllowanceOfCrowd: {
    unit: score,
    meaning: "Added to a walk's alert on a mobile network or prefix, where a mail-out makes many look up a region.",
    source: "Decision 12: with 8, one in seven million simulated sessions still raised a false alarm.",
  },
  chainAllowanceOfCrowd: {
    unit: score,
    meaning: "Added to a chain's alert there: of many people, each seldom looks up the next number.",
    source: `Decision 12. ${tuned}`,
  },
  walkAllowanceOfReader: {
    unit: score,
    meaning: "Added to a walk's alert for a registered aggregator or search bot.",
    source: tuned,
  },
  chainAllowanceTimesOfReader: {
    unit: "times",
    meaning:
      "A registered reader has its allowance so often for chains: it follows parcels as they come, neighbours too.",
    source: tuned,
  },
  clusterAllowance: {
    unit: score,
    meaning: "Added to a walk's alert for clusters, because one is looked for anew at each entry.",
    source: `Decision 12. ${tuned}`,
  },
  strideAllowance: {
    unit: score,
    meaning: "Added to a block's alert for chains of every second to every 32nd number.",
    source: "31 strides are tried; ln 31 is 3.4 (decision 12).",
  },
  gridAllowance: {
    unit: score,
    meaning: "Added to a block's alert for numbers on a grid.",
    source: "500 grids are tried; ln 500 is 6.2 (decision 12).",
  },
  blockOrderAllowance: {
    unit: score,
    meaning: "Added to a block's alert for the order of all its lookups, because mail-outs bring many people there.",
    source: "Decision 12: with 6, it still raised false alarms in the simulated world.",
  },
} as const satisfies ThresholdRows

export const walkRows = {
  walkShape: {
    unit: "shape a of a q^(a-1)",
    meaning: "How close the gaps of a walk lie, as a density over the quantile of random gaps.",
    source: tuned,
  },
  walkContamination: {
    unit: "share",
    meaning: "Share of ordinary steps that look like a walk's; it bounds what one entry can add.",
    source: tuned,
  },
  smallestQuantile: {
    unit: "probability",
    meaning: "No gap counts as less probable than this.",
    source: "Arithmetic: a gap of nearly nothing would add without end.",
  },
  liveDays: {
    unit: "days of orders",
    meaning: "Width of the numbers in use at one time, along which a walk is looked for.",
    source: "An assumed width three times too wide raised false alarms, so it follows the measured pace.",
  },
  lateRecordDays: {
    unit: "days of orders",
    meaning: "So near the head of the sequence a record may not have arrived yet, so a miss shows nothing.",
    source: assumed,
  },
  freshDays: {
    unit: "days of orders",
    meaning: "So near the head numbers are new, and their mails go out in number order.",
    source: assumed,
  },
  stepShares: {
    unit: "shares",
    meaning: "Of a walk's steps, those of one, two and three numbers; longer ones are no link of a chain.",
    source: "About one number in five is not a parcel of this carrier: an assumption of the simulated world.",
  },
  ordinaryStepShare: {
    unit: "share",
    meaning: "Of one visitor's own numbers, those that follow each other, such as of presents ordered together.",
    source: assumed,
  },
  clusterNeighbourShare: {
    unit: "share",
    meaning: "Of one visitor's own numbers, those that lie beside another for ordinary reasons.",
    source:
      "An assumption about people; the statistic is of Glaz, Naus, Wallenstein, Scan Statistics, 2001, chapter 8.",
  },
} as const satisfies ThresholdRows

export const guessRows = {
  fewestGuesses: {
    unit: "references",
    meaning: "With fewer misses and failed proofs nothing is scored as a guess.",
    source: tuned,
  },
  voidingFailures: {
    unit: "references",
    meaning: "From so many failed proofs on, a visitor's or network's postal codes are guesses and prove nothing.",
    source: "Decision 10. The number is a choice.",
  },
  recipientMissFloor: {
    unit: "share",
    meaning: "Share of misses that is ordinary for a recipient, however few its retailer has.",
    source: assumed,
  },
  aggregatorMissFloor: {
    unit: "share",
    meaning: "The same for a registered aggregator, whose users type any number.",
    source: assumed,
  },
  botMissFloor: {
    unit: "share",
    meaning: "The same for a search bot, which follows old links.",
    source: assumed,
  },
  mostMissShare: {
    unit: "share",
    meaning: "No share of misses is taken for ordinary above this, also during an outage.",
    source: "Arithmetic: near 1 a miss would say nothing.",
  },
  guessedMissShare: {
    unit: "share",
    meaning: "Share of misses among guesses: so many times the ordinary one, at least and at most this.",
    source: tuned,
  },
  ordinaryWrongCodeShare: {
    unit: "share",
    meaning: "Of given postal codes, those that are wrong by typing errors: at least, and until codes were seen.",
    source: `Decision 30. ${assumed}`,
  },
  guessedWrongCodeShare: {
    unit: "share",
    meaning: "Share of failed proofs among the lookups of one who guesses.",
    source: tuned,
  },
  mostWrongCodeShare: {
    unit: "share",
    meaning: "The most that guessers can teach as an ordinary share of wrong codes.",
    source: "Decision 30. The number is a choice.",
  },
  guessedWrongCodesOfMany: {
    unit: "share",
    meaning: "Share of wrong codes in a code block of which about a third are guesses: so many times the ordinary one.",
    source: `Decision 30. ${tuned}`,
  },
  codeCorrectionHours: {
    unit: "hours",
    meaning: "A wrong code does not count if the right one for the shipment follows within this, maybe under a cookie.",
    source: `Decision 30. ${assumed}`,
  },
  codeForgottenHours: {
    unit: "hours",
    meaning: "After so long without a code, one wrong code of a code block is forgotten.",
    source: "Decision 30: so the few codes for old numbers do not add up.",
  },
} as const satisfies ThresholdRows
