import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { deployedContactTopics } from "../../../shared/parties/channels/deployed-contact-topics.ts"
import { type AwsStub, type StubAnswer, type StubCall, startAwsStub } from "../../infra/cli/aws-stub.ts"

const prefix = "arn:aws:sns:ca-central-1:111122223333:wayseal-dev-alerts-"
const before = { ...process.env }
let aws: AwsStub | undefined
let answers: Readonly<Record<string, (call: StubCall) => StubAnswer>>
beforeEach(async () => {
  answers = {}
  aws = await startAwsStub((call) => answers[call.action]?.(call) ?? { xml: "" })
  Object.assign(process.env, {
    AWS_REGION: "ca-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL: aws.url,
    ALERT_TOPIC_PREFIX: prefix,
    ALERT_TOPIC_KEY_ID: "arn:aws:kms:ca-central-1:111122223333:key/data",
  })
})
afterEach(async () => {
  await aws?.stop()
  process.env = { ...before }
})

const member = (Protocol: string, Endpoint: string, SubscriptionArn: string) =>
  `<member><Protocol>${Protocol}</Protocol><Endpoint>${Endpoint}</Endpoint>` +
  `<SubscriptionArn>${SubscriptionArn}</SubscriptionArn></member>`

const pages: Readonly<Record<string, string>> = {
  first: `<Subscriptions>${member("email", "a@shop.example", `${prefix}shop:1`)}${member("sqs", "arn:q", `${prefix}shop:2`)}
    </Subscriptions><NextToken>second</NextToken>`,
  second: `<Subscriptions>${member("email", "b@shop.example", "PendingConfirmation")}${member("email", "c@shop.example", `${prefix}shop:3`)}
    </Subscriptions>`,
}
const policy = '{"level":["escalation"]}'
const filtered = `<Attributes><entry><key>FilterPolicy</key><value>${policy}</value></entry></Attributes>`

describe("the topic of a party", () => {
  it("shows each contact, whether it has confirmed and what it gets, and nothing that is no e-mail", async () => {
    answers = {
      ListSubscriptionsByTopic: ({ parameters }) => ({ xml: pages[String(parameters["NextToken"] ?? "first")] ?? "" }),
      GetSubscriptionAttributes: ({ parameters }) => ({
        xml: String(parameters["SubscriptionArn"]).endsWith("3") ? filtered : "<Attributes></Attributes>",
      }),
    }
    expect(await deployedContactTopics().subscriptions("shop")).toEqual([
      { address: "a@shop.example", confirmed: { arn: `${prefix}shop:1`, level: "alert" } },
      { address: "b@shop.example" },
      { address: "c@shop.example", confirmed: { arn: `${prefix}shop:3`, level: "escalation" } },
    ])
  })

  it("takes a contact for escalations with a filter, and changes and removes one", async () => {
    const topics = deployedContactTopics()
    await topics.subscribe("shop", "c@shop.example", "escalation")
    await topics.changeLevel(`${prefix}shop:3`, "alert")
    await topics.unsubscribe(`${prefix}shop:3`)
    expect(aws?.calls.map(({ parameters }) => parameters)).toMatchObject([
      {
        Action: "Subscribe",
        TopicArn: `${prefix}shop`,
        Protocol: "email",
        Endpoint: "c@shop.example",
        "Attributes.entry.1.key": "FilterPolicy",
        "Attributes.entry.1.value": policy,
      },
      { Action: "SetSubscriptionAttributes", AttributeName: "FilterPolicy", AttributeValue: "{}" },
      { Action: "Unsubscribe", SubscriptionArn: `${prefix}shop:3` },
    ])
  })

  it("is absent for an invited party that has none yet", async () => {
    answers = { ListSubscriptionsByTopic: () => ({ error: "NotFound" }) }
    expect(await deployedContactTopics().subscriptions("shop")).toBeUndefined()
    answers = { ListSubscriptionsByTopic: () => ({ error: "AuthorizationError" }) }
    await expect(deployedContactTopics().subscriptions("shop")).rejects.toThrow()
  })

  it("is made in one call, encrypted and closed to plain HTTP", async () => {
    await deployedContactTopics().make("shop")
    const [call, ...others] = aws?.calls ?? []
    expect(others).toEqual([])
    expect(call?.parameters).toMatchObject({
      Action: "CreateTopic",
      Name: "wayseal-dev-alerts-shop",
      "Attributes.entry.1.key": "KmsMasterKeyId",
      "Attributes.entry.1.value": "arn:aws:kms:ca-central-1:111122223333:key/data",
      "Attributes.entry.2.key": "Policy",
    })
    expect(JSON.parse(String(call?.parameters["Attributes.entry.2.value"])).Statement).toMatchObject([
      { Effect: "Deny", Resource: `${prefix}shop`, Condition: { Bool: { "aws:SecureTransport": "false" } } },
    ])
  })

  it("is called at most 25 times a second", async () => {
    const topics = deployedContactTopics()
    const startedAt = performance.now()
    for (let call = 0; call < 6; call++) await topics.unsubscribe(`${prefix}shop:3`)
    expect(performance.now() - startedAt).toBeGreaterThan(190)
  })
})
