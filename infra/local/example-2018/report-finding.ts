import { toolOf } from "../../../shared/base/contracts/tool-name.ts"
import { count } from "../../../shared/base/platform/bilingual.ts"
import { chunksOf } from "../../../shared/base/platform/chunks-of.ts"
import { type Seen, waitUntil } from "../replay/concurrency.ts"
import type { Reported } from "../replay/observed-walk.ts"
import { enterStep, type StoryContext } from "./chronicle.ts"
import type { PartyDesk } from "./desk-client.ts"
import { hourMilliseconds, lookupsUntil } from "./report-breach.ts"

/** The walk ended so long before the run, the finder called the retailer, and the retailer wrote to the carrier. */
const hoursBefore = { walkEnds: 28, finderCalls: 26, carrierAsked: 25 } as const

/** When the retailer asked the carrier by itself: more than a day ago, so that the time to answer is over. */
export const askedAt = ({ startedAt }: StoryContext): string =>
  new Date(startedAt - hoursBefore.carrierAsked * hourMilliseconds).toISOString()

/** Lookups that the desk takes from a log in one call. */
const lookupsPerCall = 250

/**
 * The finder calls the retailer, and says from which to which order it looked, when, and what it saw. The retailer
 * opens a case. Nobody else could: the carrier reports nothing.
 *
 * @returns the retailer's alias of the case
 */
export async function reportFinding(context: StoryContext, desk: PartyDesk): Promise<string> {
  const { carrier, startedAt } = context
  const walk = walkOf(context)
  const [first, last] = [walk[0], walk.at(-1)]
  if (first === undefined || last === undefined) throw new Error("Nobody walked")
  const looks = `looks up ${count(walk.length, "en")} order references in a row in ${carrier.alias}’s tracking tool`
  enterStep(context, { alias: "A customer" }, looks, first.access.at)
  const receivedAt = new Date(startedAt - hoursBefore.finderCalls * hourMilliseconds).toISOString()
  enterStep(context, desk.party, "is informed by that customer, because the carrier does not answer it", receivedAt)
  const { caseAlias } = await desk.open({
    finder: "finder",
    tool: toolOf(carrier.id),
    receivedAt,
    evidence: {
      kind: "referenceRange",
      firstReference: first.lookup.parcel.orderReference,
      lastReference: last.lookup.parcel.orderReference,
      since: first.access.at,
      until: last.access.at,
      fields: first.access.fields,
    },
  })
  await untilCounted("possible exposure", walk.length, async () => {
    const { counts } = await desk.view(caseAlias)
    return counts.possibleShipments ?? 0
  })
  const possible = `${count(walk.length, "en")} shipments possibly exposed`
  enterStep(context, desk.party, `opens a case with the range of references and the time: ${possible}`)
  return caseAlias
}

/** The finder hands over the list that it kept. With it the hub knows what was seen. */
export async function importList(context: StoryContext, desk: PartyDesk, alias: string): Promise<void> {
  const walk = walkOf(context)
  for (const some of chunksOf(walk, lookupsPerCall)) {
    const accesses = some.map(({ access: { accessId, at, fields }, lookup }) => ({
      accessId,
      at,
      reference: lookup.parcel.shipmentId,
      accessor: "finder",
      fields,
    }))
    await desk.importAccesses(alias, { accesses })
    context.onLine(`  ${some.length} lookups of the finder’s list imported`)
  }
  await untilCounted("exposure", walk.length, async () => (await desk.view(alias)).counts.shipments)
  enterStep(context, desk.party, `imports the list that the finder kept: ${count(walk.length, "en")} shipments exposed`)
}

function walkOf(context: StoryContext): Reported[] {
  return lookupsUntil(context, hoursBefore.walkEnds).filter(({ lookup }) => lookup.isWalker)
}

async function untilCounted(what: string, wanted: number, read: () => Promise<number>): Promise<void> {
  const isCounted = async (seen: Seen) => (seen(await read()) >= wanted ? true : undefined)
  await waitUntil(`the hub to count every ${what}`, isCounted, { everyMilliseconds: 1000 })
}
