import * as z from "zod"
import type { Random } from "./random.ts"
import type { Story } from "./workload.ts"
import { sourceOf, type World } from "./world.ts"

const opened = z.looseObject({
  metadata: z.looseObject({ id: z.string() }),
  data: z.looseObject({ caseAlias: z.string() }),
})

/** Lets each party acknowledge every alert that it receives, repeated deliveries included. */
export function acknowledgeAlerts(world: World, story: Pick<Story, "sent">, random: Random): void {
  world.onReceipt((partyId, event) => {
    if (event["detail-type"] !== "BreachCaseOpened") return
    const { metadata, data } = opened.parse(event.detail)
    world.scheduler.after(random.integer(100, 5_000), () => {
      const at = world.scheduler.clock().toISOString()
      const id = `ack-${metadata.id}`
      const detail = {
        metadata: { id, occurredAt: at, correlationId: id, version: 1 },
        data: { caseAlias: data.caseAlias, at },
      }
      const acknowledged = world.publish({
        source: sourceOf(world, partyId),
        detailType: "BreachAlertAcknowledged",
        detail,
      })
      story.sent.push({ event: acknowledged, sender: partyId, fate: "recorded" })
    })
  })
}
