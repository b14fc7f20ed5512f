import * as z from "zod"
import { type PlannedStage, plannedOfType } from "./planned-stage.ts"

/** A quota of AWS that a deployment could reach. */
export type Quota = {
  readonly id: string
  /** What it counts, after a number. */
  readonly what: string
  /** Where Service Quotas keeps it. Absent: it knows none, and `documented` holds. */
  readonly code?: { readonly service: string; readonly quota: string }
  /** What AWS documents for every region, in November 2026. */
  readonly documented: number
  /** CloudFormation type whose resources in the account all count against it. Absent: only those of the stage do. */
  readonly sharedType?: string
  /** What a stage needs of it. */
  readonly needed: (planned: PlannedStage) => number
}

/** A quota of all resources of a type in the account. */
const inAccount = (sharedType: string, quota: Omit<Quota, "sharedType" | "needed">): Quota => ({
  ...quota,
  sharedType,
  needed: (planned) => plannedOfType(planned, sharedType).length,
})

/** The most resources of a type that have the same owner, such as rules of one bus. */
const mostOf = (type: string, owner: string) => (planned: PlannedStage) => {
  const perOwner = Map.groupBy(plannedOfType(planned, type), ({ properties }) => JSON.stringify(properties[owner]))
  return Math.max(0, ...[...perOwner.values()].map((each) => each.length))
}

/** In a template the ARN of a resource is an object. An ARN has at most this many characters. */
const longestArn = 200

/** Characters of a bus policy, whose statements are resources of their own. */
const busPolicySize = (planned: PlannedStage): number => {
  const statements = plannedOfType(planned, "AWS::Events::EventBusPolicy").map(({ properties }) => ({
    Sid: properties["StatementId"],
    ...z.record(z.string(), z.unknown()).catch({}).parse(properties["Statement"]),
  }))
  const withArns = (_: string, value: unknown): unknown =>
    z.union([z.object({ "Fn::GetAtt": z.unknown() }), z.object({ "Fn::GetStackOutput": z.unknown() })]).safeParse(value)
      .success
      ? "x".repeat(longestArn)
      : value
  return statements.length === 0 ? 0 : JSON.stringify({ Version: "2012-10-17", Statement: statements }, withArns).length
}

/** The quotas that a stage comes near to first. Most accounts have room for many stages. */
export const quotas: readonly Quota[] = [
  {
    id: "rules",
    what: "rules on one event bus",
    code: { service: "events", quota: "L-244521F2" },
    documented: 300,
    needed: mostOf("AWS::Events::Rule", "EventBusName"),
  },
  {
    id: "busPolicy",
    what: "characters of one event bus policy",
    code: { service: "events", quota: "L-FC354966" },
    documented: 10_240,
    needed: busPolicySize,
  },
  inAccount("AWS::Events::EventBus", {
    id: "buses",
    what: "event buses",
    code: { service: "events", quota: "L-658A4FD9" },
    documented: 100,
  }),
  inAccount("AWS::KMS::Key", {
    id: "keys",
    what: "KMS keys",
    code: { service: "kms", quota: "L-C2F1777E" },
    documented: 100_000,
  }),
  inAccount("AWS::SNS::Topic", {
    id: "topics",
    what: "SNS topics",
    code: { service: "sns", quota: "L-61103206" },
    documented: 100_000,
  }),
  inAccount("AWS::DynamoDB::Table", {
    id: "tables",
    what: "DynamoDB tables",
    code: { service: "dynamodb", quota: "L-F98FE922" },
    documented: 2_500,
  }),
  inAccount("AWS::CloudWatch::Alarm", {
    id: "alarms",
    what: "CloudWatch alarms",
    documented: 5_000,
  }),
  {
    id: "routes",
    what: "routes of one HTTP API",
    code: { service: "apigateway", quota: "L-65B5C802" },
    documented: 300,
    needed: mostOf("AWS::ApiGatewayV2::Route", "ApiId"),
  },
  {
    id: "stacks",
    what: "CloudFormation stacks",
    code: { service: "cloudformation", quota: "L-0485CB21" },
    documented: 2_000,
    needed: (planned) => planned.stackNames.length + plannedOfType(planned, "AWS::CloudFormation::Stack").length,
  },
]
