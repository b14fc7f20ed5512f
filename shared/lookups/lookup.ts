import type { AccessProfileReader } from "../detection/profiles/access-profiles.ts"
import type { Restrictions } from "../detection/restrictions/restriction.ts"
import type { VolumeCounter } from "../detection/retailers/volume-counter.ts"
import type { Caller } from "../parties/authenticate-party.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { Clock } from "../platform/clock.ts"
import type { RandomId } from "../platform/random-id.ts"
import type { KeyedHash } from "../tracking/keyed-hash.ts"
import type { RecordFinder } from "../tracking/record-finder.ts"
import type { LookupAnswer } from "../tracking/shown-parcel.ts"
import type { ChallengeFailures } from "./guesses/challenge-failures.ts"
import type { Disclosures } from "./ledger/disclosures.ts"
import type { LookupRequest } from "./lookup-request.ts"
import type { Canaries } from "./references/canaries.ts"
import type { HeavyReaders } from "./visitor/heavy-readers.ts"
import type { AccessObserver } from "./watch/access-observer.ts"

/** A lookup as it comes in. */
export type Lookup = {
  readonly request: LookupRequest
  /** The party whose credential came with it, and for whom it asks. */
  readonly caller: Caller | undefined
  readonly cookies: Readonly<Record<string, string>>
  readonly userAgent: string | undefined
  readonly sourceIp: string
}

/** What a lookup came to: an answer, or the one refusal that tells nothing. */
export type LookedUpAnswer = {
  readonly answer: LookupAnswer | "refused"
  /** Value of Set-Cookie, for a visitor who has no cookie of the hub yet. */
  readonly setCookie: string | undefined
}

/** What looking up works with. */
export type LookUpShipmentOptions = {
  parties: PartyDirectory
  records: RecordFinder
  keyedHash: KeyedHash
  canaries: Canaries
  heavyReaders: HeavyReaders
  observer: AccessObserver
  profiles: AccessProfileReader
  disclosures: Pick<Disclosures, "append">
  restrictions: Pick<Restrictions, "of">
  challengeFailures: ChallengeFailures
  volumes: Pick<VolumeCounter, "count" | "writeDue">
  clock: Clock
  randomId: RandomId
  /** Resolves at that instant, epoch milliseconds, or at once when it has passed. */
  holdUntil: (epochMilliseconds: number) => Promise<void>
  /** Every answer takes a whole multiple of this, so that its time does not tell one reason of a refusal from another. */
  floorMilliseconds: number
}
