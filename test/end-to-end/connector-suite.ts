import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation"
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge"
import { ListSubscriptionsCommand, SNSClient } from "@aws-sdk/client-sns"
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import { connectorTemplate } from "../../infra/cli/connector/connector-template.ts"
import { emulatorClientSettings, emulatorRegion } from "../../infra/local/emulator/emulator-environment.ts"
import { splitTemplate, templateSchema } from "../../infra/local/emulator/local-assembly.ts"
import { exampleParties } from "../infra/example-stage.ts"
import type { LocalExchange } from "./local-exchange.ts"

const hubAccount = "123456789012"
const hubBusArn = `arn:aws:events:${emulatorRegion}:${hubAccount}:event-bus/wayseal-prod-ingress`
const party = exampleParties.find(({ id }) => id === "northpost")
if (party === undefined) throw new Error("the example has no northpost")
const template = connectorTemplate({ stage: "prod", party, hubAccount, hubRegion: emulatorRegion })

/** What a party's own account deploys with CloudFormation alone. Here it is the account of the hub. */
export function connectorSuite(local: () => LocalExchange): void {
  describe("a connector that a party's account deployed with CloudFormation alone", () => {
    let events: EventBridgeClient
    let sqs: SQSClient
    let sns: SNSClient
    let outputs: Readonly<Record<string, string>>

    /** Deploys the template as it is, except for the bus policy, which the emulator's CloudFormation does not know. */
    beforeAll(async () => {
      const settings = emulatorClientSettings(local().exchange.endpoint)
      events = new EventBridgeClient(settings)
      sqs = new SQSClient(settings)
      sns = new SNSClient(settings)
      const client = new CloudFormationClient(settings)
      const StackName = "wayseal-prod-connector"
      const { deployable, takenOut } = splitTemplate(templateSchema.parse(template))
      expect(Object.values(takenOut).map(({ Type }) => Type)).toEqual(["AWS::Events::EventBusPolicy"])
      await client.send(
        new CreateStackCommand({
          StackName,
          TemplateBody: JSON.stringify(deployable),
          Capabilities: ["CAPABILITY_NAMED_IAM"],
          Parameters: [
            { ParameterKey: "AlarmEmail", ParameterValue: "operations@northpost.example" },
            { ParameterKey: "RolePrefix", ParameterValue: "acme-" },
          ],
        }),
      )
      await waitUntilStackCreateComplete({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { StackName })
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }))
      outputs = Object.fromEntries(
        (Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
      )
      client.destroy()
    })

    afterAll(() => {
      for (const client of [events, sqs, sns]) client?.destroy()
    })

    it("has an outbox and an inbox, under the names that both sides know", async () => {
      expect(outputs["OutboxBusName"]).toBe("wayseal-prod-outbox")
      for (const name of ["wayseal-prod-outbox", "wayseal-prod-inbox"]) {
        const { Arn } = await events.send(new DescribeEventBusCommand({ Name: name }))
        expect([outputs["OutboxBusArn"], outputs["InboxBusArn"]]).toContain(Arn)
      }
    })

    it("names its role as the party's organisation asks, and bounds it by nothing where that asks for nothing", () => {
      expect(outputs["ToHubRoleArn"]).toMatch(/:role\/acme-wayseal-prod-to-hub$/)
    })

    it("forwards what the party may send to the hub's account, with its own role", async () => {
      const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName: "wayseal-prod-outbox" }))
      expect(Rules).toHaveLength(1)
      expect(JSON.parse(Rules[0]?.EventPattern ?? "null")).toMatchObject({ source: ["wayseal.carrier.northpost"] })
      const { Targets = [] } = await events.send(
        new ListTargetsByRuleCommand({ EventBusName: "wayseal-prod-outbox", Rule: Rules[0]?.Name }),
      )
      expect(Targets.map(({ Arn, RoleArn }) => [Arn, RoleArn])).toEqual([[hubBusArn, outputs["ToHubRoleArn"]]])
    })

    it("has a dead-letter queue under its own key, and mails alarms to the address of the parameter", async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: outputs["DeadLetterQueueUrl"], AttributeNames: ["All"] }),
      )
      expect(Attributes?.KmsMasterKeyId).toBe(outputs["KeyArn"])
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsCommand({}))
      const own = Subscriptions.filter(({ TopicArn = "" }) => TopicArn.includes("wayseal-prod-connector"))
      expect(own.map(({ Protocol, Endpoint }) => [Protocol, Endpoint])).toEqual([
        ["email", "operations@northpost.example"],
      ])
    })

    it("tells the party its queue at the hub", () => {
      expect(outputs["QueueAtHubArn"]).toBe(`arn:aws:sqs:${emulatorRegion}:${hubAccount}:wayseal-prod-northpost`)
      expect(outputs["QueueAtHubUrl"]).toBe(
        `https://sqs.${emulatorRegion}.amazonaws.com/${hubAccount}/wayseal-prod-northpost`,
      )
    })
  })
}
