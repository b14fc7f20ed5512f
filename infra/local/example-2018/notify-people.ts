import { dutyDischarged } from "../../../shared/base/contracts/duty-events.ts"
import { individualsNotified } from "../../../shared/base/contracts/individuals-notified.ts"
import { usualPatienceSeconds, waitUntil } from "../replay/concurrency.ts"
import { whenQueuesAreEmpty } from "../replay/publish.ts"
import { enterStep, type StoryContext } from "./chronicle.ts"
import { DeskRefusal } from "./desk-answer.ts"
import { drawInto } from "./drawn-documents.ts"
import { supplementLaw } from "./example-parties.ts"
import { discharge, dutyOf, fromParty, type Participant, type Participants } from "./participants.ts"
import { received } from "./report-breach.ts"

/** The retailer tries to close the case, and has to be refused: nobody has notified the people. */
export async function refusesToClose(context: StoryContext, { desk, alias }: Participant): Promise<void> {
  try {
    await desk.close(alias)
  } catch (error) {
    if (!(error instanceof DeskRefusal) || !error.obstacles.includes("peopleToldByNobody")) throw error
    enterStep(context, desk.party, "tries to close the case and is refused: nobody has notified the people")
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
        await desk.close(alias)
        return true
      } catch (error) {
        const isCounting = error instanceof DeskRefusal && error.obstacles.join() === "exposuresNotCounted"
        if (!isCounting) throw error
        return undefined
      }
    },
    { everyMilliseconds: 2000 },
  )
}

/**
 * The retailer draws its notices, exports its affected shipments, writes to their addressees, and reports it, up to 500
 * shipments at a time. That discharges its own duties and the one that it took over.
 */
export async function notifyPeople(context: StoryContext, participants: Participants): Promise<void> {
  const { carrier, retailer } = participants
  const { desk, alias } = retailer
  const isToPeople = ({ document }: { document: string }) => document.startsWith("notice-")
  await drawInto(carrier, isToPeople)
  await drawInto(retailer, isToPeople)
  const batches = await handInReceipts(context, retailer)
  const { notices, counts } = await desk.view(alias)
  if (notices.told !== counts.shipments) {
    throw new Error(`All receipts were handed in, but the case says: ${notices.text}`)
  }
  await dischargeNotices(context, participants)
  enterStep(
    context,
    desk.party,
    `writes to the people in English and French, and hands in ${batches} ${batches === 1 ? "list" : "lists"} of receipts: ${notices.text}`,
  )
}

/** Hands in receipts for each affected shipment. @returns in how many lists */
export async function handInReceipts(context: StoryContext, retailer: Participant): Promise<number> {
  const { desk, alias } = retailer
  let batches = 0
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
    await whenQueuesAreEmpty(context.exchange, usualPatienceSeconds, /RunBreachDesk/)
    if (batches % 3 === 0) context.onLine(`  ${batches} lists of receipts recorded`)
  }
  return batches
}

/** The retailer's own duties to notify the people, and the carrier's, which it took over. */
async function dischargeNotices(context: StoryContext, { carrier, retailer }: Participants): Promise<void> {
  const at = new Date().toISOString()
  const owed: [Participant, string][] = [
    [carrier, "ca-privacy-act"],
    [retailer, "ca-on-fippa"],
    [retailer, supplementLaw],
  ]
  for (const [owner, law] of owed) {
    const { dutyId } = await dutyOf(owner, law, "tellIndividuals")
    await retailer.desk.publish(
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
    const isOf = ({ data }: { data: Readonly<Record<string, unknown>> }) =>
      JSON.stringify(data["duty"]).includes(dutyId)
    await received(context, carrier.desk, "DutyDischarged", isOf)
  }
}

/** The carrier sends its letter to the retailer. */
export async function notifyRetailer(context: StoryContext, carrier: Participant): Promise<void> {
  await drawInto(carrier, ({ addressee }) => addressee === "organisation")
  const receipt = { kind: "organisationNotified", reference: "EXAMPLE-LETTER-0001" } as const
  await discharge(carrier, "ca-privacy-act", "tellOtherOrganisation", receipt)
  enterStep(context, context.carrier, `sends its letter to ${context.retailer.alias}, which it names nowhere`)
}
