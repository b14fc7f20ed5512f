import { type DeployedStage, resourcesOfType } from "../../../shared/pages/operator/stage-resources.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"
import { type PlannedStage, plannedOfType } from "./planned-stage.ts"

/** A kind of resource to which the stacks give names of their own. */
export type NamedKind = {
  readonly type: string
  /** What it is, before its name. */
  readonly word: string
  /** The property with the name. */
  readonly property: string
  /** The IAM action that lists them. */
  readonly action: string
  /** Deletes one. */
  readonly command: (name: string, place: { readonly region: string; readonly account: string }) => string
}

export const namedKinds: readonly NamedKind[] = [
  {
    type: "AWS::Events::EventBus",
    word: "bus",
    property: "Name",
    action: "events:ListEventBuses",
    command: (name) => `aws events delete-event-bus --name ${name}`,
  },
  {
    type: "AWS::SQS::Queue",
    word: "queue",
    property: "QueueName",
    action: "sqs:ListQueues",
    command: (name, { region, account }) =>
      `aws sqs delete-queue --queue-url https://sqs.${region}.amazonaws.com/${account}/${name}`,
  },
  {
    type: "AWS::SNS::Topic",
    word: "topic",
    property: "TopicName",
    action: "sns:ListTopics",
    command: (name, { region, account }) => `aws sns delete-topic --topic-arn arn:aws:sns:${region}:${account}:${name}`,
  },
  {
    type: "AWS::KMS::Alias",
    word: "key alias",
    property: "AliasName",
    action: "kms:ListAliases",
    command: (name) => `aws kms delete-alias --alias-name ${name}`,
  },
  {
    type: "AWS::Logs::LogGroup",
    word: "log group",
    property: "LogGroupName",
    action: "logs:DescribeLogGroups",
    command: (name) => `aws logs delete-log-group --log-group-name ${name}`,
  },
  {
    type: "AWS::CloudWatch::Dashboard",
    word: "dashboard",
    property: "DashboardName",
    action: "cloudwatch:ListDashboards",
    command: (name) => `aws cloudwatch delete-dashboards --dashboard-names ${name}`,
  },
]

/** The names that the stacks give to resources of a kind. */
export function plannedNames(planned: PlannedStage, { type, property }: NamedKind): readonly string[] {
  return plannedOfType(planned, type).flatMap(({ properties }) => {
    const name = properties[property]
    return typeof name === "string" ? [name] : []
  })
}

/** A name without what an ARN or a URL has before it. */
const bareName = (id: string): string =>
  id.startsWith("/") || id.startsWith("alias/") ? id : (id.split(/[:/]/).at(-1) ?? id)

const found = resultsOf("leftovers")

/**
 * Resources that have a name of the stage, but are of no stack. A deployment could not make its own.
 *
 * @param existing names, URLs or ARNs of all resources of the kind
 */
export function judgeLeftovers(
  kind: NamedKind,
  existing: readonly string[],
  {
    planned,
    deployed,
    place,
  }: { planned: PlannedStage; deployed: DeployedStage; place: Parameters<NamedKind["command"]>[1] },
): readonly CheckResult[] {
  const live = new Set(resourcesOfType(deployed, kind.type).map(({ physicalId }) => bareName(physicalId)))
  const there = new Set(existing.map(bareName))
  const names = plannedNames(planned, kind).filter((name) => there.has(name) && !live.has(name))
  return names.map((name) =>
    found.toDo(
      `The ${kind.word} ${name} exists and is of no stack, so the deployment could not make its own. ` +
        "If nobody needs it, delete it.",
      kind.command(name, place),
    ),
  )
}

/** Tables that a removed stage left. They have names of their own, so they are not in the way. */
export function judgeOldTables(
  existing: readonly string[],
  { planned, deployed }: { planned: PlannedStage; deployed: DeployedStage },
): readonly CheckResult[] {
  const live = new Set(resourcesOfType(deployed, "AWS::DynamoDB::Table").map(({ physicalId }) => physicalId))
  const old = existing.filter(
    (name) => !live.has(name) && planned.stackNames.some((stackName) => name.startsWith(`${stackName}-`)),
  )
  if (old.length === 0) return []
  return [
    found.note(
      `Tables of an earlier deployment are kept beside the new ones: ${old.join(", ")}. ` +
        'docs/deploying.md, "Removing a stage", says how to delete them.',
    ),
  ]
}
