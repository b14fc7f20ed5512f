import { afterEach, describe, expect, it, jest } from "@jest/globals"
import { checkEdge } from "../../../../infra/cli/doctor/check-edge.ts"
import { readStage } from "../../../../infra/stages/read-stage.ts"
import { stageConfig } from "../../../../infra/stages/stage-config.ts"

afterEach(() => {
  jest.restoreAllMocks()
})

const example = readStage("example")
const atDomain = "https://track.hub.example/v1/lookups"
const direct = "https://abc123.execute-api.ca-central-1.amazonaws.com/v1/lookups"

/** What the check finds when these addresses answer with these statuses. */
async function findings(answers: Readonly<Record<string, number>>, edge: { directAccess?: boolean } = {}) {
  const browserEdge = { domain: "track.hub.example", hostedZoneId: "Z0123456789", ...edge }
  jest
    .spyOn(globalThis, "fetch")
    .mockImplementation(async (address) => new Response(null, { status: answers[String(address)] ?? 500 }))
  const found = await checkEdge({
    stage: {
      ...example,
      settings: { ...example.settings, browserEdge: stageConfig.shape.browserEdge.parse(browserEdge) },
    },
    apiUrl: "https://track.hub.example",
    isLocal: false,
    outputs: (name) => (name === "ApiId" ? "abc123" : undefined),
  })
  return found.map(({ outcome }) => outcome)
}

describe("the edge of a deployed stage", () => {
  it("is well when the domain answers and the API's own address refuses", async () => {
    expect(await findings({ [atDomain]: 400, [direct]: 403 })).toEqual(["pass", "pass"])
  })

  it("is not well when a request can go past it, or does not come through", async () => {
    expect(await findings({ [atDomain]: 400, [direct]: 400 })).toEqual(["pass", "fail"])
    expect(await findings({ [atDomain]: 403, [direct]: 403 })).toEqual(["fail", "pass"])
  })

  it("need not refuse direct access that the stage allows", async () => {
    expect(await findings({ [atDomain]: 400, [direct]: 400 }, { directAccess: true })).toEqual([
      "pass",
      "not shown here",
    ])
  })

  it("is not looked at where there is none", async () => {
    const without = { stage: example, apiUrl: "", isLocal: false, outputs: () => undefined }
    expect(await checkEdge(without)).toEqual([])
  })
})
