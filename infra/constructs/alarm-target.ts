import { Aspects, type Stack } from "aws-cdk-lib"
import { Alarm } from "aws-cdk-lib/aws-cloudwatch"
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions"
import { CfnRule } from "aws-cdk-lib/aws-events"
import { PolicyStatement, Role } from "aws-cdk-lib/aws-iam"
import { Topic } from "aws-cdk-lib/aws-sns"
import { partsOfArn } from "../stages/company-settings.ts"
import { wakesSomebody } from "./alarm-at.ts"
import { retryForOneDay } from "./dead-letter-queue.ts"
import { eventBridgeOf } from "./event-bridge-role.ts"

/**
 * Sends the alarms of all stacks of a stage to a topic or an event bus of the organisation too.
 *
 * @param target the ARN of a topic or of a bus
 * @param stacks all stacks of the stage; what a bus needs is added to the first
 */
export function sendAlarmsTo(target: string, stage: string, stacks: readonly [Stack, ...Stack[]]): void {
  if (partsOfArn(target).service === "events") forwardToBus(target, stage, stacks[0])
  // An alarm names topics of its own region only. The browser edge, which may be elsewhere, has no alarms.
  else for (const stack of stacks) if (stack.region === partsOfArn(target).region) addTopic(target, stack)
}

function addTopic(topicArn: string, stack: Stack): void {
  const action = new SnsAction(Topic.fromTopicArn(stack, "AlarmTarget", topicArn))
  Aspects.of(stack).add({
    visit(node) {
      if (!(node instanceof Alarm)) return
      node.addAlarmAction(action)
      if (wakesSomebody(node)) node.addOkAction(action)
    },
  })
}

/** An alarm cannot name a bus. But CloudWatch puts each change of an alarm's state on the account's default bus. */
function forwardToBus(busArn: string, stage: string, stack: Stack): void {
  const role = new Role(stack, "AlarmTargetRole", {
    assumedBy: eventBridgeOf(stack.account),
    description: `Wayseal ${stage}: delivers alarms`,
  })
  role.addToPolicy(new PolicyStatement({ actions: ["events:PutEvents"], resources: [busArn] }))
  // The names of alarms begin with those of their stacks.
  const alarms = `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:Wayseal-${stage}-`
  new CfnRule(stack, "AlarmTargetRule", {
    description: `Alarms of Wayseal ${stage} that are raised or are over`,
    eventPattern: {
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      resources: [{ prefix: alarms }],
      detail: { state: { value: ["ALARM", "OK"] } },
    },
    targets: [{ id: "Bus", arn: busArn, roleArn: role.roleArn, retryPolicy: retryForOneDay }],
  })
}
