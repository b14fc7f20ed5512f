import type { Party } from "../../../shared/parties/party.ts"
import type { OwnDuty, PartyDesk } from "./desk-client.ts"
import type { ExampleContext } from "./prepare.ts"

type LawId = Party["laws"][number]

/** A party's seat at the case: its way to the desk, and the name under which it knows the case. */
export type Seat = {
  readonly desk: PartyDesk
  readonly alias: string
  readonly law: LawId
  /** What the party owes, by kind. */
  readonly duties: ReadonlyMap<string, OwnDuty>
}

export async function discharge(seat: Seat, kind: string, receipt: { kind: string; reference: string }): Promise<void> {
  const { dutyId } = dutyOf(seat, kind)
  const step = { operation: "discharge", receipt: { ...receipt, at: new Date().toISOString() } }
  await seat.desk.act(seat.alias, `duties/${dutyId}`, { step })
}

export async function seatOf(desk: PartyDesk, alias: string, [law]: readonly LawId[]): Promise<Seat> {
  if (law === undefined) throw new Error("a party of the example is bound by no law")
  const { duties } = await desk.view(alias)
  return { desk, alias, law, duties: new Map(duties.map((duty) => [duty.kind, duty])) }
}

export function dutyOf({ desk, duties }: Seat, kind: string): OwnDuty {
  const found = duties.get(kind)
  if (found === undefined) throw new Error(`${desk.partyId} owes no ${kind}`)
  return found
}

/** What every event of a party has in common. */
export function fromParty({ exchange, run }: ExampleContext, { desk }: Seat, what: string) {
  return {
    source: `wayseal.${desk.kind}.${desk.partyId}`,
    busName: exchange.ingressBusName,
    metadata: {
      id: `${run}-${desk.partyId}-${what}`,
      occurredAt: new Date().toISOString(),
      correlationId: `${run}-${desk.partyId}`,
    },
  }
}
