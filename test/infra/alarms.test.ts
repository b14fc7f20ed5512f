import { describe, expect, it } from "@jest/globals"
import { serviceLevels } from "../../infra/service-levels.ts"
import { isDeadLetters, queuesWithAlarm, referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const prod = await synthesise("prod")
const all = prod.hub
const queues = resourcesOf("AWS::SQS::Queue", ...all)
const alarms = resourcesOf("AWS::CloudWatch::Alarm", ...all)
const watchedQueues = queuesWithAlarm(prod)

describe("alarms", () => {
  it("go to the topic of their severity, and say what people notice", () => {
    const topics = { page: /^(Alarms|.*AlarmsTopic)/, morning: /MorningAlarms/ }
    for (const severity of ["page", "morning"] as const) {
      const ofSeverity = alarms.filter(({ Properties }) => Properties["AlarmDescription"].includes(`: ${severity}.`))
      expect(ofSeverity.length).toBeGreaterThan(20)
      for (const { Properties } of ofSeverity) {
        expect(Properties["AlarmActions"]).toHaveLength(1)
        expect(referredTo(Properties["AlarmActions"][0])).toMatch(topics[severity])
        expect(Properties["AlarmDescription"]).toMatch(/[.:] [A-Za-z].+\. Severity: \w+\. Runbook: \S+$/)
      }
    }
  })

  it("are raised at the first spoofed event, contested parcel, failed document, refused mail, late alert, unreadable payload and failing webhook", () => {
    const ours = alarms
      .filter(({ Properties }) => Properties["Namespace"] === "Wayseal")
      .map(({ Properties }) => {
        const service = Properties["Dimensions"].find(({ Name }: { Name: string }) => Name === "service").Value
        return `${Properties["MetricName"]} ${service} ${Properties["Threshold"]}`
      })
    expect(ours.sort()).toEqual([
      `AlertDelay alert-parties ${2 * serviceLevels.alertDelayMilliseconds}`,
      `AlertDelay open-breach-case ${2 * serviceLevels.alertDelayMilliseconds}`,
      "ClaimContested record-shipment 1",
      "DocumentFailed draw-document 1",
      "MailRefused alert-parties 1",
      "ReportingInterrupted watch-reporting 1",
      "SpoofedEvent every 1",
      "StatementNotMade make-statements 1",
      "StreamGaveUp watch-triggers 1",
      "TableThrottled every 1",
      "TriggersOff watch-triggers 1",
      "VendorPayloadUnreadable accept-vendor-event 1",
      `WaitedForAws every ${15 * 60_000}`,
      ...["WebhookDisabled", "WebhookFailing"].flatMap((name) =>
        ["deliver-webhook", "retry-webhooks"].map((service) => `${name} ${service} 1`),
      ),
    ])
  })

  it("may publish to their topic", () => {
    const topic = referredTo(alarms[0]?.Properties["AlarmActions"][0])
    const policies = resourcesOf("AWS::SNS::TopicPolicy", prod.data)
      .filter(({ Properties }) => topic?.includes(referredTo(Properties["Topics"][0]) ?? "?"))
      .flatMap(({ Properties }) => Properties["PolicyDocument"].Statement)
    expect(policies).toContainEqual(
      expect.objectContaining({
        Effect: "Allow",
        Action: "sns:Publish",
        Principal: { Service: "cloudwatch.amazonaws.com" },
      }),
    )
  })

  it("name the metrics that they watch: a query would bill each metric that it finds", () => {
    const watched = alarms.flatMap(({ Properties }) => Properties["Metrics"] ?? [Properties])
    for (const { MetricName, MetricStat, Expression } of watched)
      if (MetricName === undefined && MetricStat === undefined) expect(Expression).not.toMatch(/SEARCH|SELECT|METRICS/)
  })

  it("watch every dead-letter queue", () => {
    for (const { id } of queues.filter(isDeadLetters)) expect(watchedQueues).toContain(id)
  })
})

describe("queues", () => {
  it("are encrypted with a customer-managed key and refuse plain HTTP", () => {
    const policies = resourcesOf("AWS::SQS::QueuePolicy", ...all)
    for (const { id, Properties } of queues) {
      expect(referredTo(Properties["KmsMasterKeyId"])).toMatch(/IngressKey|DataKey/)
      const statements = policies
        .filter((policy) => policy.Properties["Queues"].some((queue: unknown) => referredTo(queue) === id))
        .flatMap((policy) => policy.Properties["PolicyDocument"].Statement)
      expect(statements).toContainEqual(
        expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
      )
    }
  })

  it("keep messages for fourteen days, and those that functions send again for thirteen since then", () => {
    const worked = new Set(
      resourcesOf("AWS::Lambda::EventSourceMapping", ...all).map(({ Properties }) =>
        referredTo(Properties["EventSourceArn"]),
      ),
    )
    const theirs = queues.filter(({ id }) => worked.has(id))
    const dead = theirs.map(({ Properties }) => referredTo(Properties["RedrivePolicy"].deadLetterTargetArn))
    expect(theirs.length).toBeGreaterThan(6)
    for (const { id, Properties } of queues)
      expect([id, Properties["MessageRetentionPeriod"]]).toEqual([
        id,
        (worked.has(id) || dead.includes(id) ? 13 : 14) * 24 * 3600,
      ])
  })

  it("use the key for raw events behind the ingress bus, and only there", () => {
    const raw = new Set(
      resourcesOf("AWS::Events::Rule", ...all)
        .filter(({ Properties }) => Properties["EventBusName"] === "wayseal-prod-ingress")
        .flatMap(({ Properties }) => Properties["Targets"])
        .flatMap(({ Arn, DeadLetterConfig }) => [referredTo(Arn), referredTo(DeadLetterConfig.Arn)]),
    )
    for (const { id, Properties } of queues) {
      const key = referredTo(Properties["KmsMasterKeyId"])
      const expected = raw.has(id) || id.startsWith("IngressBus") ? /IngressKey/ : /DataKey/
      expect([id, key]).toEqual([id, expect.stringMatching(expected)])
    }
  })

  it("accept messages from EventBridge only for their own rules", () => {
    const statements = resourcesOf("AWS::SQS::QueuePolicy", ...all)
      .flatMap(({ Properties }) => Properties["PolicyDocument"].Statement)
      .filter(({ Effect }) => Effect === "Allow")
      .filter(({ Action }) => [Action].flat().includes("sqs:SendMessage"))
    expect(statements.length).toBeGreaterThan(10)
    for (const { Principal, Action, Condition } of statements) {
      expect(Principal).toEqual({ Service: "events.amazonaws.com" })
      expect(Action).toBe("sqs:SendMessage")
      expect(Condition.ArnEquals?.["aws:SourceArn"] ?? Condition.ArnLike?.["aws:SourceArn"]).toBeDefined()
    }
  })
})
