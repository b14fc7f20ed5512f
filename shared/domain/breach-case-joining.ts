import type { Attribution, CaseKey, CaseRow } from "./breach-case.ts"
import { type Disclosure, guessesThatVoidPostalCodes } from "./disclosure.ts"
import { earlier } from "./exposure.ts"
import { lastOf } from "./ledger.ts"

/** A subject's unproven lookups of so many days before the crossing belong to its case. */
export const attributedDaysBefore = 30

const dayMilliseconds = 86_400_000

/** The part of an anomaly that decides which case it belongs to. */
export type JoiningAnomaly = {
  accessorKey: string
  subject?: string | undefined
  network?: string | undefined
  from: string
  crossedAt: string
  evidence: { challengeFailed: number }
}

/**
 * The accessor keys of an anomaly. Only the key that crossed attributes exposures: a subject from 30 days before, a network
 * from the beginning of the episode, since strangers share it. Where postal codes were guessed, those that were right until the network
 * crossed are guesses too; later ones the ledger itself calls unproven while the network is restricted, and then strangers prove again.
 * The other keys tell that later anomalies are of the same case.
 */
export function keysOfAnomaly(anomaly: JoiningAnomaly): CaseKey[] {
  const { accessorKey, subject, network, from, crossedAt, evidence } = anomaly
  const monthBefore = new Date(Date.parse(crossedAt) - attributedDaysBefore * dayMilliseconds).toISOString()
  const guessed = evidence.challengeFailed >= guessesThatVoidPostalCodes
  const own: CaseKey = accessorKey.startsWith("subject#")
    ? { accessorKey, attributesFrom: earlier(from, monthBefore), postalCodesFrom: from }
    : accessorKey.startsWith("network#")
      ? { accessorKey, attributesFrom: from, ...(guessed ? { postalCodesDuring: [{ from, until: crossedAt }] } : {}) }
      : { accessorKey }
  const others = [subject, network].flatMap((key) =>
    key === undefined || key === accessorKey ? [] : [{ accessorKey: key }],
  )
  return [own, ...others]
}

/**
 * Keys whose case an anomaly also belongs to without claiming them: a walk that no accessor shows goes on from one block of
 * a retailer's numbers to the next.
 */
export function neighbouringKeys(accessorKey: string): string[] {
  const parts = /^(block|missBlock)#(.+)#(\d+)$/.exec(accessorKey)
  const [, kind, retailerId] = parts ?? []
  const number = Number(parts?.[3])
  if (kind === undefined || retailerId === undefined) return []
  const block = (at: number) => `block#${retailerId}#${at}`
  const missBlock = (at: number) => `missBlock#${retailerId}#${at}`
  if (kind === "block") return [block(number - 1), block(number + 1), missBlock(Math.floor(number / 4))]
  const within = [-1, 0, 1, 2, 3, 4].map((step) => block(number * 4 + step))
  return [missBlock(number - 1), missBlock(number + 1), ...within]
}

/** Both sets of keys; one that attributes keeps its earliest beginning. */
export function joinKeys(one: readonly CaseKey[], other: readonly CaseKey[]): CaseKey[] {
  const joined = new Map<string, CaseKey>()
  for (const key of [...one, ...other]) {
    const known = joined.get(key.accessorKey)
    const attributesFrom = earliest(known?.attributesFrom, key.attributesFrom)
    const postalCodesFrom = earliest(known?.postalCodesFrom, key.postalCodesFrom)
    const postalCodesDuring = joinEpisodes(known?.postalCodesDuring, key.postalCodesDuring)
    joined.set(key.accessorKey, {
      accessorKey: key.accessorKey,
      ...(attributesFrom === undefined ? {} : { attributesFrom }),
      ...(postalCodesFrom === undefined ? {} : { postalCodesFrom }),
      ...(postalCodesDuring === undefined ? {} : { postalCodesDuring }),
    })
  }
  return [...joined.values()]
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

/** Whether two claims attribute the same. */
export function sameAttribution(one: Attribution | undefined, other: Attribution): boolean {
  return (
    one?.attributesFrom === other.attributesFrom &&
    one?.postalCodesFrom === other.postalCodesFrom &&
    JSON.stringify(one?.postalCodesDuring) === JSON.stringify(other.postalCodesDuring)
  )
}

/**
 * A disclosure as the case sees it that claimed its accessor: whoever stands under an anomaly has proven nothing by a postal
 * code. `undefined` when it is none of the case's exposures.
 *
 * @param claim of the disclosure's subject or network
 */
export function attributedAs(one: Disclosure, claim: Attribution): Disclosure | undefined {
  const at = Date.parse(lastOf(one))
  if (claim.attributesFrom === undefined || at < Date.parse(claim.attributesFrom)) return undefined
  if (!one.provenForExposure) return one
  const { postalCodesFrom, postalCodesDuring = [] } = claim
  const guessed =
    (postalCodesFrom !== undefined && at >= Date.parse(postalCodesFrom)) ||
    postalCodesDuring.some((episode) => beganDuring(one, episode))
  return one.proof === "postalCode" && guessed ? { ...one, provenForExposure: false } : undefined
}

/**
 * Whether the first of an item's lookups was in the episode: who saw it earlier that day knew the parcel. Episodes are told in whole seconds,
 * of which the last belongs to it as a whole.
 */
function beganDuring({ at }: Disclosure, { from, until }: { from: string; until: string }): boolean {
  const instant = Date.parse(at)
  return instant >= Date.parse(from) && instant < Date.parse(until) + 1_000
}

/** Keys of `after` that attribute more than they did in `before`: their stretch of the ledger is to be counted. */
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

/** The case that an anomaly joins when its keys lead to several open ones: the oldest, and of equals the smaller id. */
export function caseToJoin(candidates: readonly CaseRow[]): CaseRow | undefined {
  return [...candidates]
    .filter((row) => row.state === "open")
    .sort((one, other) => {
      const byAge = Date.parse(one.openedAt) - Date.parse(other.openedAt)
      return byAge !== 0 ? byAge : one.caseId < other.caseId ? -1 : 1
    })[0]
}
