import { expect, it } from "@jest/globals"
import { rememberAnomalies } from "../../../../infra/cli/doctor/check-walk.ts"
import type { PartyEvent } from "../../../../infra/cli/doctor/marked-inbox.ts"
import { derivedId } from "../../../../shared/base/contracts/envelope.ts"
import { breachParties } from "../../../desk/breach-world.ts"

const startedAt = new Date("2026-11-01T14:00:00.000Z")
const walked = { tool: "observed:northpost", firstAt: "2026-11-01T14:00:20.000Z", counts: { references: 12 } }

const announced = (anomalyId: string, change: object = {}): PartyEvent => ({
  detailType: "AccessAnomalyDetected",
  eventId: `event-${anomalyId}`,
  correlationId: undefined,
  data: { anomalyId, ...walked, ...change },
  body: "",
  replayName: undefined,
})

it("the doctor takes the anomalies of its own walk out of the queues, and none of somebody else's", async () => {
  const events = [
    announced("own"),
    announced("otherTool", { tool: "observed:swiftpost" }),
    announced("hubTool", { tool: "guarded" }),
    announced("longer", { counts: { references: 13 } }),
    announced("earlier", { firstAt: "2026-11-01T13:59:59.000Z" }),
  ]
  const inbox = { isReadable: async () => true, of: () => events }
  const correlationIds = new Set<string>()
  const cases = breachParties
    .filter(({ id }) => ["leafline", "northpost"].includes(id))
    .map((party) => ({ party, caseAlias: "case-a" }))
  await rememberAnomalies({ inbox, correlationIds, startedAt }, cases)
  expect([...correlationIds].sort()).toEqual(
    ["leafline", "northpost"].map((id) => derivedId("belongs-to", id, "own")).sort(),
  )
})
