import type { Proof } from "../../base/contracts/words.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { RandomId } from "../../base/platform/random-id.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import type { LookupAnswer } from "../../intake/tracking/lookup-answer.ts"
import type { RecordFinder } from "../../intake/tracking/record-finder.ts"
import type { Caller } from "../../parties/authenticate-party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { AccessProfileReader } from "../detection/profiles/access-profiles.ts"
import type { Restrictions } from "../detection/restrictions/restriction.ts"
import type { VolumeCounter } from "../detection/retailers/volume-counter.ts"
import type { ChallengeFailures } from "./guesses/challenge-failures.ts"
import type { Disclosures } from "./ledger/disclosures.ts"
import type { LookupRequest } from "./lookup-request.ts"
import type { AccessObserver } from "./recording/access-observer.ts"
import type { Canaries } from "./references/canaries.ts"
import type { HeavyReaders } from "./visitor/heavy-readers.ts"

/** A lookup as it arrives. */
export type Lookup = {
  readonly request: LookupRequest
  /** The party whose credential signed the request, and the visitor for whom it asks. */
  readonly caller: Caller | undefined
  readonly cookies: Readonly<Record<string, string>>
  readonly userAgent: string | undefined
  readonly sourceIp: string
}

/** What a lookup opened: the records, by which proof, and whether that proof shows that the visitor may see them. */
export type Opened = {
  readonly records: readonly TrackingRecord[]
  readonly proof: Proof
  readonly proven: boolean
}

/** An answer, or the one refusal that discloses nothing. */
export type LookedUpAnswer = {
  readonly answer: LookupAnswer | "refused"
  /** What the answer is about, unless it is the refusal. */
  readonly opened: Opened | undefined
  /** Value of Set-Cookie, for a visitor without a cookie of the hub. */
  readonly setCookie: string | undefined
}

export type LookUpShipmentOptions = {
  parties: PartyDirectory
  records: RecordFinder
  keyedHash: KeyedHash
  canaries: Canaries
  heavyReaders: HeavyReaders
  observer: AccessObserver
  profiles: AccessProfileReader
  disclosures: Pick<Disclosures, "append" | "appendAll">
  restrictions: Pick<Restrictions, "of" | "restart">
  challengeFailures: ChallengeFailures
  volumes: Pick<VolumeCounter, "count" | "writeDue">
  clock: Clock
  randomId: RandomId
  /** Resolves at that instant, epoch milliseconds, or at once if it has passed. */
  holdUntil: (epochMilliseconds: number) => Promise<void>
  /** Every answer takes a multiple of this, so that its time does not show the reason of a refusal. */
  floorMilliseconds: number
}

/** The floor of a deployed exchange. `npm run bench:answer-times` shows that it still hides the reason. */
export const deployedFloorMilliseconds = 150
