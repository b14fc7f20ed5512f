/**
 * Every number by which the detector judges, restricts and limits guesses: one constant each, which its readers import.
 * A row in one of the `*-rows.ts` files beside it says of each what it means and where it comes from, and
 * the site of documents prints both.
 *
 * They are constants and no object, so that a bundle holds the numbers that it uses, and none of the sentences. A pair
 * is what is ordinary and what an attack shows, unless its name or row says otherwise.
 */
export { detectorMemoryDays } from "../../../base/contracts/retention.ts"

// Alerts
export const walkAlert = 14
export const guessAlert = 16
export const fanOutPointAlert = 18
export const fanOutReferenceAlert = 25
export const fanOutPointAlertOfMany = 20
export const fanOutReferenceAlertOfMany = 25
export const scopeAlert = 14
export const insiderAlert = 14
export const quotaAlert = 14
export const blockAlert = 18
export const blockMissesAlert = 16
export const volumeNotice = 25
export const noticeMargin = 4
export const leastThreshold = 4
export const ownThresholdTimes = [0.5, 4] as const

// Allowances beyond an alert
export const walkAllowanceOfShared = 4
export const walkAllowanceOfCrowd = 14
export const chainAllowanceOfCrowd = 8
export const walkAllowanceOfReader = 4
export const chainAllowanceTimesOfReader = 2
export const clusterAllowance = 4
export const strideAllowance = 4
export const gridAllowance = 6
export const blockOrderAllowance = 8

// Profiles
export const scoredEntryLimit = 40
export const storedEntryLimit = 44
export const newcomerDays = 1
export const keptNewPlaces = 20
export const youngestSessionMilliseconds = 1_000
export const fewestProofsOfMany = 5
export const fewestReturningOfMany = 4

// Walks
export const walkShape = 0.25
export const walkContamination = 0.01
export const smallestQuantile = 1e-7
export const liveDays = 3
export const lateRecordDays = 1.5
export const freshDays = 2
export const stepShares = [0.8, 0.16, 0.03] as const
export const ordinaryStepShare = 0.01
export const clusterNeighbourShare = 0.02

// Guesses
export const fewestGuesses = 3
export const voidingFailures = 3
export const recipientMissFloor = 0.12
export const aggregatorMissFloor = 0.5
export const botMissFloor = 0.45
export const mostMissShare = 0.95
export const guessedMissShare = { least: 0.6, times: 1.5, most: 0.99 } as const
export const ordinaryWrongCodeShare = 0.06
export const guessedWrongCodeShare = 0.5
export const mostWrongCodeShare = 0.3
export const guessedWrongCodesOfMany = { least: 0.3, times: 2.5 } as const
export const codeCorrectionHours = 1
export const codeForgottenHours = 12

// Fan-out
export const pointBurstPerHour = [0.25, 6] as const
export const pointSlowPerDay = [0.2, 2] as const
export const pointVerySlowPerDay = [0.1, 1] as const
export const referenceBurstPerHour = [1.5, 12] as const
export const referenceSlowPerDay = [0.8, 4] as const
export const rushPerHour = [720, 3_600] as const
export const mobileNewcomersPerHour = [60, 600] as const
export const newcomerPointsPerHour = [1, 12] as const
export const newcomerReferencesPerHour = [3, 24] as const
export const manyNewcomerReferencesPerHour = [6, 60] as const
export const mobileEverybodyPerHour = [200, 1_600] as const
export const everybodyPointsPerHour = [6, 60] as const
export const everybodyReferencesPerHour = [60, 600] as const
export const prefixNewcomersPerHour = [6, 60] as const
export const fewestRetailersOfReader = 5
export const mostMissShareOfReader = 0.15
export const crawlReferencesPerHour = 300
export const crawlTimesOfOrdinary = 3
export const crawlOrdinaryShare = 0.999

// Credentials
export const outOfScopeShare = [0.002, 0.5] as const
export const insiderPerDay = [5, 15] as const
export const quotaBurstHours = 0.25
export const leastQuotaBurst = 15
export const partnerQuotaPerHour = 60
export const pollerQuotaPerHour = 300
export const staffQuotaPerHour = 30
export const aggregatorQuotaPerHour = 300

// Blocks of numbers
export const blockSize = 256
export const missBlockSize = 4_096
export const neighbourhoodBlocks = 64
export const comparedLookups = 6
export const comparedMisses = 8
export const mostBlockLlr = 4
export const mostPairLlr = 4.7
export const densityWindowNumbers = 64
export const densityTimes = 5
export const widestStride = 32
export const closestGridSpacing = 8
export const griddedShare = 0.6
export const leftStretchShare = 0.1
export const canaryLlr = { withoutCheckDigit: 3.5, withCheckDigit: 9 } as const
export const canaryTypoShare = { withoutCheckDigit: 0.03, withCheckDigit: 0.000_12 } as const

// Volume
export const volumeBucketSeconds = 600
export const volumeShift = 0.25
export const volumeStartingShare = 0.3
export const volumeWarmUpContacts = 300
export const volumeMemoryContacts = 1_500
export const volumeShareRange = [0.01, 0.95] as const
export const volumeTeachingTimes = 0.5

// Learning of ordinary traffic
export const assumedMissShare = 0.05
export const assumedContacts = 200
export const mostLearnedMissShare = 0.3
export const missShareDays = 7
export const outageOrders = 20
export const fewestLateNumbers = 20
export const lateDaysAhead = 1
export const fewestPaceDays = 3
export const paceDays = 15
export const fewestRhythmDays = 7
export const rhythmMemoryDays = 28
export const fewestBlockEntries = 300
export const alarmingScore = 8
export const smallestShape = 0.45
export const learnedQuantiles = 3_000
export const leastWindowPacePerHour = { fresh: 8, old: 3 } as const
export const mostWindowPacePerHour = 40
export const coveredHoursShare = 0.99
export const keptPaceShare = 0.99

// What follows a finding
export const restrictionHours = 24
export const restartedDays = { subject: 7, neighbourhood: 28 } as const
export const restrictionStepHours = 1
export const floodSeconds = 60
export const announcedAgainHours = 12
export const attackHours = 1
export const blockEpisodeHours = 24
export const guardRememberedHours = 72

// Guesses that the hub answers
export const guessesPerShipmentAndHour = 5
export const guessesPerAccessorAndDay = 10
export const guessesPerNetworkOfGuessers = { cost: 8, limit: 48 } as const
export const guessesPerEarningParcelAndDay = 2
export const unprovenPerEarningParcelAndDay = 5
export const unprovenPerNetworkAndDay = 20
export const houseNumbersPerShipmentAndDay = 5
export const houseNumbersPerNetwork = { cost: 8, limit: 160 } as const
