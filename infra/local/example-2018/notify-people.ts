import { dutyDischarged } from "../../../shared/contracts/duty-events.ts"
import { individualsNotified } from "../../../shared/contracts/individuals-notified.ts"
import { waitUntil } from "../replay/concurrency.ts"
import type { ReplayContext } from "../replay/context.ts"
import { whenQueuesAreEmpty } from "../replay/publish.ts"
import { DeskRefusal } from "./desk-client.ts"
import { discharge, dutyOf, fromParty, type Participant, type Participants } from "./participants.ts"
import { growthPatienceSeconds, received } from "./report-breach.ts"

/** The retailer tries to close the case, and has to be refused: nobody has notified the people. */
export async function refusesToClose(context: ReplayContext, { desk, alias }: Participant): Promise<void> {
  try {
    await desk.act(alias, "closing", { outcome: "resolved" })
  } catch (error) {
    if (!(error instanceof DeskRefusal) || !error.obstacles.includes("peopleToldByNobody")) throw error
    context.onLine(`${desk.party.id} tries to close the case and is refused, because nobody has notified the people`)
    return
  }
  throw new Error("The case closed although nobody had notified the people")
}

/** Closes the case. The desk refuses until the hub has counted exposures that a lagging index may have hidden. */
export async function closeOnceCounted({ desk, alias }: Participant): Promise<void> {
  await waitUntil(
    "the case to be counted and closed",
    async () => {
      try {
        await desk.act(alias, "closing", { outcome: "resolved" })
        return true
      } catch (error) {
        const isCounting = error instanceof DeskRefusal && error.obstacles.join() === "exposuresNotCounted"
        if (!isCounting) throw error
        return undefined
      }
    },
    { patienceSeconds: growthPatienceSeconds, everyMilliseconds: 2000 },
  )
}

/**
 * The retailer exports its affected shipments, writes to their addressees, and reports it, up to 500 shipments at a
 * time.
 */
export async function notifyPeople(context: ReplayContext, retailer: Participant, shipments: number): Promise<void> {
  const { desk, alias } = retailer
  context.onLine(`${desk.party.id} notifies the people and hands in receipts, up to 500 at a time`)
  let batches = 0
  let notified = 0
  for await (const shipmentIds of desk.affectedShipments(alias)) {
    batches += 1
    await desk.publish(
      individualsNotified.entry({
        ...fromParty(context, retailer, `notified-${batches}`),
        data: {
          caseAlias: alias,
          method: "email",
          notifiedAt: new Date().toISOString(),
          recipients: { kind: "shipmentIds", shipmentIds },
        },
      }),
    )
    // Several batches at once would wait for each other, because each changes the same case.
    await whenQueuesAreEmpty(context.exchange, growthPatienceSeconds, /RunBreachDesk/)
    notified += shipmentIds.length
    if (batches % 3 === 0 && notified < shipments) context.onLine(`  ${notified} of ${shipments} receipts recorded`)
  }
  const { notices } = await desk.view(alias)
  if (notices.told !== shipments) {
    throw new Error(`All receipts were handed in, but the case says: ${notices.text}`)
  }
  context.onLine(`  ${notices.text}`)
}

/**
 * Both parties discharge their remaining duties: notices to people and to the retailer, and entries in their registers.
 */
export async function dischargeTheRest(context: ReplayContext, { carrier, retailer }: Participants): Promise<void> {
  context.onLine("Both parties hand in their last receipts")
  const takenOver = dutyOf(carrier, "tellIndividuals")
  const own = dutyOf(retailer, "tellIndividuals")
  const at = new Date().toISOString()
  const entries = [takenOver, own].map(({ dutyId, law }) =>
    dutyDischarged.entry({
      ...fromParty(context, retailer, `discharge-${law}`),
      data: {
        caseAlias: retailer.alias,
        duty: { dutyId, law, kind: "tellIndividuals" },
        receipt: { kind: "individualsNotified", reference: "EXAMPLE-MAILING-0001", at },
        at,
      },
    }),
  )
  await retailer.desk.publish(...entries)
  for (const { dutyId } of [takenOver, own]) {
    await received(context, carrier.desk, "DutyDischarged", ({ data }) => JSON.stringify(data["duty"]).includes(dutyId))
  }
  await discharge(carrier, "tellOtherOrganisation", { kind: "organisationNotified", reference: "EXAMPLE-LETTER-0001" })
  await discharge(carrier, "keepRecord", { kind: "recordEntry", reference: "EXAMPLE-REGISTER-0001" })
  await discharge(retailer, "keepRecord", { kind: "recordEntry", reference: "EXAMPLE-REGISTER-0002" })
}
