import { type HubBreachRow, hubBreachKey } from "../../shared/desk/cases/hub-breach-row.ts"
import { makeOpenCaseAtHub } from "../../shared/desk/opening/open-case-at-hub.ts"
import type { BreachWorld } from "./breach-world.ts"

/** What an operator says of a stolen backup. */
export const stolenBackup: HubBreachRow = {
  ...hubBreachKey({ hubBreachId: "stolen-backup-2026-11", revision: 1 }),
  type: "hubBreach",
  hubBreachId: "stolen-backup-2026-11",
  revision: 1,
  statedAt: "2026-11-03T09:00:00.000Z",
  from: "2026-11-01T22:00:00.000Z",
  until: "2026-11-02T04:30:00.000Z",
  fields: ["dates", "postal-code"],
  what: "Somebody copied a backup of our table of shipments.",
  callBack: "Incident desk, +1 416 555 0100",
}
/** The operator's statement, and what becomes of it for one party. */
export async function state(world: BreachWorld, partyId = "leafline", row = stolenBackup): Promise<string> {
  await world.cases.mark(row)
  const outcome = await makeOpenCaseAtHub(world.desk)({ data: { hubBreachId: row.hubBreachId, partyId } })
  await world.settle()
  return outcome
}
