import * as z from "zod"
import type { Party } from "../../shared/parties/party.ts"
import { inNode } from "../in-node.ts"
import type { Assembling } from "./cdk/assembly.ts"
import type { Variant } from "./cdk/exchange.ts"
import { hubAccount, settingsOf } from "./example-stage.ts"

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.any()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
})
const template = z.looseObject({ Resources: z.record(z.string(), resource) })

export type Resource = z.infer<typeof resource>
export type Named = { readonly id: string } & Resource

/** What is known of a stack before it is synthesised. */
const builtStack = z.object({
  name: z.string(),
  account: z.string(),
  region: z.string(),
  isProtected: z.boolean().optional(),
  /** The ids of the constructs in it. */
  constructs: z.array(z.string()),
  /** How many resources it has. */
  resources: z.number(),
  /** What it says to whoever synthesises it. */
  info: z.array(z.string()),
  warnings: z.array(z.string()),
})
const synthesisedStack = builtStack.extend({
  assumeRoleArn: z.string().optional(),
  bootstrapStackVersionSsmParameter: z.string().optional(),
  template,
})

/** With what is in the stacks within it. */
const whole = z.object({ functions: z.object({ whole: template }) })

const stacksOf = <Each extends z.ZodType>(each: Each) =>
  z.object({
    data: each,
    groups: z.array(each),
    functions: each,
    /** The stacks of contexts, within that of functions. */
    contexts: z.array(each),
    webhooks: z.array(each),
    edge: z.array(each),
  })
const builtExchange = stacksOf(builtStack)
const synthesisedExchange = stacksOf(synthesisedStack).and(whole)
const assembly = z.object({
  exchanges: z.array(synthesisedExchange),
  stackNames: z.array(z.string()),
  violations: z.array(z.unknown()),
})

const cdk = (name: string, ...given: readonly unknown[]) => inNode("test/infra/cdk/exchange.ts", name, ...given)

/** The stacks of an exchange without their templates, which takes less time. */
export async function build(stage: string, variant: Variant = {}) {
  return builtExchange.parse(await cdk("build", stage, variant))
}

/** The assembly of an app with the exchanges of these stages. */
export async function assemble(exchanges: Readonly<Record<string, Variant>>, assembling: Assembling = {}) {
  return assembly.parse(await cdk("synthesise", exchanges, assembling))
}

/** The exchange of a stage as CloudFormation gets it. */
export async function synthesise(stage: string, variant: Variant = {}) {
  const [exchange] = (await assemble({ [stage]: variant })).exchanges
  if (exchange === undefined) throw new Error("nothing was synthesised")
  const templatesOf = (stacks: readonly z.infer<typeof synthesisedStack>[]) => stacks.map((each) => each.template)
  const [data, functions] = [exchange.data.template, exchange.functions.whole]
  const groups = templatesOf(exchange.groups)
  const webhooks = templatesOf(exchange.webhooks)
  const edge = templatesOf(exchange.edge)
  /** Every template of the hub's account. */
  const hub = [data, ...groups, functions, ...webhooks, ...edge]
  /** The stack of functions without those of contexts within it. */
  const around = exchange.functions.template
  return { data, groups, functions, around, webhooks, edge, hub }
}

/** The connector of a party as CloudFormation gets it in the party's account. */
export async function connectorOf(stage: string, party: Party) {
  const { region: hubRegion } = settingsOf(stage)
  const props = { stage, party, hubAccount, hubRegion }
  return template.parse(await inNode("infra/cli/connector/connector-template.ts", "connectorTemplate", props))
}

/** Resources of a type, in one template or several. */
export function resourcesOf(type: string, ...templates: readonly z.infer<typeof template>[]): readonly Named[] {
  return templates.flatMap(({ Resources }) =>
    Object.entries(Resources).flatMap(([id, found]) => (found.Type === type ? [{ id, ...found }] : [])),
  )
}

/** The logical id, or another stack's output or export, that a value refers to. Undefined for a plain value. */
export function referredTo(value: unknown): string | undefined {
  const parsed = z
    .union([
      z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
      z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }).transform((found) => found["Fn::GetAtt"][0]),
      z
        .object({ "Fn::GetStackOutput": z.object({ OutputName: z.string() }) })
        .transform((found) => found["Fn::GetStackOutput"].OutputName),
      z.object({ "Fn::ImportValue": z.string() }).transform((found) => found["Fn::ImportValue"]),
    ])
    .safeParse(value)
  return parsed.success ? parsed.data : undefined
}

const statement = z.looseObject({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]).transform((found) => [found].flat()),
  Resource: z.union([z.string(), z.array(z.any()), z.record(z.string(), z.any())]).transform((found) => [found].flat()),
  Condition: z.record(z.string(), z.any()).optional(),
})
const policyDocument = z.object({ Statement: z.array(statement) })
const roleWithPolicies = z.object({ Policies: z.array(z.object({ PolicyDocument: policyDocument })).default([]) })

/** What a role may do, and its logical id. */
export type RolePolicy = { readonly role: string; readonly statements: readonly z.infer<typeof statement>[] }

/** The policies within roles and beside them, by role, in one template or several. A role can have several. */
export function rolePolicies(...templates: readonly z.infer<typeof template>[]): readonly RolePolicy[] {
  const within = resourcesOf("AWS::IAM::Role", ...templates).flatMap(({ id, Properties }) =>
    roleWithPolicies.parse(Properties).Policies.map(({ PolicyDocument }) => ({ roles: [id], PolicyDocument })),
  )
  const beside = resourcesOf("AWS::IAM::Policy", ...templates).map(({ Properties }) => ({
    roles: z
      .array(z.unknown())
      .parse(Properties["Roles"])
      .map((role) => referredTo(role) ?? ""),
    PolicyDocument: policyDocument.parse(Properties["PolicyDocument"]),
  }))
  return [...within, ...beside]
    .flatMap(({ roles, PolicyDocument }) => roles.map((role) => ({ role, statements: PolicyDocument.Statement })))
    .sort((one, other) => one.role.localeCompare(other.role))
}

/** Whether a queue is for dead letters. */
export function isDeadLetters({ id }: { readonly id: string }): boolean {
  return id.includes("DeadLetters")
}

/** The queues whose first visible message raises an alarm. */
export function queuesWithAlarm({
  hub,
}: Pick<Awaited<ReturnType<typeof synthesise>>, "hub">): readonly (string | undefined)[] {
  return resourcesOf("AWS::CloudWatch::Alarm", ...hub)
    .filter(
      ({ Properties }) =>
        Properties["MetricName"] === "ApproximateNumberOfMessagesVisible" &&
        Properties["Threshold"] === 1 &&
        Properties["ComparisonOperator"] === "GreaterThanOrEqualToThreshold",
    )
    .flatMap(({ Properties }) => Properties["Dimensions"].map(({ Value }: { Value: unknown }) => referredTo(Value)))
}
