import { breachAlertAcknowledged } from "../../../shared/base/contracts/breach-alert-acknowledged.ts"
import type { ProducerDataOf } from "../../../shared/base/contracts/define-event.ts"
import {
  type dutyAssessed,
  dutyDeclined,
  dutyDischarged,
  dutyRequested,
  dutyTakenOver,
} from "../../../shared/base/contracts/duty-events.ts"
import { individualsNotified } from "../../../shared/base/contracts/individuals-notified.ts"
import { measureRecorded } from "../../../shared/base/contracts/measure-recorded.ts"
import type { DutyKind } from "../../../shared/base/contracts/words.ts"
import type { Action } from "../../../shared/desk/actions/action.ts"
import { type DeskEvent, makeRunBreachDesk } from "../../../shared/desk/actions/run-breach-desk.ts"
import type { DischargeReceipt } from "../../../shared/desk/duties/duty.ts"
import { type BreachWorld, breachWorld, partyIn, seen, walkAnomaly } from "../breach-world.ts"

/** A world with a case of a walk over a given number of shipments. Parties act by events. */
export async function walkedWorld(shipments = 5, options: Parameters<typeof breachWorld>[0] = {}) {
  const world = breachWorld(options)
  for (let number = 1; number <= shipments; number++) await world.disclosures.append(seen(number))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  const desk = { ...world.desk, records: world.records, restrictions: world.restrictions }
  const run = makeRunBreachDesk(desk)
  let sent = 0
  const aliasOf = (partyId: string) => partyIn(world, partyId).alias

  function event<Contract extends DeskEvent["contract"]>(
    partyId: string,
    contract: Contract,
    data: Omit<ProducerDataOf<Contract>, "caseAlias"> & { caseAlias?: string },
    id?: string,
  ): DeskEvent
  function event(partyId: string, contract: DeskEvent["contract"], data: object, id?: string): object {
    const party = world.directory.named(partyId)
    if (party === undefined) throw new Error("no such party")
    sent += 1
    const metadata = {
      id: id ?? `event-${sent}`,
      occurredAt: world.clock().toISOString(),
      correlationId: "story",
      version: 1,
    }
    return {
      contract,
      detailType: contract.detailType,
      party,
      eventBridgeId: `eb-${sent}`,
      metadata,
      data: contract.data.parse(
        "caseAlias" in data || "restrictionId" in data ? data : { ...data, caseAlias: aliasOf(partyId) },
      ),
      receivedAt: metadata.occurredAt,
    }
  }
  const at = () => world.clock().toISOString()
  const duty = (law: string, kind: DutyKind) => ({ law, kind })

  return {
    world,
    desk,
    aliasOf,
    run: async (made: DeskEvent) => {
      const outcome = await run(made)
      await world.settle()
      return outcome
    },
    acknowledge: (partyId: string, id?: string) => event(partyId, breachAlertAcknowledged, { at: at() }, id),
    request: (partyId: string, law: string) =>
      event(partyId, dutyRequested, { duty: duty(law, "tellIndividuals"), at: at() }),
    decline: (partyId: string, law: string) =>
      event(partyId, dutyDeclined, { duty: duty(law, "tellIndividuals"), reason: "requesterShouldTell", at: at() }),
    takeOver: (partyId: string, law: string, reason: "declined" | "unanswered" = "declined") =>
      event(partyId, dutyTakenOver, { duty: duty(law, "tellIndividuals"), reason, at: at() }),
    discharge: (partyId: string, law: string, kind: DutyKind, receipt: DischargeReceipt["kind"]) =>
      event(partyId, dutyDischarged, {
        duty: duty(law, kind),
        receipt: { kind: receipt, reference: "FILE-1", at: at() },
        at: at(),
      }),
    measure: (partyId: string, code: "containmentAttested" | "accessorRefused") =>
      event(partyId, measureRecorded, { measure: { kind: "containment", code, at: at() } }),
    send: event,
    notify: (partyId: string, recipients: Recipients, id?: string, method: "email" | "publicNotice" = "email") =>
      event(partyId, individualsNotified, { method, notifiedAt: at(), recipients }, id),
    acknowledgeUnder: (partyId: string, caseAlias: string) =>
      event(partyId, breachAlertAcknowledged, { caseAlias, at: at() }),
  }
}

type Recipients = ProducerDataOf<typeof individualsNotified>["recipients"]

export const shipmentIds = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => `s${from + place}`)

export function dutyIn(world: BreachWorld, partyId: string, kind: string) {
  const row = world.rowsOf("duty").find(({ duty }) => duty.party === partyId && duty.kind === kind)
  if (row === undefined) throw new Error("no such duty")
  return row.duty
}

/** An assessment under the law of leafline that finds no real risk. */
export const noRealRisk: ProducerDataOf<typeof dutyAssessed>["assessment"] = {
  law: "ca-on-fippa",
  test: "realRiskOfSignificantHarm",
  met: "no",
  factors: [
    { factor: "sensitivity", level: "low" },
    { factor: "probabilityOfMisuse", level: "low" },
    { factor: "stepsOfTheIndividual", level: "low" },
    { factor: "guidance", level: "low" },
  ],
  reasons: ["noRealRisk"],
  assessedBy: "privacy officer",
  assessedAt: "2026-11-01T14:10:00.000Z",
}

/** The same under the law of northpost. */
export const notMaterial: typeof noRealRisk = {
  ...noRealRisk,
  law: "ca-privacy-act",
  test: "materialPrivacyBreach",
  factors: [
    { factor: "sensitivity", level: "low" },
    { factor: "probabilityOfMisuse", level: "low" },
    { factor: "harm", level: "low" },
  ],
}

/** What a party does in the one case of a world. */
export function actionIn(world: BreachWorld, partyId: string, actionId: string): Action {
  const party = world.directory.named(partyId)
  if (party === undefined) throw new Error("no such party")
  return { party, caseAlias: partyIn(world, partyId).alias, actionId }
}
