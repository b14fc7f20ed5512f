import type { Party } from "../../../shared/parties/party.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import type { ReplayContext } from "../replay/context.ts"
import type { OwnDuty, PartyDesk } from "./desk-client.ts"

type LawId = Party["laws"][number]

/** A party of the case: its way to the desk, and the name under which it knows the case. */
export type Participant = {
  readonly desk: PartyDesk
  readonly alias: string
  readonly law: LawId
  /** What the party owes, by kind of duty. */
  readonly duties: ReadonlyMap<string, OwnDuty>
}

/** The two parties of the example's case. */
export type Participants = { readonly retailer: Participant; readonly carrier: Participant }

/** Reads what a party owes in a case. */
export async function participantOf(desk: PartyDesk, alias: string): Promise<Participant> {
  const [law] = desk.party.laws
  if (law === undefined) throw new Error(`The party ${desk.party.id} has no law in parties.json`)
  const { duties } = await desk.view(alias)
  return { desk, alias, law, duties: new Map(duties.map((duty) => [duty.kind, duty])) }
}

export function dutyOf({ desk, duties }: Participant, kind: string): OwnDuty {
  const found = duties.get(kind)
  if (found === undefined) throw new Error(`The party ${desk.party.id} owes no duty of kind ${kind}`)
  return found
}

export async function discharge(
  participant: Participant,
  kind: string,
  receipt: { readonly kind: string; readonly reference: string },
): Promise<void> {
  const { dutyId } = dutyOf(participant, kind)
  const step = { operation: "discharge", receipt: { ...receipt, at: new Date().toISOString() } }
  await participant.desk.act(participant.alias, `duties/${dutyId}`, { step })
}

/** What every event of a party has in common. `what` makes its id unique. */
export function fromParty({ exchange, run }: ReplayContext, { desk }: Participant, what: string) {
  const { party } = desk
  return {
    source: eventSource(party),
    busName: exchange.ingressBusName,
    metadata: {
      id: `${run}-${party.id}-${what}`,
      occurredAt: new Date().toISOString(),
      correlationId: `${run}-${party.id}`,
    },
  }
}
