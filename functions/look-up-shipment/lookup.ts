import type { Canaries } from "../../shared/access/canaries.ts"
import type { HeavyReaders } from "../../shared/access/heavy-readers.ts"
import type { AccessObserver } from "../../shared/access/observe-access.ts"
import type { RecordFinder } from "../../shared/access/record-finder.ts"
import type { VolumeCounter } from "../../shared/access/volume-counter.ts"
import type { LookupAnswer } from "../../shared/domain/lookup-answer.ts"
import type { LookupRequest } from "../../shared/domain/lookup-request.ts"
import type { PartyDirectory } from "../../shared/domain/party.ts"
import type { Caller } from "../../shared/runtime/authenticate-party.ts"
import type { Clock } from "../../shared/runtime/clock.ts"
import type { RandomId } from "../../shared/runtime/random-id.ts"
import type { AccessProfileReader } from "../../shared/storage/access-profiles.ts"
import type { ChallengeFailures } from "../../shared/storage/challenge-failures.ts"
import type { Disclosures } from "../../shared/storage/disclosures.ts"
import type { KeyedHash } from "../../shared/storage/keyed-hash.ts"
import type { Restrictions } from "../../shared/storage/restrictions.ts"

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
