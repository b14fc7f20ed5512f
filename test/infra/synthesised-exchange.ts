import { readFileSync } from "node:fs"
import { App, type Stack } from "aws-cdk-lib"
import { Template } from "aws-cdk-lib/assertions"
import { Code } from "aws-cdk-lib/aws-lambda"
import * as z from "zod"
import { cdkContext } from "../../infra/cdk-context.ts"
import { connectorTemplate } from "../../infra/cli/connector/connector-template.ts"
import { addExchange, type ExchangeAppProps } from "../../infra/exchange-app.ts"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { readStage } from "../../infra/stages/read-stage.ts"
import { type StageSettings, stageConfig } from "../../infra/stages/stage-config.ts"
import { operatorSettings } from "../../shared/operations/operator-settings.ts"
import { type Party, parties } from "../../shared/parties/party.ts"

const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.any()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
})
const template = z.looseObject({ Resources: z.record(z.string(), resource) })

export type Resource = z.infer<typeof resource>
export type Named = { readonly id: string } & Resource

export const hubAccount = "123456789012"

/** The parties of the committed example. */
export const exampleParties = readParties()

function readParties(): readonly Party[] {
  return parties.parse(JSON.parse(readFileSync(new URL("../../stages/local/parties.json", import.meta.url), "utf8")))
    .parties
}

export const deployments = await loadDeployments()

/**
 * An app with the context of cdk.json, as the CLI passes it. The CDK's own validation of templates takes seconds, so
 * only one test asks for it.
 */
export function newApp(options: { readonly validated: boolean }): App {
  return new App({
    context: { ...cdkContext() },
    analyticsReporting: false,
    builtinCloudFormationValidation: options.validated,
  })
}

/** Where the operators of the tests' stages sign in. */
export const operators = operatorSettings.parse({
  issuer: "https://login.hub.example",
  clientId: "wayseal",
  clientSecretName: "hub-client",
  roles: ["operator"],
})

/** Settings of the stages of the tests: `prod` as in the committed example for production, and others for trials. */
const testStages: Readonly<Record<string, StageSettings>> = {
  prod: { ...readStage("example").settings, terminationProtection: true, operators },
  dev: stageConfig.parse({ region: "ca-central-1", keepData: false, hubAccountMayPublish: true, operators }),
  local: stageConfig.parse({ region: "ca-central-1", keepData: false, hubAccountMayPublish: true, operators }),
}

function settingsOf(stage: string): StageSettings {
  const settings = testStages[stage]
  if (settings === undefined) throw new Error(`the tests have no stage ${stage}`)
  return settings
}

/** Adds the exchange of a stage to an app, with functions that do nothing. */
export function exchangeOf(
  stage: string,
  options: {
    readonly app?: App
    readonly parties?: readonly Party[]
    readonly settings?: Partial<StageSettings>
    readonly pages?: ExchangeAppProps["pages"]
  } = {},
) {
  const app = options.app ?? newApp({ validated: false })
  const exchange = addExchange(app, {
    stage,
    settings: { ...settingsOf(stage), ...options.settings },
    account: hubAccount,
    parties: options.parties ?? exampleParties,
    deployments,
    codeOf: () => Code.fromInline("export const handler = () => {}"),
    ...(options.pages === undefined ? {} : { pages: options.pages }),
  })
  return { app, ...exchange }
}

/** The exchange of a stage as CloudFormation gets it. */
export function synthesise(...args: Parameters<typeof exchangeOf>) {
  const exchange = exchangeOf(...args)
  const read = (stack: Parameters<typeof Template.fromStack>[0]) => template.parse(Template.fromStack(stack).toJSON())
  const [data, functions] = [read(exchange.data), read(exchange.functions)]
  const groups = [...exchange.groups.values()].map(read)
  const webhooks = exchange.webhooks === undefined ? [] : [read(exchange.webhooks)]
  const edge = exchange.edge === undefined ? [] : [read(exchange.edge)]
  /** Every template of the hub's account. */
  const hub = [data, ...groups, functions, ...webhooks, ...edge]
  return { data, groups, functions, webhooks, edge, hub }
}

/** The connector of a party as CloudFormation gets it in the party's account. */
export function connectorOf(stage: string, party: Party) {
  const { region: hubRegion } = settingsOf(stage)
  return template.parse(connectorTemplate({ stage, party, hubAccount, hubRegion }))
}

/** What a stack says to whoever synthesises it. */
export function saidBy(stack: Stack, level: "info" | "warning"): readonly string[] {
  return stack.node.metadata.filter(({ type }) => type === `aws:cdk:${level}`).map(({ data }) => String(data))
}

/** Resources of a type, in one template or several. */
export function resourcesOf(type: string, ...templates: readonly z.infer<typeof template>[]): readonly Named[] {
  return templates.flatMap(({ Resources }) =>
    Object.entries(Resources).flatMap(([id, found]) => (found.Type === type ? [{ id, ...found }] : [])),
  )
}

/** The logical id, or the name of another stack's output, that a value refers to. Undefined for a plain value. */
export function referredTo(value: unknown): string | undefined {
  const parsed = z
    .union([
      z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
      z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }).transform((found) => found["Fn::GetAtt"][0]),
      z
        .object({ "Fn::GetStackOutput": z.object({ OutputName: z.string() }) })
        .transform((found) => found["Fn::GetStackOutput"].OutputName),
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
export function queuesWithAlarm({ hub }: Pick<ReturnType<typeof synthesise>, "hub">): readonly (string | undefined)[] {
  return resourcesOf("AWS::CloudWatch::Alarm", ...hub)
    .filter(
      ({ Properties }) =>
        Properties["MetricName"] === "ApproximateNumberOfMessagesVisible" &&
        Properties["Threshold"] === 1 &&
        Properties["ComparisonOperator"] === "GreaterThanOrEqualToThreshold",
    )
    .flatMap(({ Properties }) => Properties["Dimensions"].map(({ Value }: { Value: unknown }) => referredTo(Value)))
}
