import { describe, expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { breachAtHubStated } from "../../../shared/base/contracts/breach-at-hub-stated.ts"
import { breachReported } from "../../../shared/base/contracts/breach-reported.ts"
import { hubAudience } from "../../../shared/base/contracts/envelope.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { openBreachCasePipeline } from "../../../shared/desk/opening/open-breach-case-pipeline.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { memoryDeadLetters } from "../../doubles/dead-letters.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { breachParties } from "../breach-world.ts"

const hubAccount = "111111111111"

function message(source: string, detailType: string, data: unknown, audience?: string) {
  const metadata = { id: "event-1", occurredAt: "2026-11-01T14:00:00Z", correlationId: "story", version: 1 }
  return JSON.stringify({
    version: "0",
    id: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
    "detail-type": detailType,
    source,
    account: hubAccount,
    time: "2026-11-01T14:00:01Z",
    region: "ca-central-1",
    resources: [],
    detail: { metadata: audience === undefined ? metadata : { ...metadata, audience }, data },
  })
}

const [anomaly] = accessAnomalyDetected.examples
const [report] = breachReported.examples
const ofHub = message("wayseal.hub", "AccessAnomalyDetected", anomaly, hubAudience)
const [stated] = breachAtHubStated.examples
const ofOperator = message("wayseal.hub", "BreachAtHubStated", stated, hubAudience)
const ofParty = message("wayseal.carrier.northpost", "BreachReported", report)

function pipelineWith(fails: { anomaly?: boolean; report?: boolean } = {}) {
  const handled: string[] = []
  const handle = (what: string, fail: boolean | undefined) => async () => {
    if (fail === true) throw new Error("throttled")
    handled.push(what)
    return what
  }
  const bus = inMemoryBus()
  const deadLetters = memoryDeadLetters()
  const pipeline = openBreachCasePipeline({
    contracts: [breachReported, accessAnomalyDetected, breachAtHubStated],
    parties: partyDirectory(breachParties),
    hubAccount,
    publisher: bus.publisher,
    deadLetters,
    telemetry: silentTelemetry,
    ofAnomaly: handle("anomaly", fails.anomaly),
    atHub: handle("at hub", false),
    ofReport: handle("report", fails.report),
  })
  return { pipeline, handled, bus, deadLetters }
}

const batch = (...bodies: string[]) => ({ Records: bodies.map((body, place) => ({ messageId: `m${place}`, body })) })

describe("the queue of anomalies and reports", () => {
  it("handles each message by its source", async () => {
    const { pipeline, handled } = pipelineWith()
    expect(await pipeline(batch(ofParty, ofHub, ofOperator, ofParty))).toEqual({ batchItemFailures: [] })
    expect(handled.sort()).toEqual(["anomaly", "at hub", "report", "report"])
  })

  it("lets one message fail without the others", async () => {
    const { pipeline, handled, deadLetters } = pipelineWith({ anomaly: true })
    expect(await pipeline(batch(ofHub, ofParty, "not JSON"))).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] })
    expect(deadLetters.bodies).toEqual(["not JSON"])
    expect(handled).toEqual(["report"])
  })

  it("takes no anomaly and no breach at the hub from a party, under any source", async () => {
    const { pipeline, handled, bus } = pipelineWith()
    const posing = message("wayseal.carrier.northpost", "AccessAnomalyDetected", anomaly, hubAudience)
    const foreign = ofHub.replace(hubAccount, "999999999999")
    const ofItself = message("wayseal.carrier.northpost", "BreachAtHubStated", stated, hubAudience)
    const answer = await pipeline(batch(posing, foreign, ofItself))
    expect(handled).toEqual([])
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: "m1" }])
    expect(bus.events.map((event) => event["detail-type"])).toEqual(["EventRejected", "EventRejected"])
  })
})
