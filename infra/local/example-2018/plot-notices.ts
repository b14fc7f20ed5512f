import { dutyDischarged } from "../../../shared/contracts/duty-events.ts"
import { individualsNotified } from "../../../shared/contracts/individuals-notified.ts"
import { whenWorkedOff } from "../replay/publish.ts"
import { waitUntil } from "../replay/read-back.ts"
import { DeskRefusal } from "./desk-client.ts"
import { growthPatienceSeconds, whenHeard } from "./plot-report.ts"
import type { ExampleContext } from "./prepare.ts"
import { discharge, dutyOf, fromParty, type Seat } from "./seats.ts"

/** A case in which people were told by nobody stays open, whoever wants to close it. */
export async function refusesToClose(context: ExampleContext, { desk, alias }: Seat): Promise<void> {
  try {
    await desk.act(alias, "closing", { outcome: "resolved" })
  } catch (error) {
    if (!(error instanceof DeskRefusal) || !error.obstacles.includes("peopleToldByNobody")) throw error
    context.onLine(`${desk.partyId} tries to close the case; refused, because nobody has told the people`)
    return
  }
  throw new Error("the case closed although nobody had told the people")
}

/** Closes the case. Until the hub has counted what an index may have hidden from it, that is refused. */
export async function closeOnceCounted({ desk, alias }: Seat): Promise<void> {
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

/** The retailer takes its affected shipments out, writes to their addressees, and hands in the receipts, 500 at a time. */
export async function tellEverybody(context: ExampleContext, seat: Seat, shipments: number): Promise<void> {
  const { desk, alias } = seat
  context.onLine(`${desk.partyId} tells the people and hands in receipts, up to 500 at a time`)
  let batches = 0
  let told = 0
  for await (const shipmentIds of desk.affectedShipments(alias)) {
    batches += 1
    await desk.publish(
      individualsNotified.entry({
        ...fromParty(context, seat, `told-${batches}`),
        data: {
          caseAlias: alias,
          method: "email",
          notifiedAt: new Date().toISOString(),
          recipients: { kind: "shipmentIds", shipmentIds },
        },
      }),
    )
    // Several at once would only wait for each other: each changes the same case.
    await whenWorkedOff(context.exchange, growthPatienceSeconds, /RunBreachDesk/)
    told += shipmentIds.length
    if (batches % 3 === 0 && told < shipments) context.onLine(`  ${told} of ${shipments} receipts taken in`)
  }
  const { notices } = await desk.view(alias)
  if (notices.told !== shipments) throw new Error(`${notices.text} although every receipt was taken in`)
  context.onLine(`  ${notices.text}`)
}

/** What is left: the notices as done, the carrier's word to the retailer, and the registers. */
export async function dischargeTheRest(context: ExampleContext, carrier: Seat, retailer: Seat): Promise<void> {
  context.onLine("both hand in their last receipts")
  const told = { kind: "individualsNotified", reference: "EXAMPLE-MAILING-0001" } as const
  const taken = dutyOf(carrier, "tellIndividuals")
  await retailer.desk.publish(
    ...[
      { dutyId: taken.dutyId, law: taken.law },
      { dutyId: dutyOf(retailer, "tellIndividuals").dutyId, law: retailer.law },
    ].map((duty) =>
      dutyDischarged.entry({
        ...fromParty(context, retailer, `discharge-${duty.law}`),
        data: {
          caseAlias: retailer.alias,
          duty: { ...duty, kind: "tellIndividuals" },
          receipt: { ...told, at: new Date().toISOString() },
          at: new Date().toISOString(),
        },
      }),
    ),
  )
  for (const { dutyId } of [taken, dutyOf(retailer, "tellIndividuals")]) {
    await whenHeard(context, carrier.desk, "DutyDischarged", ({ data }) =>
      JSON.stringify(data["duty"]).includes(dutyId),
    )
  }
  await discharge(carrier, "tellOtherOrganisation", { kind: "organisationNotified", reference: "EXAMPLE-LETTER-0001" })
  await discharge(carrier, "keepRecord", { kind: "recordEntry", reference: "EXAMPLE-REGISTER-0001" })
  await discharge(retailer, "keepRecord", { kind: "recordEntry", reference: "EXAMPLE-REGISTER-0002" })
}
