/** What the thresholds mean that judge blocks of numbers, volumes, and what is learned of ordinary traffic. */

import { assumed, type ThresholdRows, tuned } from "./threshold-row.ts"

export const blockRows = {
  blockSize: {
    unit: "numbers",
    meaning: "In one block, whose profile keeps the latest lookups.",
    source: "Decision 14: of 1,024, only about three steps of an hourly walk were in view.",
  },
  missBlockSize: {
    unit: "numbers",
    meaning: "In one block of misses, and in one code block.",
    source: "Decision 14 and decision 30.",
  },
  neighbourhoodBlocks: {
    unit: "blocks",
    meaning: "That need proof together while one of them alarms.",
    source: "Decision 20: a walk of 800 numbers meets a border in 5 of 100 cases.",
  },
  comparedLookups: {
    unit: "entries",
    meaning: "Latest entries of others that a lookup is compared with in its block.",
    source: `Decision 12. ${tuned}`,
  },
  comparedMisses: {
    unit: "entries",
    meaning: "The same of misses.",
    source: tuned,
  },
  mostBlockLlr: {
    unit: "score",
    meaning: "The most that one entry adds to the order of a block.",
    source: tuned,
  },
  mostPairLlr: {
    unit: "score",
    meaning:
      "The most that one pair can add to any reading of a block; a block with too few pairs for a notice is not read.",
    source: "Arithmetic: a link of a chain in 256 numbers adds at most ln(0.8 x 0.5 x 256) = 4.63.",
  },
  densityWindowNumbers: {
    unit: "numbers",
    meaning: "In a row whose pace is read: a mail-out brings people to all of a block alike, a walk to one window.",
    source: `Decision 12. ${tuned}`,
  },
  densityTimes: {
    unit: "times the pace",
    meaning: "An attack on such a window is this many times as fast as a retailer's busiest hours.",
    source: `Decision 12. ${tuned}`,
  },
  widestStride: {
    unit: "numbers",
    meaning: "Chains of every second number up to this one are looked for.",
    source: "Decision 12. Further ones leave too few numbers in a block of 256.",
  },
  closestGridSpacing: {
    unit: "numbers",
    meaning: "Grids closer than this are not looked for: each number on one would add too little.",
    source: `Decision 12. ${tuned}`,
  },
  griddedShare: {
    unit: "share",
    meaning: "Of the lookups in a block that are on the walk's grid, at the least.",
    source: tuned,
  },
  leftStretchShare: {
    unit: "share",
    meaning: "Of walkers, those whose second number is not beside the first.",
    source: assumed,
  },
  canaryLlr: {
    unit: "score",
    meaning: "The most that a lookup of a canary adds.",
    source: "Without a check digit any typing error can reach a canary, and five touches are needed; with one, two.",
  },
  canaryTypoShare: {
    unit: "share of misses",
    meaning: "That reach a canary by a typing error.",
    source: assumed,
  },
} as const satisfies ThresholdRows

export const volumeRows = {
  volumeBucketSeconds: {
    unit: "seconds",
    meaning: "Length of the time over which first contacts are added up.",
    source: "Decision 16: sums need no write for each contact.",
  },
  volumeShift: {
    unit: "share of the way",
    meaning: "The chart looks for a share of strangers that lies so far on the way from the ordinary one to all.",
    source: "Decision 16: halfway noticed only campaigns against the smallest retailers.",
  },
  volumeStartingShare: {
    unit: "share",
    meaning: "Of strangers among first contacts, before anything is learned.",
    source: assumed,
  },
  volumeWarmUpContacts: {
    unit: "first contacts",
    meaning: "After these the chart knows what is ordinary, and begins.",
    source: tuned,
  },
  volumeMemoryContacts: {
    unit: "first contacts",
    meaning: "Over which the ordinary share is a mean.",
    source: tuned,
  },
  volumeShareRange: {
    unit: "share",
    meaning: "The least ordinary share that is assumed, and the most at which the chart still scores.",
    source: "Decision 16: above, a rise may be chance; no count of contacts shows that strangers never come.",
  },
  volumeTeachingTimes: {
    unit: "times the threshold",
    meaning: "From this score on nothing is learned, because it may be an attack.",
    source: tuned,
  },
} as const satisfies ThresholdRows

export const learningRows = {
  assumedMissShare: {
    unit: "share",
    meaning: "Of ordinary lookups that miss, where nothing is known.",
    source: assumed,
  },
  assumedContacts: {
    unit: "first contacts",
    meaning: "So many count as seen with the assumed share of misses or wrong codes, before real ones are added.",
    source: tuned,
  },
  mostLearnedMissShare: {
    unit: "share",
    meaning: "The most that guessers could teach as an ordinary share of misses, unless an outage shows.",
    source: tuned,
  },
  missShareDays: {
    unit: "days",
    meaning: "Misses and wrong codes are learned from the contacts of these latest days.",
    source: "A choice.",
  },
  outageOrders: {
    unit: "orders due",
    meaning: "If so many were due and none was announced, a retailer's feed is down.",
    source: "By chance, none of 20 comes in about e^-20, two in a billion, of such times.",
  },
  fewestLateNumbers: {
    unit: "numbers",
    meaning: "An outage that hid fewer was a quiet hour.",
    source: "As many as show an outage.",
  },
  lateDaysAhead: {
    unit: "days of orders",
    meaning: "So far beyond where the sequence must be, numbers count as late during an outage.",
    source: "A choice.",
  },
  fewestPaceDays: {
    unit: "days",
    meaning: "So many differences between heads of the sequence are needed to learn the orders of a day.",
    source: "A median of three does not move by one sale.",
  },
  paceDays: {
    unit: "days",
    meaning: "Heads of so many days are kept, to learn the orders of a day.",
    source: "A choice.",
  },
  fewestRhythmDays: {
    unit: "days",
    meaning: "Each hour of the day must have been read on so many before the rhythm of a day counts.",
    source: "A week has every weekday.",
  },
  rhythmMemoryDays: {
    unit: "days",
    meaning: "Over which the rhythm of a day is forgotten.",
    source: "Four weeks.",
  },
  fewestBlockEntries: {
    unit: "entries",
    meaning: "With fewer in all blocks, chance decides what they teach, and nothing is learned.",
    source: tuned,
  },
  alarmingScore: {
    unit: "score",
    meaning: "A block that ever reached this teaches nothing, because it may be an attack.",
    source: tuned,
  },
  smallestShape: {
    unit: "shape a of a q^(a-1)",
    meaning: "The most order that blocks can teach as ordinary.",
    source: tuned,
  },
  learnedQuantiles: {
    unit: "gaps",
    meaning: "The latest from which the ordinary order of a retailer's lookups is learned.",
    source: tuned,
  },
  leastWindowPacePerHour: {
    unit: "lookups an hour of 64 numbers",
    meaning: "The pace of a window that is taken for ordinary at least, of fresh and of old numbers.",
    source: tuned,
  },
  mostWindowPacePerHour: {
    unit: "lookups an hour of 64 numbers",
    meaning: "The same at most, so that attackers cannot teach it away.",
    source: tuned,
  },
  coveredHoursShare: {
    unit: "share",
    meaning: "Of the hours in which a window was looked up, those that the learned pace covers.",
    source: tuned,
  },
  keptPaceShare: {
    unit: "share",
    meaning: "Of a known pace that is left after an hourly lesson that shows less: about a fifth is lost a day.",
    source: "Mail-outs come once a day, and few blocks still show them hours later.",
  },
} as const satisfies ThresholdRows
