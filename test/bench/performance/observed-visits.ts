import { createHash } from "node:crypto"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { dayMilliseconds } from "../../../shared/base/platform/instants.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { parcelOf } from "./events.ts"
import { observedMix, readersPerSecond } from "./observed-mix.ts"

/** One lookup of the carrier's tool. */
type Visit = { readonly at: number; readonly parcel: number; readonly who: Visitor }

type Visitor =
  | { readonly kind: "recipient" | "walker"; readonly ip: string; readonly session?: string }
  | { readonly kind: "reader"; readonly ip: string; readonly account: string }

const browser = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"

/** Recipients of so many parcels have one shared network, so that many are on it even if there are few parcels. */
const parcelsPerNetwork = 100

/**
 * The whole life of so many parcels: four days on which their recipients look, the readers' part, and a walk on the
 * last day, in the order of time and in events of a hundred.
 *
 * @param until epoch milliseconds; the last day is the UTC day before
 */
export function observedEvents(recipients: number, until: number): EventEntry[] {
  const lastDay = Math.floor(until / dayMilliseconds) * dayMilliseconds - dayMilliseconds
  const firstDay = lastDay - (observedMix.looksOfDays.length - 1) * dayMilliseconds
  const visits = Array.from({ length: recipients }, (_, parcel) => visitsOf(parcel, firstDay)).flat()
  const readers = Math.round((visits.length * readersPerSecond) / (observedMix.lookupsPerSecond - readersPerSecond))
  const span = observedMix.looksOfDays.length * dayMilliseconds
  for (let read = 0; read < readers; read += 1) {
    const account = `reader-${read % observedMix.readers}`
    const at = firstDay + Math.floor((span * read) / readers)
    visits.push({ at, parcel: read % recipients, who: { kind: "reader", ip: "198.51.100.20", account } })
  }
  for (let step = 0; step < 40; step += 1) {
    const who = { kind: "walker", ip: "203.0.113.99", session: "walkers-session" } as const
    visits.push({ at: lastDay + (step + 1) * 1_000, parcel: step % recipients, who })
  }
  visits.sort((one, other) => one.at - other.at)
  const events: EventEntry[] = []
  for (let from = 0; from + observedMix.accessesPerEvent <= visits.length; from += observedMix.accessesPerEvent)
    events.push(entryOf(visits.slice(from, from + observedMix.accessesPerEvent)))
  return events
}

/** What one recipient looks up, from seven in the morning until eleven at night. */
function visitsOf(parcel: number, firstDay: number): Visit[] {
  const { onSharedNetworks, withoutSession } = observedMix
  const isShared = parcel % 10 < onSharedNetworks * 10
  const isAnonymous = isShared && parcel % 50 < withoutSession * onSharedNetworks * 50
  const ip = isShared
    ? `192.0.2.${Math.floor(parcel / parcelsPerNetwork)}`
    : `20.${parcel % 250}.${Math.floor(parcel / 250)}.7`
  const who = { kind: "recipient", ip, ...(isAnonymous ? {} : { session: `session-of-${parcel}` }) } as const
  return observedMix.looksOfDays.flatMap((looks, day) =>
    Array.from({ length: looks }, (_, look) => {
      const hour = 7 + (16 * look) / looks
      return { at: firstDay + day * dayMilliseconds + Math.round((hour * 3_600 + parcel) * 1_000), parcel, who }
    }),
  )
}

function entryOf(visits: readonly Visit[]): EventEntry {
  const [first] = visits
  const at = new Date(first?.at ?? 0).toISOString()
  const id = createHash("sha256").update(JSON.stringify(visits)).digest("hex").slice(0, 16)
  return trackingAccessed.entry({
    source: eventSource({ kind: "carrier", id: "northpost" }),
    busName: "ingress",
    data: { accesses: visits.map((visit, place) => accessOf(visit, `acc_${id}x${place}`)) },
    metadata: { id, occurredAt: at, correlationId: id },
  })
}

function accessOf({ at, parcel, who }: Visit, accessId: string) {
  const named =
    who.kind === "reader"
      ? { account: who.account, accountKind: "partner" as const }
      : who.session === undefined
        ? {}
        : { session: who.session, sessionStartedAt: new Date(at - 30 * dayMilliseconds).toISOString() }
  return {
    accessId,
    at: new Date(at).toISOString(),
    reference: { kind: "trackingNumber" as const, trackingNumber: parcelOf(parcel).trackingNumber },
    accessor: { kind: "raw" as const, ip: who.ip, userAgent: browser, ...named },
    outcome: "hit" as const,
    proof: "none" as const,
    fields: ["existence" as const, "phase" as const],
  }
}
