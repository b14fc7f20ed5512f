import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { hubQueuePipeline } from "../../../shared/parties/reception/queue-pipeline.ts"
import { envelope, hubAccount, messages, ownAccount, recordedTelemetry, testDirectory } from "../test-parties.ts"

describe("a queue of the hub's own events", () => {
  const anomaly = accessAnomalyDetected.entry({
    source: "wayseal.hub",
    busName: "exchange",
    data: accessAnomalyDetected.producerData.parse(accessAnomalyDetected.examples[0]),
    metadata: { id: "an-1", occurredAt: "2026-11-01T14:02:58Z", correlationId: "c", audience: "hub" },
  })
  const own = (overrides: Record<string, unknown> = {}) =>
    envelope({
      source: "wayseal.hub",
      "detail-type": "AccessAnomalyDetected",
      detail: JSON.parse(anomaly.Detail),
      ...overrides,
    })

  /** The event as a release that has this version of it would send it. */
  function ofVersion(version: number) {
    const { metadata, data } = z.looseObject({ metadata: z.looseObject({}) }).parse(JSON.parse(anomaly.Detail))
    return { metadata: { ...metadata, version }, data }
  }

  function cases() {
    const telemetry = recordedTelemetry()
    const opened: string[] = []
    const handler = hubQueuePipeline({
      contracts: [accessAnomalyDetected],
      parties: testDirectory,
      hubAccount,
      telemetry,
      handle: async ({ data }) => {
        opened.push(data.anomalyId)
        return "opened"
      },
    })
    return { handler, opened, telemetry }
  }

  it("is handled when the hub's own account sent it", async () => {
    const { handler, opened } = cases()
    expect(await handler(messages(own(), own({ detail: ofVersion(1) })))).toEqual({ batchItemFailures: [] })
    expect(opened).toEqual(["Zc1b7rKQw3mXo0aYt5uVfA", "Zc1b7rKQw3mXo0aYt5uVfA"])
  })

  it.each([
    ["comes from another account", { account: ownAccount }],
    ["comes under a party's source", { source: "wayseal.carrier.northpost" }],
    ["is invalid", { detail: {} }],
    ["has a version that only a newer release knows", { detail: ofVersion(2) }],
    ["is of another type", { "detail-type": "ShipmentDelivered" }],
  ])("fails and is kept when it %s", async (_, overrides) => {
    const { handler, opened } = cases()
    expect((await handler(messages(own(overrides)))).batchItemFailures).toHaveLength(1)
    expect(opened).toEqual([])
  })
})
