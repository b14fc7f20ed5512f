import { describe, expect, it } from "@jest/globals"
import { castOf } from "../../../../infra/local/replay/cast.ts"
import { replayGuardedTool } from "../../../../infra/local/replay/guarded-tool.ts"
import { scenario2018 as scenario } from "../../../../infra/local/replay/scenario.ts"

const recipients = { recipients: 450, recipientsAsked: 450, recipientsShown: 450 }
const context = { scenario, cast: castOf(scenario, "x1") }

describe("the walk of 2018 in a carrier's own tool with the guard", () => {
  it("sees at most 8 phases and no details from one address, and recipients see their own", async () => {
    const { phases, ...seen } = await replayGuardedTool(context, 1)
    expect(phases).toBeLessThanOrEqual(8)
    expect(seen).toMatchObject({ walked: 4_500, details: 0, ...recipients })
  })

  it("sees no details from 400 addresses, and recipients see their own", async () => {
    const { phases: _, ...seen } = await replayGuardedTool(context, 400)
    expect(seen).toMatchObject({ walked: 4_500, details: 0, ...recipients })
  })
})
