import { marshall } from "@aws-sdk/util-dynamodb"
import { afterEach, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { chosenParties, drillParties } from "../../../../infra/cli/drill/run-drill.ts"
import { alertDrillRequested } from "../../../../shared/contracts/alert-drills.ts"
import { exampleParties } from "../../synthesised-exchange.ts"
import { type AwsStub, type StubAnswer, type StubCall, startAwsStub } from "../aws-stub.ts"
import { anyCredentials } from "../run-wayseal.ts"

let aws: AwsStub | undefined
beforeAll(() => {
  Object.assign(process.env, anyCredentials)
})
afterEach(async () => {
  await aws?.stop()
})

async function drill(
  answers: Readonly<Record<string, (call: StubCall) => StubAnswer>>,
  outputs: Readonly<Record<string, string>> = { ExchangeBusName: "exchange", DrillsTableName: "drills" },
) {
  aws = await startAwsStub((call) => answers[call.action]?.(call) ?? { error: `NoAnswerTo${call.action}` })
  const steps: string[] = []
  const done = await drillParties(
    { connection: connectTo("ca-central-1", aws.url), outputs: (name) => outputs[name] },
    { partyIds: ["leafline", "northpost"], level: "escalation", minutes: 0, onStep: (step) => steps.push(step) },
  )
  return { ...done, steps, calls: aws.calls }
}

const putEvents = z.object({ Entries: z.array(z.looseObject({ Detail: z.string() })) })
const entriesOf = ({ parameters }: StubCall) => putEvents.parse(parameters).Entries

describe("npx wayseal drill", () => {
  it("asks the hub for a drill of each party, and shows what the hub has noted", async () => {
    let drillId = ""
    const { calls, ...done } = await drill({
      PutEvents: (call) => {
        const received = entriesOf(call).map(({ Detail }) => alertDrillRequested.receive(JSON.parse(Detail)))
        for (const one of received) if (one.ok) drillId = one.data.drillId
        return { json: { FailedEntryCount: 0, Entries: received.map((_, index) => ({ EventId: `e-${index}` })) } }
      },
      Query: () => {
        const requestedAt = "2026-11-01T16:20:00.000Z"
        const sent = { at: requestedAt, channels: ["queue"], mailsRefused: 0 }
        const row = { drillId, partyId: "leafline", requestedAt, sent, expiresAt: 1_800_000_000 }
        return { json: { Items: [marshall({ ...row, acknowledgedAt: "2026-11-01T16:21:00.000Z" })] } }
      },
    })
    const asked = calls.filter(({ action }) => action === "PutEvents").flatMap(entriesOf)
    expect(asked).toMatchObject([
      { EventBusName: "exchange", Source: "wayseal.hub", DetailType: "AlertDrillRequested" },
      { EventBusName: "exchange", Source: "wayseal.hub", DetailType: "AlertDrillRequested" },
    ])
    expect(asked.map(({ Detail }) => JSON.parse(Detail).data)).toMatchObject([
      { drillId, partyId: "leafline", level: "escalation" },
      { drillId, partyId: "northpost", level: "escalation" },
    ])
    expect(done.drillId).toBe(drillId)
    expect(done.parties.map(({ partyId, state }) => [partyId, state])).toEqual([
      ["leafline", "acknowledged"],
      ["northpost", "notSent"],
    ])
  })

  it("stops if the bus does not accept a request, or the stage is older than drills", async () => {
    const refused = {
      PutEvents: () => ({ json: { FailedEntryCount: 1, Entries: [{ ErrorCode: "InternalFailure" }] } }),
    }
    await expect(drill(refused)).rejects.toThrow(/did not accept every request: InternalFailure/)
    await expect(drill(refused, { ExchangeBusName: "exchange" })).rejects.toThrow(/Deploy it again/)
  })

  it("names the parties of the stage when one is unknown", () => {
    const reached = { parties: exampleParties }
    expect(chosenParties(reached, undefined)).toEqual(exampleParties.map(({ id }) => id))
    expect(() => chosenParties(reached, ["nortpost"])).toThrow(/no party nortpost\. It has: leafline, maplebooks/)
  })
})
