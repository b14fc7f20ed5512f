import { marshall } from "@aws-sdk/util-dynamodb"
import { beforeAll, describe, expect, it, jest } from "@jest/globals"
import * as z from "zod"
import { connectTo } from "../../../../infra/cli/deployed-stage/aws-connection.ts"
import { chosenParties } from "../../../../infra/cli/drill/chosen-parties.ts"
import { drillParties } from "../../../../infra/cli/drill/run-drill.ts"
import { alertDrillRequested } from "../../../../shared/base/contracts/alert-drills.ts"
import { aCarrier, fileParties, invitationWorld } from "../../../parties/invitations/invitation-world.ts"
import { type StubAnswer, type StubCall, startAwsStub } from "../aws-stub.ts"
import { anyCredentials } from "../run-wayseal.ts"

beforeAll(() => {
  Object.assign(process.env, anyCredentials)
})

async function drill(
  answers: Readonly<Record<string, (call: StubCall) => StubAnswer>>,
  {
    outputs = { ExchangeBusName: "exchange", DrillsTableName: "drills" },
    partyIds = ["leafline", "northpost"],
  }: { outputs?: Readonly<Record<string, string>>; partyIds?: readonly string[] } = {},
) {
  const aws = await startAwsStub((call) => answers[call.action]?.(call) ?? { error: `NoAnswerTo${call.action}` })
  const steps: string[] = []
  try {
    const done = await drillParties(
      { connection: connectTo("ca-central-1", aws.url), outputs: (name) => outputs[name] },
      { partyIds, level: "escalation", minutes: 0, onStep: (step) => steps.push(step) },
    )
    return { ...done, steps, calls: aws.calls }
  } finally {
    await aws.stop()
  }
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
    await expect(drill(refused, { outputs: { ExchangeBusName: "exchange" } })).rejects.toThrow(/Deploy it again/)
  })

  it("asks for thousands of parties one request each, ten in a call, and says how far it is", async () => {
    const partyIds = Array.from({ length: 2_500 }, (_, place) => `party-${place}`)
    const accept = (call: StubCall) => ({ json: { Entries: entriesOf(call).map(() => ({ EventId: "e" })) } })
    const { calls, steps, parties } = await drill(
      { PutEvents: accept, Query: () => ({ json: { Items: [] } }) },
      { partyIds },
    )
    const asked = calls.filter(({ action }) => action === "PutEvents").map(entriesOf)
    expect(asked).toHaveLength(250)
    const ids = asked.flat().map(({ Detail }) => JSON.parse(Detail).data.partyId)
    expect(ids).toEqual(partyIds)
    expect(steps.slice(1)).toEqual(["Asked the hub for 1000 of 2500 parties", "Asked the hub for 2000 of 2500 parties"])
    expect(parties).toHaveLength(2_500)
  })
})

describe("the parties of a drill", () => {
  async function stage() {
    const world = invitationWorld()
    for (const [id, alias] of [
      ["northpost", "Northpost"],
      ["westpost", "Westpost"],
      ["southpost", "Southpost"],
    ] as const)
      await world.answer(await world.tokenOf(id), aCarrier({ alias }))
    await world.approveLast("northpost")
    await world.approveLast("westpost")
    await world.remove("westpost")
    return { parties: fileParties, invitedParties: world.invitedParties }
  }

  it("are those of the file and the approved ones, without those that wait or were removed", async () => {
    expect(await chosenParties(await stage(), undefined)).toEqual(["maplebooks", "eastpost", "northpost"])
    const older = { parties: fileParties, invitedParties: undefined }
    expect(await chosenParties(older, undefined)).toEqual(["maplebooks", "eastpost"])
  })

  it("are the chosen ones, once each, without a list of all", async () => {
    const { parties, invitedParties } = await stage()
    const unlisted = { get: invitedParties.get, each: jest.fn<typeof invitedParties.each>() }
    const known = { parties, invitedParties: unlisted }
    expect(await chosenParties(known, ["northpost", "eastpost", "northpost"])).toEqual(["northpost", "eastpost"])
    expect(unlisted.each).not.toHaveBeenCalled()
  })

  it.each([
    [
      "estpost",
      /no party estpost takes part in the stage; did you mean eastpost\? Its file has: maplebooks, eastpost\./,
    ],
    ["westpost", /no party westpost takes part .+ parties list --state approved shows the invited ones/],
    ["southpost", /no party southpost takes part/],
  ])("cannot be %s, which does not take part", async (id, says) => {
    await expect(chosenParties(await stage(), [id])).rejects.toThrow(says)
  })

  it("stand in the file once if they were invited too", async () => {
    const { parties, invitedParties } = await stage()
    const both = parties.map((party) => (party.id === "eastpost" ? { ...party, id: "northpost" } : party))
    expect(await chosenParties({ parties: both, invitedParties }, undefined)).toEqual(["maplebooks", "northpost"])
  })
})
