/**
 * The second reading of a log: every lookup as the detector scores it, in order of time. Raw values (addresses,
 * accounts, sessions, user agents, references) are replaced with numbers here.
 */

import type { LogRecord } from "../../../client/access-logs/formats/log-record.ts"
import { lookupOutcomeOf } from "../../../client/access-logs/lookup-outcome.ts"
import { clientAddress } from "../../../client/access-logs/reading/client-address.ts"
import { timeFault } from "../../../client/access-logs/reading/log-time.ts"
import type { FindReference } from "../../../client/access-logs/references/reference-places.ts"
import type { Party } from "../../../shared/parties/party.ts"
import type { Access } from "../../../shared/watch/detection/access.ts"
import { canProve } from "../../../shared/watch/detection/class-policy.ts"
import type { HeavyReaders } from "../../../shared/watch/lookups/visitor/heavy-readers.ts"
import { findSequences, type SequencePlace } from "./find-sequences.ts"
import {
  type FingerprintOptions,
  type Fingerprints,
  makeFingerprints,
  type PrintedValues,
} from "./fingerprint-values.ts"
import { type GrowingLookupList, type LookupList, makeLookupList } from "./lookup-list.ts"
import { type LogSurvey, readRecords } from "./survey-log.ts"

export type CollectOptions = FingerprintOptions & {
  /** Retailer of lines that do not name one. */
  readonly retailer: string
  readonly findReference: FindReference
  /** Whether the operator said where it is in the request, so that it counts before a field of its own. */
  readonly isReferenceGiven: boolean
  readonly heavyReaders: HeavyReaders
  /** The parties in whose registers heavy readers are looked for, by id. */
  readonly registrars: ReadonlyMap<string, Pick<Party, "heavyReaders">>
  /** Epoch seconds now. */
  readonly now: number
  readonly onProgress: (progress: string) => void
}

/** How many lines were left out, and why. */
export type LeftOut = {
  /** Requests for something else than a reference. */
  otherRequests: number
  /** Requests for a reference that were refused for their number, or that failed: 429, 5xx and the like. */
  otherStatus: number
  /** Lookups by nobody: their address is absent, or none. */
  withoutAddress: number
  unreadable: number
}

export type CollectedLookups = {
  readonly lookups: LookupList
  readonly leftOut: Readonly<LeftOut>
  /** Whether any line says whether something was shown. Otherwise every lookup counts as shown. */
  readonly hasOutcomes: boolean
  /** The retailer of each sequence of numbers. The first sequence of a retailer has the retailer's number. */
  readonly retailerOfSeries: ReadonlyMap<number, number>
  readonly printed: PrintedValues
}

/** @throws UnreadableLog when a file cannot be read to its end */
export const collectLookups = async (survey: LogSurvey, options: CollectOptions): Promise<CollectedLookups> => {
  const leftOut = { otherRequests: 0, otherStatus: 0, withoutAddress: 0, unreadable: 0 }
  const interpreter = makeInterpreter(options)
  const lookups = makeLookupList()
  const sink = {
    ignored() {
      // Counted by the first reading.
    },
    unreadable() {
      leftOut.unreadable += 1
    },
    record(record: LogRecord) {
      const at = survey.times.read(record.at, record.isUtc === true)
      if (typeof at !== "number" || timeFault(at, options.now) !== undefined) leftOut.unreadable += 1
      else {
        const lookup = interpreter.interpret(record, at)
        if (typeof lookup === "string") leftOut[lookup] += 1
        else lookups.add(lookup)
      }
    },
  }
  for (const { file, format } of survey.files) {
    if (format !== undefined) await readRecords({ file, format }, sink, options.onProgress)
  }
  lookups.sort()
  const retailerOfSeries = placeInSequences(lookups, interpreter, options.retailers.numberOf)
  return { lookups, leftOut, hasOutcomes: interpreter.hasOutcomes(), retailerOfSeries, printed: interpreter.printed }
}

/** Gives each lookup of a reference without a known format its sequence and its place there. */
const placeInSequences = (
  lookups: GrowingLookupList,
  { withoutFormat }: Pick<Fingerprints, "withoutFormat">,
  numberOf: (name: string) => number,
): ReadonlyMap<number, number> => {
  const shown = new Set<string>()
  const retailerOfSeries = new Map<number, number>()
  for (const { outcome, tag, retailer } of lookups) {
    if (outcome === "hit") shown.add(tag)
    retailerOfSeries.set(retailer, retailer)
  }
  const places = new Map<string, SequencePlace>()
  for (const [retailer, references] of Map.groupBy(withoutFormat(), (reference) => reference.retailer)) {
    const found = findSequences(references.map(({ plain, tag }) => ({ plain, isShown: shown.has(`${tag}`) })))
    found.forEach((place, index) => {
      const tag = references[index]?.tag
      if (place === undefined || tag === undefined) return
      const series = place.sequence === 0 ? numberOf(retailer) : numberOf(`${retailer}, numbers ${place.sequence + 1}`)
      retailerOfSeries.set(series, numberOf(retailer))
      places.set(`${tag}`, { ...place, sequence: series })
    })
  }
  lookups.placeBy((tag) => places.get(tag))
  return retailerOfSeries
}

const makeInterpreter = (options: CollectOptions) => {
  const fingerprints = makeFingerprints(options)
  const classOf = makeClassifier(options)
  let hasOutcomes = false

  const referenceIn = (record: LogRecord) => {
    const { reference, target } = record
    const isOwn = reference !== undefined && !(options.isReferenceGiven && target !== undefined)
    if (isOwn) return { value: reference, sequence: 0 }
    return target === undefined ? undefined : options.findReference(target)
  }

  const interpret = (record: LogRecord, at: number): Access | keyof LeftOut => {
    const found = referenceIn(record)
    const { event } = record
    if (record.method === "OPTIONS" || (found === undefined && event?.referenceTag === undefined)) {
      return record.target === undefined ? "unreadable" : "otherRequests"
    }
    const stated = event?.outcome ?? lookupOutcomeOf(record)
    if (stated === "other") return "otherStatus"
    if (stated !== undefined) hasOutcomes = true
    const address = record.address === undefined ? undefined : clientAddress(record.address)
    const network = event?.network ?? (address === undefined ? undefined : fingerprints.networkOf(address))
    if (network === undefined) return "withoutAddress"
    const retailer = fingerprints.retailerOf(retailerOf(record, found?.sequence ?? 0, options.retailer))
    const reference = found === undefined ? undefined : retailer.referenceOf(found.value)
    const subject = event?.subject ?? fingerprints.subjectOf(record, network.fingerprint)
    const visitor = { subjectKind: subject.kind, address, account: record.account, stated: event?.accessorClass }
    const { accessorClass, networkClass } = classOf(visitor)
    return {
      at,
      subject,
      network,
      accessorClass,
      networkClass,
      retailer: retailer.number,
      series: retailer.number,
      tag: reference?.tag ?? event?.referenceTag ?? "",
      ordinal: event?.ordinal ?? reference?.ordinal ?? null,
      outcome: stated ?? "hit",
      proof: canProve(stated ?? "hit", accessorClass) ? proofClass(record.proof) : "none",
      deliveryPoint: pointOf(record.deliveryPoint, retailer),
      canary: event?.canary ?? false,
    }
  }
  const { withoutFormat, printed } = fingerprints
  return { interpret, hasOutcomes: () => hasOutcomes, withoutFormat, printed }
}

const pointOf = (
  point: string | number | undefined,
  retailer: { pointOf(deliveryPoint: string): number },
): number | null => (typeof point === "string" ? retailer.pointOf(point) : (point ?? null))

/** The first sequence of numbers is the retailer's; each further one counts as a retailer of its own. */
const retailerOf = (record: LogRecord, sequence: number, standard: string): string => {
  const name = record.retailer ?? standard
  return sequence === 0 ? name : `${name}, sequence ${sequence + 1}`
}

const proofClass = (proof: LogRecord["proof"]): Access["proof"] =>
  proof === undefined || proof === "none" ? "none" : proof === "postalCode" ? proof : "strong"

type Classes = Pick<Access, "accessorClass" | "networkClass">
const ordinary: Classes = { accessorClass: "public", networkClass: "public" }

/** The class of a visitor: as the line states it, else from the registers of heavy readers. Remembered by visitor. */
const makeClassifier = ({ heavyReaders, registrars }: CollectOptions) => {
  const known = new Map<string, Classes>()
  return (visitor: {
    readonly subjectKind: Access["subject"]["kind"]
    readonly address: string | undefined
    readonly account: string | undefined
    readonly stated: Access["accessorClass"] | undefined
  }): Classes => {
    const { subjectKind, address, account, stated } = visitor
    if (stated !== undefined && stated !== "public") return statedClasses(stated)
    if (registrars.size === 0) return ordinary
    const name = `${subjectKind} ${address} ${account}`
    // A log does not say whose staff or credential it was, so nobody's quota applies.
    const traits = { registrars: [...registrars.keys()], employer: undefined, subjectKind, address }
    const found = known.get(name) ?? heavyReaders.classOf({ ...traits, credentials: [account] }, registrars)
    if (known.size < 200_000) known.set(name, found)
    return found
  }
}

const statedClasses = (stated: Access["accessorClass"]): Classes => ({
  accessorClass: stated,
  networkClass: stated === "aggregator" || stated === "verifiedBot" ? stated : "public",
})
