import { awaitedLater } from "../../infra/local/replay/concurrency.ts"
import { dayMilliseconds } from "../../shared/base/platform/instants.ts"
import { keyKind } from "../../shared/watch/detection/accessor.ts"
import { vouchingParty } from "../../shared/watch/detection/anomalies/voucher.ts"
import { blockNamed, restrictedNumbers } from "../../shared/watch/detection/retailers/number-blocks.ts"
import { publishAccesses, type Reporting } from "./accesses.ts"
import { askHub } from "./guarded.ts"
import type { Violations } from "./invariants.ts"
import type { Random } from "./random.ts"
import { tokenOf } from "./tokens.ts"
import { creationActions, parcelOf, type SimulatedParcel, type Story } from "./workload.ts"
import type { World } from "./world.ts"

const forgers = ["northpost", "maplebooks"] as const
type Forger = (typeof forgers)[number]

/** Parties that vouch for visitors who never came, and the parcels whose postal codes these guess. */
type Forgery = {
  readonly by: readonly Forger[]
  readonly guessed: readonly SimulatedParcel[]
  /** Its recipient comes to the hub's page. Its number is in the code block of the others. */
  readonly honest: SimulatedParcel
}

/** So many wrong codes alarm a code block. */
const guesses = 10
const wrongCode = "V6B 1A1"
const minute = 60_000
/** By then reports that failed were delivered again. */
const aWhile = 30 * minute

/** In some schedules, publishes parcels of one code block, of a carrier whose usual typing errors are learned. */
export async function beginForgery(world: World, story: Story, random: Random): Promise<Forgery | undefined> {
  if (!random.chance(0.1)) return undefined
  const nowMs = world.scheduler.nowMs()
  const learnedAt = new Date(nowMs).toISOString()
  const learned = { ordersPerDay: 300, missShare: 0.05, wrongCodeShare: 0.06, learnedAt }
  await world.stores.retailerProfiles.learn("northpost", learned, 0)
  const parcelAt = (place: number): SimulatedParcel => ({
    ...parcelOf(random, 400 + place, false),
    trackingNumber: `NP60000${46_600 + place * 18}CA`,
  })
  const guessed = Array.from({ length: guesses }, (_, place) => parcelAt(place))
  const honest = parcelAt(guesses)
  for (const parcel of [...guessed, honest])
    for (const action of creationActions({ world, story, random }, parcel, nowMs - dayMilliseconds))
      world.scheduler.after(random.integer(0, 20_000), action)
  return { by: random.pick([[forgers[0]], [forgers[1]], forgers]), guessed, honest }
}

export type Forged = {
  /** What the hub's page answered the recipient. */
  readonly status: number
  /** Parties whose own view of the numbers has to alarm. */
  readonly alarmed: readonly Forger[]
}

/** Parties say of invented visitors that each gave a wrong code. Then a recipient gives the right one. */
export async function forgeLookups(
  world: World,
  story: Story,
  of: { readonly forgery: Forgery; readonly random: Random },
): Promise<Forged> {
  const { forgery, random } = of
  const forging = forgery.by.map(async (party) => {
    if (party === "northpost") reportGuesses({ world, story, random }, forgery)
    else await Promise.all(forgery.guessed.map((parcel, visitor) => delegateGuess(world, random, { parcel, visitor })))
  })
  const answer = awaitedLater(Promise.all(forging).then(() => visitPage(world, forgery)))
  // A visitor who asks again after a failure counts as a repeat, so a block that was not written has one guess less.
  const isSmooth = Object.values(world.scheduler.faults()).every((rate) => rate === 0)
  await world.scheduler.runUntilIdle()
  const alarmed = forgery.by.filter((party) => party === "northpost" || isSmooth)
  return { status: await answer, alarmed }
}

const inventedIp = (visitor: number): string => `203.0.113.${10 + visitor}`

function reportGuesses({ world, story, random }: Reporting, { guessed }: Forgery): void {
  const startMs = world.scheduler.nowMs() - minute
  const accesses = guessed.map(({ trackingNumber }, visitor) => ({
    accessId: `acc_${random.id()}`,
    at: new Date(startMs + visitor * 1_000).toISOString(),
    reference: { kind: "trackingNumber", trackingNumber },
    accessor: { kind: "raw", ip: inventedIp(visitor) },
    outcome: "challengeFailed",
    proof: "none",
    fields: [],
  }))
  publishAccesses({ world, story, random }, accesses, { fate: "recorded", times: random.chance(0.3) ? 2 : 1 })
}

async function delegateGuess(
  world: World,
  random: Random,
  of: { readonly parcel: SimulatedParcel; readonly visitor: number },
): Promise<void> {
  const { trackingNumber } = of.parcel
  await world.scheduler.sleep(random.integer(0, 20_000))
  const authorization = tokenOf("maplebooks", { ip: inventedIp(of.visitor) })
  await askHub(world, { authorization }, { carrier: "northpost", trackingNumber, postalCode: wrongCode })
}

async function visitPage(world: World, { honest }: Forgery): Promise<number> {
  await world.scheduler.sleep(aWhile)
  const { trackingNumber, postalCode } = honest
  return askHub(world, { sourceIp: "198.51.100.250" }, { carrier: "northpost", trackingNumber, postalCode })
}

/**
 * What a party says restricts nobody on the hub's page, and is in no block of the hub's. It counts in the party's own,
 * and restricts numbers under the party's name alone.
 *
 * @param forged undefined unless parties forged; then nobody visited the hub's page
 */
export function vouchingViolationsOf(world: World, forged: Forged | undefined): Violations {
  const { accessProfiles, anomalies, restrictions } = world.stores
  const found: Violations = []
  if (forged !== undefined && forged.status !== 200) found.push("the hub's page refused a right postal code")
  const vouchers = new Map(anomalies.rows().map((row) => [row.anomalyId, vouchingParty(row)]))
  for (const { scope, accessorKey, vouchedBy, anomalyId = "" } of restrictions.rows()) {
    const isOfNumbers = scope === "neighbourhood" || scope === "codeBlock"
    const namedBy = isOfNumbers ? restrictedNumbers(accessorKey)?.numbers.vouchedBy : vouchedBy
    const voucher = vouchedBy ?? vouchers.get(anomalyId)
    if (voucher !== undefined && namedBy !== voucher) found.push(`what ${voucher} said restricts everybody`)
  }
  for (const { profileKey, entries } of accessProfiles.rows()) {
    const block = blockNamed(profileKey)
    const isOfHub = block !== null && block.numbers.vouchedBy === undefined
    if (isOfHub && Object.keys(entries).length > (forged === undefined ? 0 : 1))
      found.push(`a ${block.kind} of the hub counts what a party said`)
  }
  for (const party of forged?.alarmed ?? []) {
    const own = anomalies.rows().filter((row) => vouchingParty(row) === party)
    if (!own.some(({ accessorKey }) => keyKind(accessorKey) === "codeBlock"))
      found.push(`the guesses that ${party} vouches for raised no alarm`)
  }
  return found
}
