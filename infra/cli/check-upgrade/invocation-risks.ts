import * as z from "zod"
import { meaningOf, resourcesOfType, type Stacks } from "./stacks.ts"
import type { StackRisk } from "./template-risks.ts"

/**
 * What of queues, triggers and rules would stop working if stacks went from some templates to others: a queue that
 * nothing reads or fills any more, a trigger that Lambda would refuse, a rule on another bus.
 */
export function invocationRisks(before: Stacks, after: Stacks): readonly StackRisk[] {
  return [...queueRisks(before, after), ...triggerRisks(before, after), ...ruleRisks(before, after)]
}

const rule = z.looseObject({ Targets: z.array(z.looseObject({ Arn: z.unknown() })).default([]) })

const triggersIn = (stacks: Stacks) =>
  resourcesOfType(stacks, "AWS::Lambda::EventSourceMapping").map(({ properties, ...trigger }) => ({
    ...trigger,
    source: meaningOf(stacks, trigger.stackName, properties["EventSourceArn"]),
    handler: meaningOf(stacks, trigger.stackName, properties["FunctionName"]),
    startingPosition: properties["StartingPosition"],
  }))

const rulesIn = (stacks: Stacks) =>
  resourcesOfType(stacks, "AWS::Events::Rule").map(({ properties, ...found }) => ({
    ...found,
    bus: meaningOf(stacks, found.stackName, properties["EventBusName"] ?? "default"),
    targets: rule.parse(properties).Targets.map(({ Arn }) => meaningOf(stacks, found.stackName, Arn)),
  }))

/** Queues that stay, and that lose what reads them or what fills them. */
function queueRisks(before: Stacks, after: Stacks): readonly StackRisk[] {
  const sources = (stacks: Stacks) => new Set(triggersIn(stacks).map(({ source }) => source))
  const targets = (stacks: Stacks) => new Set(rulesIn(stacks).flatMap((each) => each.targets))
  const [read, readLater] = [sources(before), sources(after)]
  const [filled, filledLater] = [targets(before), targets(after)]
  return resourcesOfType(after, "AWS::SQS::Queue").flatMap(({ stackName, resource, type }) => {
    const queue = meaningOf(after, stackName, { "Fn::GetAtt": [resource, "Arn"] })
    const found = { stackName, resource, type }
    const unread = { risk: "unread", sentence: "would have no function that reads it. Keep its trigger" } as const
    const unfilled = { risk: "unfilled", sentence: "would get no more events. Keep the rule that fills it" } as const
    return [
      ...(read.has(queue) && !readLater.has(queue) ? [{ ...found, ...unread }] : []),
      ...(filled.has(queue) && !filledLater.has(queue) ? [{ ...found, ...unfilled }] : []),
    ]
  })
}

/** Lambda takes one trigger of a function for each source. CloudFormation makes a new one before it deletes the old. */
function triggerRisks(before: Stacks, after: Stacks): readonly StackRisk[] {
  const old = triggersIn(before)
  return triggersIn(after).flatMap(({ source, handler, startingPosition, ...found }) => {
    const same = old.find((each) => each.source === source && each.handler === handler)
    if (same === undefined) return []
    const stays = same.resource === found.resource && same.stackName === found.stackName
    if (stays && same.startingPosition === startingPosition) return []
    const why = stays ? "its StartingPosition changed" : `it was ${same.stackName}/${same.resource}`
    const sentence = `would be made anew, because ${why}. Lambda refuses that while the old one is there. Take it back`
    return [{ ...found, risk: "secondTrigger", sentence }]
  })
}

function ruleRisks(before: Stacks, after: Stacks): readonly StackRisk[] {
  const now = rulesIn(after)
  return rulesIn(before).flatMap(({ bus, targets: _, ...found }) => {
    const next = now.find((each) => each.stackName === found.stackName && each.resource === found.resource)
    if (next === undefined || next.bus === bus) return []
    const sentence =
      `would be on the bus ${next.bus} instead of ${bus}, whose events it would miss. Add a rule beside it, and take ` +
      "this one away in a later release"
    return [{ ...found, risk: "otherBus", sentence }]
  })
}
