import { describe, expect, it, jest } from "@jest/globals"
import { powertoolsTelemetry } from "../../../shared/base/platform/deployed-telemetry.ts"
import { allowedFields, errorName } from "../../../shared/base/platform/telemetry.ts"

describe("log fields", () => {
  it("are withheld when they do not fit the pattern of their name", () => {
    expect(
      allowedFields({
        detailType: "J. Doe, 1 Yonge St",
        eventBridgeId: "203.0.113.7",
        party: "northpost",
        path: "data.recipient.postalCode",
        rule: "M5V 3L9",
        count: 3,
      }),
    ).toEqual({
      detailType: "(withheld)",
      eventBridgeId: "(withheld)",
      party: "northpost",
      path: "data.recipient.postalCode",
      rule: "(withheld)",
      count: 3,
    })
  })

  it("are left out when the list does not allow them", () => {
    const fields = { party: "northpost", body: "LL-0048213", postalCode: "M5V 3L9" }
    expect(allowedFields(fields)).toEqual({ party: "northpost" })
  })
})

describe("the logged name of an error", () => {
  it.each([
    [new TypeError("M5V 3L9"), "TypeError"],
    [Object.assign(new Error("x"), { name: "J. Doe, M5V 3L9" }), "Error"],
    ["M5V 3L9", "NotAnError"],
    [undefined, "NotAnError"],
  ])("never holds a value: case %#", (thrown, name) => {
    expect(errorName(thrown)).toBe(name)
  })
})

describe("telemetry on standard output", () => {
  it("writes counted metrics in embedded metric format under service and stage, some of them for all functions", () => {
    const lines: string[] = []
    const spy = jest.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      lines.push(String(chunk))
      return true
    })
    const telemetry = powertoolsTelemetry({ STAGE: "test", POWERTOOLS_SERVICE_NAME: "record-access" })
    telemetry.flush()
    expect(lines).toEqual([])
    telemetry.count("SpoofedEvent")
    telemetry.count("EventHandled", 2)
    telemetry.count("not a metric name M5V 3L9")
    for (const milliseconds of [1_200, 80]) telemetry.measure("AlertDelay", milliseconds)
    telemetry.measure("WaitedForAws", 5_000)
    telemetry.flush()
    telemetry.warn("Event rejected", { rule: "M5V 3L9" })
    spy.mockRestore()
    // One alarm watches these for all functions.
    const [ofEvery, written] = lines.filter((line) => line.includes("_aws")).map((line) => JSON.parse(line))
    expect(ofEvery).toMatchObject({ service: "every", stage: "test", SpoofedEvent: 1, WaitedForAws: 5_000 })
    expect(written).toMatchObject({ service: "record-access", stage: "test", EventHandled: 2 })
    expect(written).toMatchObject({ AlertDelay: [1_200, 80] })
    expect(written._aws.CloudWatchMetrics[0]).toMatchObject({ Namespace: "Wayseal" })
    expect(written._aws.CloudWatchMetrics[0].Metrics).toContainEqual({ Name: "AlertDelay", Unit: "Milliseconds" })
    expect(written._aws.CloudWatchMetrics[0].Dimensions).toEqual([expect.arrayContaining(["service", "stage"])])
    expect(lines.join()).not.toContain("M5V")
  })
})
