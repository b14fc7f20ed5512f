import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import type { PlacedResource } from "../../../../infra/cli/deployed-stage/deployed-templates.ts"
import { alarmOf, deadLettersOf } from "../../../../infra/cli/redrive/dead-letter-queues.ts"
import { actionsFor, asEntry, destinationOf, planInWords } from "../../../../infra/cli/redrive/redrive-plan.ts"
import { exampleParties } from "../../example-stage.ts"
import { assemble } from "../../synthesised-exchange.ts"

const template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Metadata: z.looseObject({ "aws:cdk:path": z.string() }).optional(),
    }),
  ),
})

/** The exchange as it would be deployed, each resource with its logical id as physical id. */
async function placed(): Promise<readonly PlacedResource[]> {
  const parties = exampleParties.map((party) => {
    if (party.id === "maplebooks") return withChannels(party, { queueReader: undefined })
    return party.id === "leafline"
      ? withChannels(party, { webhook: { url: "https://leafline.example/in", secretName: "leafline" } })
      : withChannels(party, {})
  })
  const { exchanges } = await assemble({ dev: { parties } }, { withPaths: true })
  const stacks = exchanges.flatMap(({ data, groups, functions, contexts }) => [
    ...[data, ...groups],
    ...[functions, ...contexts],
  ])
  return stacks.flatMap((stack) =>
    Object.entries(template.parse(stack.template).Resources).map(([logicalId, resource]) => ({
      stackName: stack.name,
      logicalId,
      type: resource.Type,
      path: resource.Metadata?.["aws:cdk:path"].replace(/\/Resource$/, "") ?? "",
      id: logicalId,
      properties: resource.Properties,
    })),
  )
}

const busArn = "arn:aws:events:ca-central-1:111122223333:event-bus/inbox"
const withChannels = (party: (typeof exampleParties)[number], changes: object): (typeof exampleParties)[number] => ({
  ...party,
  channels: { ...party.channels, busArn, ...changes },
})

const resources = await placed()
const queues = deadLettersOf("dev", resources)
const named = (name: string) => {
  const found = queues.find((each) => each.name === name)
  if (found === undefined) throw new Error(`no queue ${name} among ${queues.map((each) => each.name).join(", ")}`)
  return found
}

describe("the dead-letter queues of a stage", () => {
  it("are all found, each with its alarm and what people notice", () => {
    const inTemplate = resources.filter(({ type, path }) => type === "AWS::SQS::Queue" && path.includes("DeadLetters"))
    expect(queues).toHaveLength(inTemplate.length)
    expect(new Set(queues.map(({ name }) => name)).size).toBe(queues.length)
    for (const queue of inTemplate) expect(alarmOf(resources, queue)).toBeDefined()
    expect(queues.filter(({ impact }) => impact === "unknown" || impact.startsWith("Messages could not"))).toEqual([])
  })

  it("of a function give back to its queue, and say that raw events rest there", () => {
    const { redrive, isRaw, impact } = named("record-shipment-events")
    expect(impact).toBe("New shipments cannot be looked up, and carriers do not receive them.")
    expect({ redrive, isRaw }).toEqual({
      redrive: { to: "queue", queueUrl: expect.stringMatching(/^RecordShipmentEventsQueue/), hasOtherTargets: false },
      isRaw: true,
    })
  })

  it("hold raw events where the key for these encrypts them, and nowhere else", () => {
    const underIngressKey = resources.filter(({ properties }) =>
      JSON.stringify(properties["KmsMasterKeyId"] ?? "").includes("IngressKey"),
    )
    const ids = new Set(underIngressKey.map(({ id }) => id))
    expect(queues.filter(({ queueUrl, isRaw }) => isRaw !== ids.has(queueUrl))).toEqual([])
  })

  it.each([
    ["aws.partner/shop.example/wayseal-dev-exchange", true],
    ["wayseal-dev-exchange", false],
    [{ "Fn::GetStackOutput": { OutputName: "ExchangeBusName" } }, false],
  ])("of a rule on the bus %j hold raw events: %s", (EventBusName, isRaw) => {
    const placedAt = { stackName: "Functions", path: "Functions/EventsDeadLetters/Queue", properties: {} }
    const queue = { ...placedAt, logicalId: "Queue", type: "AWS::SQS::Queue", id: "queue" }
    const Targets = [{ Arn: "arn", DeadLetterConfig: { Arn: { "Fn::GetAtt": ["Queue", "Arn"] } } }]
    const properties = { EventBusName, Targets }
    const rule = { ...queue, logicalId: "Rule", type: "AWS::Events::Rule", id: "rule", properties }
    expect(deadLettersOf("dev", [queue, rule]).map((each) => each.isRaw)).toEqual([isRaw])
  })

  it("of redacted events hold no raw ones", () => {
    for (const name of ["party-northpost", "webhook-leafline", "watch-duties-schedule"])
      expect(named(name).isRaw).toBe(false)
  })

  it("of a party with a queue and a bus give back to both", () => {
    const { redrive } = named("party-northpost")
    expect(redrive).toMatchObject({ to: "queue", hasOtherTargets: true })
    expect(destinationOf(redrive, busArn)).toEqual({ to: "exchangeBus" })
    const queue = { to: "queue", queueUrl: expect.stringContaining("northpost") }
    const queueName = redrive.to === "queue" ? redrive.queueUrl : ""
    expect(destinationOf(redrive, "arn:aws:sqs:ca-central-1:123456789012:webhook")).toEqual({ to: "exchangeBus" })
    expect(destinationOf(redrive, `arn:aws:sqs:ca-central-1:123456789012:${queueName}`)).toEqual(queue)
    expect(destinationOf(redrive, undefined)).toEqual(queue)
  })

  it("of a party with a bus alone give back to the exchange bus", () => {
    expect(named("party-maplebooks").redrive).toEqual({ to: "exchangeBus" })
  })

  it("of a schedule run its function once", () => {
    const { redrive } = named("watch-duties-schedule")
    expect(redrive).toEqual({ to: "function", functionName: expect.stringMatching(/^WatchDuties/) })
  })

  it("of the exchange bus go on it again", () => {
    expect(named("exchange-bus")).toMatchObject({ redrive: { to: "exchangeBus" }, isRaw: false })
  })

  it("of the ingress bus can only be sent again by the senders", () => {
    const { redrive, isRaw } = named("ingress-bus")
    expect({ redrive, isRaw }).toEqual({ redrive: { to: "sender" }, isRaw: true })
    expect(() => destinationOf(redrive, undefined)).toThrow("Only their senders")
  })
})

describe("the plan of a redrive", () => {
  it("says that whoever redrives raw events needs their key, and which actions it takes", () => {
    const queue = named("record-shipment-events")
    expect(planInWords(queue, 1).join("\n")).toMatch(/^1 message in record-shipment-events\. [\s\S]*key for raw events/)
    expect(actionsFor(queue).join("\n")).toMatch(/StartMessageMoveTask[\s\S]*kms:Decrypt.*raw events/)
    expect(planInWords(named("party-northpost"), 2).join("\n")).not.toContain("personal data")
  })

  it("keeps source, type, time, detail and resources of an event for the exchange bus", () => {
    const event = {
      ...{ version: "0", id: "a", account: "123456789012", region: "ca-central-1", resources: [] },
      ...{ source: "wayseal.hub", "detail-type": "ShipmentDelivered", time: "2026-11-01T10:00:00Z" },
      detail: { metadata: { audience: "maplebooks" }, data: {} },
    }
    expect(asEntry(JSON.stringify(event))).toEqual({
      Source: "wayseal.hub",
      DetailType: "ShipmentDelivered",
      Detail: JSON.stringify(event.detail),
      Time: new Date("2026-11-01T10:00:00Z"),
    })
    const ofInvited = { ...event, resources: ["wayseal:invited-party"] }
    expect(asEntry(JSON.stringify(ofInvited)).Resources).toEqual(["wayseal:invited-party"])
  })

  it.each(["M5V 3L9 is no JSON", '{"detail":"M5V 3L9"}'])(
    "quotes nothing of a message that is no event: %s",
    (body) => {
      expect(() => asEntry(body)).toThrow(/^A message is no event of the exchange bus\. It stays where it is\.$/)
    },
  )
})
