import type { CaseKey, CaseRow } from "./breach-case.ts"
import type { Disclosure } from "./disclosure.ts"
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
}

/**
 * The accessor keys of an anomaly. Only the key that crossed attributes exposures: a subject from 30 days before, a network
 * from the beginning of the episode, since strangers share it. The others tell that later anomalies are of the same case.
 */
export function keysOfAnomaly(anomaly: JoiningAnomaly): CaseKey[] {
  const { accessorKey, subject, network, from, crossedAt } = anomaly
  const monthBefore = new Date(Date.parse(crossedAt) - attributedDaysBefore * dayMilliseconds).toISOString()
  const own: CaseKey = accessorKey.startsWith("subject#")
    ? { accessorKey, attributesFrom: earlier(from, monthBefore), postalCodesFrom: from }
    : accessorKey.startsWith("network#")
      ? { accessorKey, attributesFrom: from }
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
    joined.set(key.accessorKey, {
      accessorKey: key.accessorKey,
      ...(attributesFrom === undefined ? {} : { attributesFrom }),
      ...(postalCodesFrom === undefined ? {} : { postalCodesFrom }),
    })
  }
  return [...joined.values()]
}

function earliest(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? (one ?? other) : earlier(one, other)
}

/** The part of a case's claim of an accessor key that says what of the ledger is its own. */
export type Attribution = Pick<CaseKey, "attributesFrom" | "postalCodesFrom">

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
  const guessed = claim.postalCodesFrom !== undefined && at >= Date.parse(claim.postalCodesFrom)
  return one.proof === "postalCode" && guessed ? { ...one, provenForExposure: false } : undefined
}

/** Keys of `after` that attribute more than they did in `before`: their stretch of the ledger is to be counted. */
export function widenedKeys(
  before: readonly CaseKey[],
  after: readonly CaseKey[],
): { accessorKey: string; from: string }[] {
  const known = new Map(before.map((key) => [key.accessorKey, key]))
  return after.flatMap(({ accessorKey, attributesFrom, postalCodesFrom }) => {
    const key = known.get(accessorKey)
    const isSame = key?.attributesFrom === attributesFrom && key?.postalCodesFrom === postalCodesFrom
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
