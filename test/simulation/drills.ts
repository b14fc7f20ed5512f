import * as z from "zod"
import { alertDrillRequested } from "../../shared/base/contracts/alert-drills.ts"
import { hubAudience, hubSource } from "../../shared/base/contracts/envelope.ts"
import type { Violations } from "./invariants.ts"
import type { Random } from "./random.ts"
import type { Story } from "./workload.ts"
import { contactsOfParty, hubAccount, sourceOf, type World } from "./world.ts"

const drillId = "drill-simulated"
const alertOf = z.looseObject({
  metadata: z.looseObject({ id: z.string() }),
  data: z.looseObject({ drillId: z.string() }),
})

/** An operator asks for a drill of every party, and each acknowledges every test alert, repeated ones included. */
export function drillParties(world: World, story: Story, random: Random): void {
  for (const { id } of world.parties.all) world.scheduler.after(random.integer(0, 3_000), () => request(world, id))
  world.onReceipt((partyId, event) => {
    if (event["detail-type"] !== "DrillAlertSent") return
    const { metadata, data } = alertOf.parse(event.detail)
    world.scheduler.after(random.integer(100, 5_000), () => {
      const at = world.scheduler.clock().toISOString()
      const id = `ack-${metadata.id}`
      const acknowledged = world.publish({
        source: sourceOf(world, partyId),
        detailType: "DrillAcknowledged",
        detail: {
          metadata: { id, occurredAt: at, correlationId: id, version: 1 },
          data: { drillId: data.drillId, at },
        },
      })
      story.sent.push({ event: acknowledged, sender: partyId, fate: "recorded" })
    })
  })
}

function request(world: World, partyId: string): void {
  const requestedAt = world.scheduler.clock().toISOString()
  const { Source, DetailType, Detail } = alertDrillRequested.entry({
    source: hubSource,
    busName: "exchange",
    data: { drillId, partyId, requestedAt, level: "alert" },
    metadata: {
      id: `${drillId}-${partyId}`,
      occurredAt: requestedAt,
      correlationId: drillId,
      audience: hubAudience,
    },
  })
  const entry = { source: Source, detailType: DetailType, detail: Detail, account: hubAccount }
  while ("errorCode" in world.exchange.put(entry)) {
    // The command line sends again what the bus did not accept.
  }
}

/** Every party was alerted on each channel and its acknowledgement is noted, and the test says that it is one. */
export function drillViolationsOf(world: World): Violations {
  const rows = world.stores.drills.rows()
  return world.parties.all.flatMap(({ id }) => {
    const found: Violations = []
    const row = rows.find(({ partyId }) => partyId === id)
    if (row?.sent === undefined) found.push(`the drill of ${id} was not sent`)
    if (row?.acknowledgedAt === undefined) found.push(`the drill of ${id} was not acknowledged`)
    const mails = world.mails.filter(({ partyId, mail }) => partyId === id && mail.text.includes(drillId))
    const unmailed = contactsOfParty.filter((contact) => !mails.some(({ receiver }) => receiver === contact))
    if (unmailed.length > 0) found.push(`${unmailed.length} contacts of ${id} got no mail of the drill`)
    return found
  })
}
