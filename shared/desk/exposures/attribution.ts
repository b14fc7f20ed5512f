import { detectorMemoryDays } from "../../base/contracts/retention.ts"
import { dayMilliseconds, earlier, later } from "../../base/platform/instants.ts"
import { keyKind, keysOfCrossed } from "../../watch/detection/accessor.ts"
import { voidsPostalCodes } from "../../watch/detection/profiles/proof.ts"
import { blockEpisodeHours } from "../../watch/detection/thresholds/thresholds.ts"
import { type Disclosure, lastOf, latestOf } from "../../watch/lookups/ledger/disclosure.ts"
import type { Attribution, CaseKey, CaseRow } from "../cases/case-rows.ts"
import type { Attributed } from "../cases/exposure.ts"

/** The part of an anomaly that decides which case it belongs to. */
export type JoiningAnomaly = {
  accessorKey: string
  subject?: string | undefined
  network?: string | undefined
  otherKeys?: readonly string[] | undefined
  from: string
  crossedAt: string
  evidence: { challengeFailed: number }
}

/**
 * The accessor keys of an anomaly. Only the key that crossed, under all its names, attributes exposures: a subject from
 * 30 days before, a network or prefix from the beginning of the episode, because strangers share it. The other keys
 * show which later anomalies belong to the same case.
 *
 * If postal codes were guessed, the right ones until the network crossed count as guesses too. Later ones do not: while
 * the network is restricted the ledger itself records a postal code as no proof.
 *
 * @param blocks of the retailer's numbers, for an anomaly that shows no accessor. What was seen there without proof
 *   during the episode is a possible exposure. If postal codes were guessed there, so is what the right ones opened
 */
export function keysOfAnomaly(anomaly: JoiningAnomaly, blocks: readonly string[]): CaseKey[] {
  const { accessorKey, subject, network, otherKeys = [], from, crossedAt, evidence } = anomaly
  const monthBefore = new Date(Date.parse(crossedAt) - detectorMemoryDays * dayMilliseconds).toISOString()
  const guessed = voidsPostalCodes(evidence.challengeFailed)
  const kind = keyKind(accessorKey)
  const during = { postalCodesDuring: [{ from, until: crossedAt }] }
  const attribution: Attribution =
    kind === "subject"
      ? { attributesFrom: earlier(from, monthBefore), postalCodesFrom: from }
      : kind === "network" || kind === "prefix"
        ? { attributesFrom: from, ...(guessed ? during : {}) }
        : {}
  const own = keysOfCrossed(anomaly)
  const others = [subject, network, ...otherKeys].flatMap((key) =>
    key === undefined || own.includes(key) ? [] : [{ accessorKey: key }],
  )
  const attributesUntil = new Date(Date.parse(crossedAt) + blockEpisodeHours * 3_600_000).toISOString()
  const ofCodes = kind === "codeBlock" ? during : {}
  const inBlocks = blocks.map(
    (block): CaseKey => ({ accessorKey: block, attributesFrom: from, attributesUntil, ...ofCodes, possible: true }),
  )
  return joinKeys([...own.map((key) => ({ accessorKey: key, ...attribution })), ...others], inBlocks)
}

/** Both sets of keys. A key in both attributes from the earlier beginning to the later end. */
export function joinKeys(one: readonly CaseKey[], other: readonly CaseKey[]): CaseKey[] {
  const joined = new Map<string, CaseKey>()
  for (const key of [...one, ...other]) joined.set(key.accessorKey, joinKey(joined.get(key.accessorKey), key))
  return [...joined.values()]
}

/** A key as both say it, see {@link joinKeys}. */
export function joinKey(known: CaseKey | undefined, key: CaseKey): CaseKey {
  const attributesFrom = earliest(known?.attributesFrom, key.attributesFrom)
  const postalCodesFrom = earliest(known?.postalCodesFrom, key.postalCodesFrom)
  const postalCodesDuring = joinEpisodes(known?.postalCodesDuring, key.postalCodesDuring)
  const attributesUntil = latestEnd(known, key)
  return {
    accessorKey: key.accessorKey,
    ...(attributesFrom === undefined ? {} : { attributesFrom }),
    ...(attributesUntil === undefined ? {} : { attributesUntil }),
    ...(postalCodesFrom === undefined ? {} : { postalCodesFrom }),
    ...(postalCodesDuring === undefined ? {} : { postalCodesDuring }),
    ...(known?.possible === true || key.possible === true ? { possible: true } : {}),
  }
}

function earliest(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? (one ?? other) : earlier(one, other)
}

type Episodes = Attribution["postalCodesDuring"]

function joinEpisodes(one: Episodes, other: Episodes): Episodes {
  if (one === undefined || other === undefined) return one ?? other
  return [...new Map([...one, ...other].map((episode) => [`${episode.from}|${episode.until}`, episode])).values()].sort(
    (a, b) => Date.parse(a.from) - Date.parse(b.from) || Date.parse(a.until) - Date.parse(b.until),
  )
}

/** @returns `undefined` if one of them attributes without end, or neither attributes */
function latestEnd(known: CaseKey | undefined, key: CaseKey): string | undefined {
  const ends = [known, key].flatMap((one) => (one?.attributesFrom === undefined ? [] : [one.attributesUntil]))
  const given = ends.filter((end) => end !== undefined)
  return given.length < ends.length
    ? undefined
    : given.reduce<string | undefined>((one, end) => later(one ?? end, end), undefined)
}

/** Whether two keys attribute the same. */
export function sameAttribution(one: Attribution | undefined, other: Attribution): boolean {
  return (
    one?.attributesFrom === other.attributesFrom &&
    one?.attributesUntil === other.attributesUntil &&
    one?.postalCodesFrom === other.postalCodesFrom &&
    one?.possible === other.possible &&
    JSON.stringify(one?.postalCodesDuring) === JSON.stringify(other.postalCodesDuring)
  )
}

/** What of a disclosure decides whether a case counts it. */
type Shown = Pick<Disclosure, "at" | "lastAt" | "proof" | "provenForExposure">

/**
 * A disclosure as a case counts it. An accessor that guessed postal codes has proven nothing by a right one. Repeats of
 * an hour are written once, so what was repeated before the attack in the hour of its begin is possibly an exposure.
 *
 * @param attribution of the disclosure's subject, network or block
 * @returns `undefined` if the disclosure is not an exposure of the case
 */
export function attributedAs<One extends Shown>(
  one: One,
  attribution: Attribution,
): (One & Pick<Attributed, "possible">) | undefined {
  const surely = attributedIf(one, lastOf(one), attribution)
  if (surely !== undefined) return attribution.possible === true ? { ...surely, possible: true } : surely
  const perhaps = attributedIf(one, latestOf(one), attribution)
  return perhaps && { ...perhaps, possible: true }
}

/** A disclosure as a case counts it whose accessor has proven nothing, if its last lookup was then. */
function attributedIf<One extends Shown>(one: One, last: string, attribution: Attribution): One | undefined {
  const { attributesFrom, attributesUntil, postalCodesFrom, postalCodesDuring = [] } = attribution
  const at = Date.parse(last)
  if (attributesFrom === undefined || at < Date.parse(attributesFrom)) return undefined
  if (attributesUntil !== undefined && Date.parse(one.at) > Date.parse(attributesUntil)) return undefined
  const guessed =
    one.proof === "postalCode" &&
    ((postalCodesFrom !== undefined && at >= Date.parse(postalCodesFrom)) ||
      postalCodesDuring.some((episode) => beganDuring(one, episode)))
  if (one.provenForExposure && !guessed) return undefined
  return one.provenForExposure ? { ...one, provenForExposure: false } : one
}

/**
 * Whether the first lookup of a disclosure was during the episode. An accessor that saw the parcel earlier that day
 * knew it already. Episodes have whole seconds, and the whole last second belongs to the episode.
 */
function beganDuring({ at }: Shown, { from, until }: { from: string; until: string }): boolean {
  const instant = Date.parse(at)
  return instant >= Date.parse(from) && instant < Date.parse(until) + 1_000
}

/** Keys of `after` that attribute more than in `before`. The case has to count their part of the ledger. */
export function widenedKeys(
  before: readonly CaseKey[],
  after: readonly CaseKey[],
): { accessorKey: string; from: string }[] {
  const known = new Map(before.map((key) => [key.accessorKey, key]))
  return after.flatMap((key) => {
    const { accessorKey, attributesFrom } = key
    const isSame = sameAttribution(known.get(accessorKey), key)
    return attributesFrom === undefined || isSame ? [] : [{ accessorKey, from: attributesFrom }]
  })
}

/**
 * The case into which the others are merged: the oldest with a party, so that no party's case goes on in one that
 * nobody sees, else the oldest. Of cases opened at the same time it is the one with the smaller id.
 */
export function leadingCase(cases: readonly CaseRow[]): CaseRow | undefined {
  return [...cases].sort((one, other) => {
    const [isSeen, isOtherSeen] = [one.parties.length > 0, other.parties.length > 0]
    if (isSeen !== isOtherSeen) return isSeen ? -1 : 1
    const byAge = Date.parse(one.openedAt) - Date.parse(other.openedAt)
    return byAge !== 0 ? byAge : one.caseId < other.caseId ? -1 : 1
  })[0]
}
