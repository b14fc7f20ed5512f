import type * as z from "zod"
import type { DutyKind, LawId, LawOrContract, receiptKind } from "../../../shared/base/contracts/words.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import type { ReplayContext } from "../replay/context.ts"
import type { OwnDuty, PartyDesk, SentTo } from "./desk-client.ts"
import type { DrawnDocument } from "./desk-documents.ts"

/** A party of the case: its way to the desk, the name under which it knows the case, and what it drew so far. */
export type Participant = {
  readonly desk: PartyDesk
  readonly alias: string
  readonly drawn: DrawnDocument[]
}

/** The two parties of the example's case. */
export type Participants = { readonly retailer: Participant; readonly carrier: Participant }

/** The duty that a party owes under a law. */
export async function dutyOf({ desk, alias }: Participant, law: LawOrContract, kind: DutyKind): Promise<OwnDuty> {
  const { duties } = await desk.view(alias)
  const found = duties.find((duty) => duty.law === law && duty.kind === kind)
  if (found === undefined) throw new Error(`The party ${desk.party.id} owes no duty of kind ${kind} under ${law}`)
  return found
}

/** What shows that a duty was done. */
export type Receipt = { readonly kind: z.infer<typeof receiptKind>; readonly reference: string }

/** The step with which a party says that a duty is done, now. */
export const dischargedBy = (receipt: Receipt): SentTo<"duties/{dutyId}"> => ({
  step: { operation: "discharge", receipt: { ...receipt, at: new Date().toISOString() } },
})

export async function discharge(participant: Participant, law: LawId, kind: DutyKind, receipt: Receipt): Promise<void> {
  const { dutyId } = await dutyOf(participant, law, kind)
  await participant.desk.act(participant.alias, dutyId, dischargedBy(receipt))
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
