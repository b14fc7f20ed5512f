import { expect, it } from "@jest/globals"
import { casesOfRefused } from "../../../../infra/local/replay/guarded-walk.ts"
import { breachWorld, walkAnomaly } from "../../../desk/breach-world.ts"

it("the walk of the guarded leg waits for no alert where nothing was shown to it", async () => {
  const world = breachWorld()
  await world.anomalies.raise(walkAnomaly({ tool: "guarded", reportedBy: undefined, accessorTokens: [] }))
  await world.settle()
  const exchange = { rows: async () => [...world.cases.rows()] }
  const found = await casesOfRefused({ exchange, retailer: { id: "leafline" } }, new Set())
  expect(found).toMatchObject({ cases: [{}], parties: [], anomalies: [{}], exposures: [] })
})
