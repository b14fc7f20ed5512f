import type { EventEntry } from "../../../base/contracts/define-event.ts"
import type { shipmentCreated } from "../../../base/contracts/shipment-created.ts"
import { testBehaviourOf } from "../../../base/contracts/test-references.ts"
import { PublishFailed, type PutResult } from "../../../parties/channels/event-publisher.ts"
import { isNamed } from "../../../parties/named-counterparty.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import type { ReceivedEvent } from "../../../parties/received-event.ts"
import { playedEvents } from "./played-events.ts"

export type PlayTestReferenceOptions = {
  readonly parties: Pick<PartyDirectory, "carrierById">
  readonly ingressBus: string
  /** Sends entries and returns the outcome of each. */
  readonly send: (entries: readonly EventEntry[]) => Promise<readonly PutResult[]>
}

/**
 * Plays the carrier of a shipment whose tracking number is a test reference, so that its retailer can try what comes
 * back. `notATest`: the number is an ordinary one. `notPlayed`: the carrier sends from an account of its own, or takes
 * no part, so the hub cannot speak for it.
 *
 * @throws PublishFailed when the ingress bus did not take an event. A repeat has no effect
 */
export function makePlayTestReference({ parties, ingressBus, send }: PlayTestReferenceOptions) {
  return async (event: ReceivedEvent<typeof shipmentCreated>): Promise<"played" | "notATest" | "notPlayed"> => {
    const { party: retailer, data, receivedAt } = event
    const { trackingNumber } = data
    const behaviour = testBehaviourOf(trackingNumber)
    if (behaviour === undefined || trackingNumber === undefined || retailer.kind !== "retailer") return "notATest"
    const carrier = await parties.carrierById(data.carrierId)
    if (carrier === undefined || carrier.account !== undefined || isNamed(carrier)) return "notPlayed"
    const shipment = { retailer, carrier, data: { ...data, trackingNumber }, receivedAt }
    const results = await send(playedEvents(behaviour, shipment, ingressBus))
    const codes = results.flatMap(({ errorCode }) => errorCode ?? [])
    if (codes.length > 0) throw new PublishFailed(codes.length, results.length - codes.length, codes)
    return "played"
  }
}
