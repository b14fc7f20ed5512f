import { DisableRuleCommand, EnableRuleCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { LambdaClient, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda"
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand } from "@aws-sdk/client-sqs"
import { describe, expect, it } from "@jest/globals"
import { placedOfType } from "../../infra/cli/deployed-stage/deployed-templates.ts"
import type { ReachedStage } from "../../infra/cli/deployed-stage/reach-stage.ts"
import { redrive } from "../../infra/cli/redrive/run-redrive.ts"
import { readWaitingLetters } from "../../infra/cli/redrive/waiting.ts"
import { runStatus } from "../../infra/cli/status/run-status.ts"
import { emulatorClientSettings } from "../../infra/local/emulator/emulator-environment.ts"
import { stagesFolder } from "../../infra/stages/read-stage.ts"
import type { LocalExchange } from "./local-exchange.ts"

/** What runbooks tell somebody on call to run, while the fault is there and after it is mended. */
export function runbooksSuite(local: () => LocalExchange, stage: () => ReachedStage): void {
  describe("the commands of runbooks", () => {
    const faultsOf = async (part: string) => {
      const { parties, connection } = stage()
      const found = await runStatus({ stage: "local", parties, connection, onStep: () => {} })
      return found.filter(({ check, state }) => check === part && state === "toDo").map(({ text }) => text)
    }
    const placed = (type: string, path: RegExp) =>
      placedOfType(stage().resources, type).find((each) => path.test(each.path))?.id ?? ""

    it("name a trigger and a rule that somebody switched off, with what it takes to switch them on", async () => {
      const settings = emulatorClientSettings(local().exchange.endpoint)
      const [lambda, events] = [new LambdaClient(settings), new EventBridgeClient(settings)]
      const mapping = { UUID: placed("AWS::Lambda::EventSourceMapping", /RecordCounts/) }
      const bus = local().exchange.ingressBusName
      const rule = { EventBusName: bus, Name: placed("AWS::Events::Rule", /RecordCounts/) }
      await lambda.send(new UpdateEventSourceMappingCommand({ ...mapping, Enabled: false }))
      await events.send(new DisableRuleCommand(rule))
      expect(await faultsOf("triggers and rules")).toEqual([
        expect.stringMatching(/-RecordCo\w+ takes nothing: its trigger is Disabled.+triggers-off\.md$/),
        `${rule.Name} (${bus}) hands on nothing: the rule is DISABLED. Runbook: docs/runbooks/triggers-off.md`,
      ])
      await lambda.send(new UpdateEventSourceMappingCommand({ ...mapping, Enabled: true }))
      await events.send(new EnableRuleCommand(rule))
      expect(await faultsOf("triggers and rules")).toEqual([])
      lambda.destroy()
      events.destroy()
    })

    it("do not say that nothing waits while somebody reads the dead letters", async () => {
      const { endpoint, sqs } = local().exchange
      const letters = (await readWaitingLetters(stage())).find(({ name }) => name === "party-northpost")
      const queue = { QueueUrl: letters?.queueUrl ?? "" }
      await sqs.send(new SendMessageCommand({ ...queue, MessageBody: "{}" }))
      await sqs.send(new ReceiveMessageCommand({ ...queue, VisibilityTimeout: 60 }))
      expect(await faultsOf("dead letters")).toEqual([expect.stringMatching(/1 message.+npx wayseal redrive/)])
      const options = { stage: "local", stages: stagesFolder, endpoint: endpoint.url, yes: true } as const
      const { data, text } = await redrive({ options, args: ["party-northpost"], onStep: () => {} })
      expect(data).toMatchObject({ moved: 0, left: 1 })
      expect(text).toContain("read by somebody")
      await sqs.send(new PurgeQueueCommand(queue))
    })
  })
}
