import { createHash } from "node:crypto"
import type { RawParcel } from "./parcel.ts"
import type { Scenario } from "./scenario.ts"

/** A parcel of the scenario, with its place in the retailer's numbers. */
export type CastParcel = RawParcel & { readonly ordinal: number }

/** A number from 0 to 1, without 1. The same seed and label give the same number. */
export type Choice = (...label: readonly (string | number)[]) => number

/** One lookup in the carrier's own tool. */
export type ObservedLookup = {
  readonly who: { readonly session: string; readonly ip: string; readonly account?: string }
  readonly isWalker: boolean
  /** Seconds from the first lookup of the walk. */
  readonly second: number
  readonly parcel: CastParcel
}

/** How a recipient of the guarded leg shows that a parcel is theirs. */
export type GuardedRecipient = {
  readonly parcel: CastParcel
  readonly session: string
  /** Some recipients share the walker's address. */
  readonly ip: string
  readonly shows: "linkToken" | "postalCode"
  /** Whether they type a wrong postal code first. */
  readonly mistypes: boolean
  readonly refreshes: number
}

/** The address and session of a visitor. */
export type CastVisitor = { readonly ip: string; readonly session: string }
type Attacker = CastVisitor & { readonly parcels: readonly CastParcel[] }

export type Cast = {
  readonly observed: { readonly parcels: readonly CastParcel[]; readonly lookups: readonly ObservedLookup[] }
  readonly guarded: {
    readonly parcels: readonly CastParcel[]
    readonly walker: Attacker
    readonly guesser: Attacker
    readonly recipients: readonly GuardedRecipient[]
  }
}

/** The letters of Canadian postal codes. */
const letters = "ABCEGHJKLMNPRSTVWXYZ"
/** Where the numbers of the two legs start. They are far apart, so that no block of numbers holds both. */
const firstOrdinal = { observed: 1_204_000, guarded: 1_231_000 }
export const walkerUserAgent =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.77 Safari/537.36"
export const recipientUserAgent =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 12_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.0 Mobile/15E148 Safari/604.1"

/** Makes the parcel with a number. */
type MakeParcel = (ordinal: number) => CastParcel

/**
 * All parcels and visitors of the scenario. The same scenario and run give the same cast.
 *
 * @param run is part of all identifiers, so that they differ from another run's
 */
export function castOf(scenario: Scenario, run: string): Cast {
  const choose = choiceOf(scenario.randomSeed)
  const observed: MakeParcel = (ordinal) =>
    parcelOf(choose, { run, leg: "observed", ordinal, postalCode: observedPostalCode(scenario, choose, ordinal) })
  const guarded: MakeParcel = (ordinal) =>
    parcelOf(choose, { run, leg: "guarded", ordinal, postalCode: guardedPostalCode(scenario, choose, ordinal) })
  return { observed: observedLeg(scenario, choose, observed), guarded: guardedLeg(scenario, choose, guarded) }
}

function observedLeg(scenario: Scenario, choose: Choice, parcel: MakeParcel): Cast["observed"] {
  const { publicRecord, assumed } = scenario
  const parcels = range(publicRecord.ordersAccessed, (index) => parcel(firstOrdinal.observed + index))
  const walker = { session: "observed-walker", ip: "203.0.113.77" }
  const { least, most } = assumed.secondsBetweenLookups
  let second = 0
  const walk = parcels.map((one, index): ObservedLookup => {
    second += least + Math.floor(choose("pause", index) * (most - least + 1))
    return { who: walker, isWalker: true, second, parcel: one }
  })
  const recipients = range(assumed.observedRecipients, (index): ObservedLookup => {
    const at = Math.floor(choose("recipient-parcel", index) * parcels.length)
    const own = parcels[at] ?? parcel(firstOrdinal.observed)
    const ip = index < assumed.recipientsOnWalkersNetwork ? walker.ip : `198.51.100.${1 + (index % 250)}`
    const who = { session: `observed-recipient-${index}`, ip, account: `account-${index}` }
    return { who, isWalker: false, second: Math.floor(choose("recipient-time", index) * second), parcel: own }
  })
  const lookups = [...walk, ...recipients].sort((one, other) => one.second - other.second)
  return { parcels, lookups }
}

function guardedLeg(scenario: Scenario, choose: Choice, parcel: MakeParcel): Cast["guarded"] {
  const { guarded } = scenario
  const parcels = range(guarded.recipients, (index) => parcel(firstOrdinal.guarded + index))
  const walkersIp = "203.0.113.90"
  const recipients = parcels.map((own, index): GuardedRecipient => {
    return {
      parcel: own,
      session: `recipient-session-${index}`,
      ip: index < guarded.recipientsOnWalkersNetwork ? walkersIp : `192.0.2.${1 + (index % 250)}`,
      shows: choose("shows", index) < guarded.shares.link ? "linkToken" : "postalCode",
      mistypes: choose("mistypes", index) < guarded.shares.typo,
      refreshes: choose("refreshes", index) < guarded.shares.refresh ? 1 : 0,
    }
  })
  const middle = Math.floor(parcels.length / 2)
  return {
    parcels,
    recipients,
    walker: { ip: walkersIp, session: "walker-session", parcels: parcels.slice(0, guarded.walkerLookups) },
    guesser: {
      ip: "203.0.113.91",
      session: "guesser-session",
      parcels: parcels.slice(middle, middle + guarded.guesserReferences),
    },
  }
}

type ParcelChoice = {
  readonly run: string
  readonly leg: "observed" | "guarded"
  readonly ordinal: number
  readonly postalCode: string
}

function parcelOf(choose: Choice, { run, leg, ordinal, postalCode }: ParcelChoice): CastParcel {
  return {
    ordinal,
    // Without separators: between two of them, random letters and digits look like a postal code now and then.
    shipmentId: createHash("sha256").update(`${run}|${leg}|${ordinal}`).digest("hex").slice(0, 32),
    orderReference: `LL-${ordinal}`,
    trackingNumber: `${run}${ordinal}`.replace(/\D/g, "").padStart(16, "7").slice(-16),
    postalCode,
    addressLine: `${1 + Math.floor(choose("house", ordinal) * 4000)} Example Street`,
    signatory: `${letterOf(choose, ordinal, 1)}. ${letterOf(choose, ordinal, 2)}anarysigner`,
    linkToken: createHash("sha256").update(`${run}|${ordinal}|link`).digest("base64url"),
  }
}

/** Parcels to Québec are spread evenly over the numbers. The letter H is Montréal's, and M is Toronto's. */
function observedPostalCode({ assumed }: Scenario, choose: Choice, ordinal: number): string {
  const index = ordinal - firstOrdinal.observed
  const isNext = Math.floor((index + 1) * assumed.shareInQuebec) > Math.floor(index * assumed.shareInQuebec)
  return postalCodeOf(choose, ordinal, isNext ? "H" : "M")
}

/** Some parcels of the guarded leg go to one of the commonest postal codes. */
function guardedPostalCode({ guarded }: Scenario, choose: Choice, ordinal: number): string {
  const common = guarded.commonPostalCodes
  if (choose("common", ordinal) >= guarded.shareAtCommonPostalCodes) return postalCodeOf(choose, ordinal)
  return common[Math.floor(choose("which", ordinal) * common.length)] ?? "M5V 3A8"
}

function postalCodeOf(choose: Choice, ordinal: number, first = "M"): string {
  const digit = (at: number): number => Math.floor(choose("digit", ordinal, at) * 10)
  const letter = (at: number): string => letterOf(choose, ordinal, at)
  return `${first}${digit(1)}${letter(2)} ${digit(3)}${letter(4)}${digit(5)}`
}

function letterOf(choose: Choice, ordinal: number, at: number): string {
  return letters.charAt(Math.floor(choose("letter", ordinal, at) * letters.length))
}

function choiceOf(seed: number): Choice {
  return (...label) => {
    const digest = createHash("sha256")
      .update([seed, ...label].join("|"))
      .digest()
    return digest.readUInt32BE(0) / 2 ** 32
  }
}

export function range<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
