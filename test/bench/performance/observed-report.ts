import { itemUnits, partitionUnits } from "./hottest-keys.ts"
import { total } from "./model.ts"
import type { ObservedCarrier } from "./observed-carrier.ts"
import { observedMix } from "./observed-mix.ts"
import { prices } from "./prices.ts"

const [secondsPerHour, hoursPerMonth, million] = [3_600, 730, 1_000_000]

/** What the section says before its tables. */
export function observedIntroduction({ recorded, seconds }: ObservedCarrier): string {
  const { lookupsPerSecond, accessesPerEvent, looksOfDays, sharedNetworks } = observedMix
  const { readers, readerLookupsPerSecond, famousLookupsPerSecond } = observedMix
  return `A carrier reports ${thousands(lookupsPerSecond)} lookups a second from its own tool, ${accessesPerEvent} an event. The mix is assumed
(\`test/bench/performance/observed-mix.ts\`): recipients look at a parcel ${looksOfDays.join(", ")} times on the days that it is on
its way. ${percent(observedMix.onSharedNetworks)} of them are on ${sharedNetworks} networks of mobile operators, and ${percent(observedMix.withoutSession)} of these have no session. ${readers} readers read ${readerLookupsPerSecond}
parcels a second each, one visitor walks, and one parcel in the news is looked up by ${famousLookupsPerSecond} new visitors a second.

Calls, units and CPU are counted: the bundled function recorded ${thousands(recorded)} lookups, whole lives of parcels in the order of
time. The hottest keys are not measured. All ${thousands(seconds * lookupsPerSecond)} lookups of ${thousands(seconds)} seconds were drawn from the mix, and what
each writes was added up, second by second. A full profile counts as two units and a quarter of a trim. Times
of Lambda are modelled as above.`
}

/** What the hour asks for. */
export function observedRows(one: ObservedCarrier): string[][] {
  const { calls, readUnits, writeUnits, cpuMilliseconds, invocationsPerSecond, atOnce, cost } = one
  const hour = observedMix.lookupsPerSecond * secondsPerHour
  const dollars = (ofOne: number, times: number) => `$${thousands(Math.round(ofOne * times))}`
  return [
    ["AWS calls of a lookup", calls.toFixed(2)],
    ["read units of a lookup", readUnits.toFixed(2)],
    ["write units of a lookup", writeUnits.toFixed(2)],
    ["CPU of a lookup", `${cpuMilliseconds.toFixed(2)} ms`],
    ["write units a second, all tables and indexes", thousands(Math.round(writeUnits * observedMix.lookupsPerSecond))],
    ["invocations a second, of two events each", invocationsPerSecond.toFixed(0)],
    ["invocations at once, so that no event waits", String(atOnce)],
    ["cost of a million lookups", `$${(total(cost) * million).toFixed(2)}`],
    ["cost of the hour", dollars(total(cost), hour)],
    [`cost of a month of ${hoursPerMonth} such hours`, dollars(total(cost), hour * hoursPerMonth)],
    ["of that, DynamoDB writes", dollars(cost.writes, hour * hoursPerMonth)],
  ]
}

/** The hottest key of each table and index, beside what it may take. */
export function hottestRows({ hottest }: ObservedCarrier): string[][] {
  return hottest.map(({ of, kind, key, unitsPerSecond }) => [
    of,
    key,
    String(Math.round(unitsPerSecond)),
    `${kind === "item" ? itemUnits : partitionUnits} of ${kind === "item" ? "an item" : "a partition"}`,
  ])
}

export const observedReading = `The cost is that of record-access with its event and queue, at the prices of ${prices.asOf}. Looking for cases on the
ledger's stream comes on top: three read units a change. So do storage, backups and logs. Lambda takes 1,000 invocations
at once for an account unless it raises that. No key comes near its limit: repeats write a visitor's own items alone, and
a network's or block's profile is written for first lookups. Too hot would be a credential that reads more than
200 different parcels a second, and a tool that reports one address for all of its visitors.`

function thousands(value: number): string {
  return value.toLocaleString("en-US")
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
