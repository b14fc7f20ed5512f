import { setTimeout as pause } from "node:timers/promises"
import { ScanCommand } from "@aws-sdk/client-dynamodb"
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda"
import { ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { ListSubscriptionsByTopicCommand, SNSClient } from "@aws-sdk/client-sns"
import { GetQueueAttributesCommand, SendMessageCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals"
import { placedOfType } from "../../infra/cli/deployed-stage/deployed-templates.ts"
import { localConnection, type ReachedStage, reachStageThrough } from "../../infra/cli/deployed-stage/reach-stage.ts"
import { examineStage } from "../../infra/cli/doctor/examine-stage.ts"
import { openVoices } from "../../infra/cli/doctor/party-voices.ts"
import { drillParties } from "../../infra/cli/drill/run-drill.ts"
import { moveMessages } from "../../infra/cli/redrive/move-messages.ts"
import { failuresOf, readWaitingLetters, type WaitingLetters } from "../../infra/cli/redrive/waiting.ts"
import { emulatorAccount, emulatorClientSettings } from "../../infra/local/emulator/emulator-environment.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { localSignIn } from "../../infra/local/sign-in/local-people.ts"
import { readStage } from "../../infra/stages/read-stage.ts"
import { drillAcknowledged } from "../../shared/base/contracts/alert-drills.ts"
import type { EventEntry } from "../../shared/base/contracts/define-event.ts"
import { contactsFor } from "../../shared/parties/channels/mail.ts"
import { eventSource } from "../../shared/parties/party-directory.ts"
import { type HostileProvider, startHostileProvider } from "../pages/sign-in/hostile-provider.ts"
import { apiFuzzSuite } from "./api-fuzz-suite.ts"
import { connectorSuite } from "./connector-suite.ts"
import { firstEventsSuite } from "./first-events-suite.ts"
import { invitationsSuite } from "./invitations-suite.ts"
import { invitedPartySuite } from "./invited-party-suite.ts"
import { type LocalExchange, startLocalExchange } from "./local-exchange.ts"
import { operatorCommandsSuite } from "./operator-commands-suite.ts"
import { operatorSuite } from "./operator-suite.ts"
import { failedInvocations, redactionSuite } from "./redaction-suite.ts"
import { restoreRegisterSuite } from "./restore-register-suite.ts"
import { runbooksSuite } from "./runbooks-suite.ts"
import { type Senders, senders } from "./senders.ts"
import { settingsSuite } from "./settings-suite.ts"
import { shopSuite } from "./shop-suite.ts"
import { signInSuite } from "./sign-in-suite.ts"

/**
 * What is around the main job, in one deployment: the commands of operators, and what engineers and people of parties
 * do with settings, invitations, sign-in, examples and connectors. `npm run test:long` runs it.
 */
let hostile: HostileProvider
let local: LocalExchange
let send: Senders
let reached: ReachedStage

/** Longer than any of these tests waits for events to arrive. */
jest.setTimeout(180_000)

beforeAll(async () => {
  hostile = await startHostileProvider()
  local = await startLocalExchange({ changes: { northpost: { signIn: localSignIn(hostile.issuer, "northpost") } } })
  send = senders(() => local)
  const stage = readStage("local")
  reached = await reachStageThrough(stage, localConnection(stage, local.exchange.endpoint))
}, 600_000)

afterAll(async () => {
  await local?.stop()
  await hostile?.stop()
}, 30_000)

/** An event as EventBridge delivers it to a queue. */
const delivered = ({ Source, DetailType, Detail, Time }: EventEntry): string =>
  JSON.stringify({
    ...{ version: "0", id: crypto.randomUUID(), account: emulatorAccount, region: "ca-central-1", resources: [] },
    ...{ source: Source, "detail-type": DetailType, time: Time.toISOString(), detail: JSON.parse(Detail) },
  })

describe("npx wayseal redrive", () => {
  const queueNamed = async (name: string): Promise<WaitingLetters> => {
    const found = (await readWaitingLetters(reached)).find((each) => each.name === name)
    if (found === undefined) throw new Error(`no queue ${name}`)
    return found
  }
  const moveOptions = () => ({ exchangeBusName: local.exchange.exchangeBusName, onProgress: () => {} })

  it("gives a dead letter back, so that the carrier receives the shipment", async () => {
    const parcel = send.parcel(1_600_001)
    const { queueUrl } = await queueNamed("record-shipment-events")
    await local.exchange.sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: delivered(send.created(parcel)) }),
    )
    const waiting = await queueNamed("record-shipment-events")
    expect(waiting.messages).toBe(1)
    expect(await moveMessages(reached.connection, waiting, moveOptions())).toMatchObject({ moved: 1 })
    const { data } = await local.received("northpost", "ShipmentCreated", (one) =>
      one.body.includes(parcel.trackingNumber),
    )
    expect(data).toEqual({ trackingNumber: parcel.trackingNumber })
    expect((await queueNamed("record-shipment-events")).messages).toBe(0)
  })

  it("gives a change back that a function gave up on, and keeps one that fails again", async () => {
    const parcel = send.parcel(1_600_002)
    await send.publish(send.created(parcel))
    const isOurs = ({ body }: { readonly body: string }) => body.includes(parcel.trackingNumber)
    const first = await local.received("northpost", "ShipmentCreated", isOurs)
    await whenQueuesAreEmpty(local.exchange, 30)
    const bucket = reached.outputs("FailuresBucketName") ?? ""
    const s3 = new S3Client({ ...reached.connection, forcePathStyle: true })
    const relay = placedOfType(reached.resources, "AWS::Lambda::Function").find(({ path }) =>
      path.endsWith("/RelayTracking/Function"),
    )
    const put = (Key: string, records: readonly object[], sequence: string) =>
      s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: failureOf(relay?.id ?? "", records, sequence) }))
    await put("good", (await rowsOf(local)).map(inserted), "100")
    await put("bad", [inserted({ pk: { S: "unreadable" } })], "200")

    const failures = failuresOf(reached)
    const listed = await failures.list()
    expect(listed.map(({ key }) => key)).toEqual(["good", "bad"])
    const { handled, stayed } = await failures.replay(listed, () => {})
    failures.close()
    expect(handled.map(({ key }) => key)).toEqual(["good"])
    expect(stayed.map(({ key }) => key)).toEqual(["bad"])
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }))
    expect(Contents.map(({ Key }) => Key)).toEqual(["bad"])
    s3.destroy()

    await pause(2_000)
    await local.received("northpost", "ShipmentCreated", isOurs)
    const again = local.inbox("northpost").filter(isOurs)
    expect(again.length).toBeGreaterThan(1)
    expect(new Set(again.map(({ metadata }) => metadata.id))).toEqual(new Set([first.metadata.id]))
  })
})

type Image = Readonly<Record<string, unknown>>

const inserted = (NewImage: Image) => ({
  eventName: "INSERT",
  dynamodb: { SequenceNumber: "100", NewImage },
})

/** The rows of all tracking records, as a stream shows them: binary as text in base64. */
async function rowsOf({ exchange }: LocalExchange): Promise<readonly Image[]> {
  const { Items = [] } = await exchange.dynamo.send(
    new ScanCommand({ TableName: exchange.tableName("TrackingRecords") }),
  )
  return Items.map((item) =>
    JSON.parse(
      JSON.stringify(item, (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString("base64") : value,
      ),
    ),
  )
}

/** What Lambda writes into the bucket when a function gave up on changes. */
const failureOf = (functionName: string, records: readonly object[], sequence: string): string =>
  JSON.stringify({
    requestContext: {
      functionArn: `arn:aws:lambda:ca-central-1:${emulatorAccount}:function:${functionName}`,
      condition: "RetryAttemptsExhausted",
    },
    DDBStreamBatchInfo: { shardId: "shard", startSequenceNumber: sequence, batchSize: records.length },
    payload: JSON.stringify({ Records: records }),
  })

describe("npx wayseal drill", () => {
  /** The party's answer to the test alert in its queue. */
  const acknowledgement = async (partyId: string, drillId: string) => {
    const party = reached.parties.find(({ id }) => id === partyId)
    if (party === undefined) throw new Error(`no party ${partyId}`)
    await local.received(partyId, "DrillAlertSent", ({ data }) => data["drillId"] === drillId)
    const entry = drillAcknowledged.entry({
      source: eventSource(party),
      busName: reached.outputs("IngressBusName") ?? "",
      data: { drillId, at: new Date().toISOString() },
      metadata: send.metadata(new Date().toISOString()),
    })
    return { party, entry }
  }

  it("reaches every party on all its channels, and shows who acknowledged and who did not", async () => {
    const voices = await openVoices(reached)
    const drillId = Promise.withResolvers<string>()
    const casesBefore = await local.exchange.rows("BreachCases")
    const onStep = (step: string) => {
      const [name] = /drill-\w+/.exec(step) ?? []
      if (name !== undefined) drillId.resolve(name)
    }
    const running = drillParties(reached, { partyIds: ["leafline", "northpost"], level: "alert", minutes: 2, onStep })
    const overHttps = await acknowledgement("leafline", await drillId.promise)
    expect(voices.hasKeyOf("leafline")).toBe(true)
    expect(await voices.send(overHttps.party, overHttps.entry)).toHaveProperty("eventBridgeId")
    const onBus = await acknowledgement("northpost", await drillId.promise)
    expect(await voices.put(onBus.entry)).toHaveProperty("eventBridgeId")
    const answered = await running
    voices.close()
    // Nobody answers for the third party, so its drill takes all of its time.
    const silent = await drillParties(reached, { partyIds: ["maplebooks"], level: "alert", minutes: 0.2, onStep })
    const parties = [...answered.parties, ...silent.parties]
    expect(parties.map(({ partyId, state, channels }) => [partyId, state, channels])).toEqual([
      ["leafline", "acknowledged", ["queue", "webhook", "mail"]],
      ["northpost", "acknowledged", ["queue", "mail"]],
      ["maplebooks", "silent", ["queue", "mail"]],
    ])
    expect(parties[0]?.secondsToAcknowledge).toBeLessThan(60)
    expect(await local.exchange.rows("BreachCases")).toHaveLength(casesBefore.length)
  })
})

describe("the contacts of parties", () => {
  it("are subscribed to the topic of their party, and once only", async () => {
    const found = placedOfType(reached.resources, "AWS::Lambda::Function").find(({ path }) =>
      path.endsWith("/SubscribeContacts/Function"),
    )
    const settings = emulatorClientSettings(local.exchange.endpoint)
    const [lambda, sns] = [new LambdaClient(settings), new SNSClient(settings)]
    for (let run = 1; run <= 2; run++) {
      const { FunctionError, Payload } = await lambda.send(
        new InvokeCommand({ FunctionName: found?.id, Payload: "{}" }),
      )
      expect([FunctionError, Buffer.from(Payload ?? []).toString()]).toEqual([undefined, "null"])
    }
    const topics = placedOfType(reached.resources, "AWS::SNS::Topic").filter(({ path }) => path.endsWith("/Alerts"))
    const subscribed = await Promise.all(
      topics.map(async ({ id }) => {
        const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: id }))
        return Subscriptions.flatMap(({ Protocol, Endpoint }) => (Protocol === "email" ? [Endpoint] : []))
      }),
    )
    const contacts = reached.parties.flatMap(({ channels }) => contactsFor(channels, "escalation"))
    expect(subscribed.flat().sort()).toEqual(contacts.sort())
    lambda.destroy()
    sns.destroy()
  })
})

describe("npx wayseal doctor", () => {
  it("finds a deployed stage healthy, and leaves no event of its own in a queue", async () => {
    const parties = ["leafline", "maplebooks", "northpost"]
    await whenQueuesAreEmpty(local.exchange, 30)
    for (const partyId of parties) await local.exchange.receive(partyId)
    const source = placedOfType(reached.resources, "AWS::SQS::Queue").find(({ path }) =>
      path.endsWith("/RecordShipmentEvents/Queue"),
    )
    const queue = { QueueUrl: source?.id }
    const { sqs } = local.exchange
    const { Attributes: deployed } = await sqs.send(
      new GetQueueAttributesCommand({ ...queue, AttributeNames: ["VisibilityTimeout"] }),
    )
    // Five attempts take fifteen minutes otherwise.
    await sqs.send(new SetQueueAttributesCommand({ ...queue, Attributes: { VisibilityTimeout: "2" } }))
    const { run, findings } = await examineStage(reached, { poison: true, replay: true, onProgress: () => {} })
    await sqs.send(new SetQueueAttributesCommand({ ...queue, Attributes: deployed }))
    const failed = findings.filter(({ outcome }) => outcome === "fail")
    expect(failed).toEqual([])
    const passed = findings.filter(({ outcome }) => outcome === "pass").map(({ check }) => check)
    expect(passed).toEqual(
      expect.arrayContaining([
        "leafline sends a shipment to northpost",
        "maplebooks sends a shipment to northpost",
        "northpost reports a delivery to leafline",
        "A token signed with a foreign key",
        "An event of an unknown type",
        "An event of a foreign source",
        "A poisoned message reaches its dead-letter queue",
        "Each dead-letter queue has an alarm",
        "A walk raises an alert",
        "An acknowledgement reaches the other party",
        "Redacted events are archived",
        "A replay can be started",
        "The run is cleaned up",
      ]),
    )
    expect(findings.filter(({ outcome }) => outcome === "not shown here").map(({ check }) => check)).toEqual([
      "SpoofedEvent is counted",
    ])
    const waiting = await readWaitingLetters(reached)
    expect(waiting.filter(({ messages }) => messages > 0)).toEqual([])
    for (const partyId of parties)
      expect((await local.exchange.receive(partyId)).map(({ detailType }) => detailType)).toEqual([])
    const rows = await local.exchange.rows("TrackingRecords")
    expect(rows.filter((row) => String(row["shipmentId"]).startsWith(run)).length).toBeGreaterThan(12)
  }, 480_000)
})

const exchange = (): LocalExchange => local
restoreRegisterSuite(exchange, () => ({ reached, send }))

describe("a stage in use", () => {
  let failedBefore: readonly string[]
  // Messages above were made to fail.
  beforeAll(async () => {
    failedBefore = await failedInvocations(local)
  })

  settingsSuite(exchange)
  signInSuite(exchange, () => hostile)
  operatorSuite(exchange)
  shopSuite(exchange, () => send)
  invitationsSuite(exchange)
  invitedPartySuite(exchange, () => send)
  firstEventsSuite(exchange, () => send)
  redactionSuite(exchange, () => send, { alsoIn: ["Sessions"], failedBefore: () => failedBefore })
})

operatorCommandsSuite(exchange)
runbooksSuite(exchange, () => reached)
connectorSuite(exchange)
apiFuzzSuite(exchange)
