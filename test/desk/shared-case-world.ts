import { closeCase } from "../../shared/desk/actions/close-case.ts"
import type { Notification } from "../../shared/desk/actions/notification.ts"
import { recordNotified } from "../../shared/desk/actions/record-notified.ts"
import { noticeProgress } from "../../shared/desk/notices/notice-progress.ts"
import { breachWorld, partyIn, seen, shipParcel, walkAnomaly } from "./breach-world.ts"

export type Notifier = "leafline" | "maplebooks" | "northpost"
export type Retailer = Exclude<Notifier, "northpost">
export const notifiers = ["leafline", "maplebooks", "northpost"] as const

/** The shipment of a name: the numbers of one retailer begin where no other's end. */
function shipmentOf(row: string): { retailerId: string; number: number } {
  const [retailerId = "", place] = row.split("#")
  return { retailerId, number: Number(place) + (retailerId === "maplebooks" ? 500 : 0) }
}
const trackingNumberOf = (row: string) => `NP${String(shipmentOf(row).number).padStart(6, "0")}CA`

/** One case of two retailers and their carrier. A shipment is named `<retailer>#<number>`. */
export async function worldOf(shipments: readonly string[]) {
  let crashAfter = Number.POSITIVE_INFINITY
  const world = breachWorld({
    startsAt: "2026-11-01T18:00:00.000Z",
    interrupt: async () => {
      crashAfter -= 1
      if (crashAfter === 0) throw new Error("crash")
    },
  })
  const expose = async (row: string) => {
    const { retailerId, number } = shipmentOf(row)
    await shipParcel(world, retailerId, number)
    await world.disclosures.append(seen(number, { retailerId }))
  }
  for (const row of shipments) await expose(row)
  for (const retailerId of ["leafline", "maplebooks"])
    await world.anomalies.raise(walkAnomaly({ anomalyId: `anomaly-${retailerId}`, retailerId }))
  await world.settle()
  const desk = { ...world.desk, records: world.records }
  const partyOf = (id: Notifier) => {
    const party = world.directory.named(id)
    if (party === undefined) throw new Error("no such party")
    return party
  }
  const actionOf = (by: Notifier, actionId: string) => ({
    party: partyOf(by),
    caseAlias: partyIn(world, by).alias,
    actionId,
  })

  return {
    world,
    /** The walker goes on and sees one more. */
    async grow(row: string) {
      await expose(row)
      await world.settle()
    },
    async notify(by: Notifier, actionId: string, method: Notification["method"], rows: readonly string[] | number) {
      const recipients =
        typeof rows === "number"
          ? ({ kind: "public", shipments: rows } as const)
          : by === "northpost"
            ? ({ kind: "trackingNumbers", trackingNumbers: rows.map(trackingNumberOf) } as const)
            : ({ kind: "shipmentIds", shipmentIds: rows.map((row) => `s${shipmentOf(row).number}`) } as const)
      const notification = { method, notifiedAt: world.clock().toISOString(), recipients }
      const result = await recordNotified(desk, actionOf(by, actionId), notification)
      await world.settle()
      if ("refused" in result) throw new Error(result.refused)
      return result
    },
    async closes(by: Notifier, actionId: string) {
      return closeCase(desk, actionOf(by, actionId), "resolved")
    },
    progress: (of: Notifier) => {
      const { affected, notified, notifiedByPublicNotice } = noticeProgress(partyIn(world, of))
      return { affected, notified, notifiedByPublicNotice }
    },
    crashAfter: (effects: number) => {
      crashAfter = effects
    },
  }
}

/** Names of some shipments of a retailer. */
export const rowsOf = (retailer: Retailer, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, place) => `${retailer}#${from + place}`)
