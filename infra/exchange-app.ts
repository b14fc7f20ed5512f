import {
  type App,
  DefaultStackSynthesizer,
  Fn,
  type IStackSynthesizer,
  PermissionsBoundary,
  type Stack,
  type StackProps,
  Tags,
  Validations,
} from "aws-cdk-lib"
import { AlarmBase } from "aws-cdk-lib/aws-cloudwatch"
import type { Code } from "aws-cdk-lib/aws-lambda"
import { AwsSolutionsChecks } from "cdk-nag"
import { lawCatalogue } from "../shared/desk/law/catalogue.ts"
import { hasWebhook } from "../shared/parties/has-channel.ts"
import type { Party } from "../shared/parties/party.ts"
import { sendAlarmsTo } from "./constructs/alarm-target.ts"
import { nameRoles } from "./constructs/role-names.ts"
import { edgeRegion, edgeStackName, originSecretNameOutput } from "./edge-place.ts"
import { deploymentsIn, type FunctionDeployments } from "./function-deployments.ts"
import { requireGroupsFit, warnOfManyRules } from "./quotas-of-parties.ts"
import { EdgeStack } from "./stacks/edge-stack.ts"
import { ExchangeDataStack } from "./stacks/exchange-data-stack.ts"
import { ExchangeFunctionsStack } from "./stacks/exchange-functions-stack.ts"
import { PartiesStack } from "./stacks/parties-stack.ts"
import { WebhooksStack } from "./stacks/webhooks-stack.ts"
import { partsOf } from "./stages/parts-of-stage.ts"
import type { StageSettings } from "./stages/stage-config.ts"
import { webhookDeliverer } from "./webhook-deliverer.ts"

export interface ExchangeAppProps {
  readonly stage: string
  readonly settings: StageSettings
  readonly parties: readonly Party[]
  /** Account of the deployment. */
  readonly account: string
  /** All functions, also those that the stage leaves out. */
  readonly deployments: FunctionDeployments
  /** Code of a function, by the name of its folder in functions/. */
  readonly codeOf: (name: string) => Code
  /** The built pages, for a stage whose edge serves them. */
  readonly pages?: { readonly consoleFolder?: string; readonly documentationFolder?: string }
}

export interface Exchange {
  readonly data: ExchangeDataStack
  /** The stacks of the parties' channels, by their group. */
  readonly groups: ReadonlyMap<number, PartiesStack>
  readonly functions: ExchangeFunctionsStack
  /** Absent when no party of the file has a webhook. */
  readonly webhooks: WebhooksStack | undefined
  /** Absent when the stage has no `browserEdge`. */
  readonly edge: EdgeStack | undefined
}

/**
 * The whole exchange of one stage. No resource has a name that another stage of the same account could have.
 *
 * @throws QuotaExceeded with advice when a quota of AWS would be exceeded
 */
export function addExchange(app: App, given: ExchangeAppProps): Exchange {
  const deployments = deploymentsIn(partsOf(given.settings), given.deployments)
  const props = { ...given, deployments }
  const { stage, parties, codeOf } = props
  const common = commonProps(props)
  const data = new ExchangeDataStack(app, `Wayseal-${stage}-Data`, {
    ...common,
    parties,
    description: `Wayseal ${stage}: keys, buses, tables and secrets`,
  })
  const groups = addGroups(app, props, { ...common, data })
  const functions = new ExchangeFunctionsStack(app, `Wayseal-${stage}-Functions`, {
    ...common,
    parties,
    data,
    deployments,
    codeOf,
    description: `Wayseal ${stage}: functions, their queues and the HTTP API`,
  })
  functions.templateOptions.metadata = {
    WaysealLaws: lawCatalogue.map(({ id, edition, hash }) => ({ id, edition, hash })),
  }
  // Functions that know a party publish to it. Its rule has to be there before.
  for (const group of groups.values()) functions.addStackDependency(group)
  const webhooks = addWebhooks(app, props, { ...common, functions })
  if (webhooks !== undefined) for (const group of groups.values()) webhooks.addStackDependency(group)
  // The edge is in another region.
  functions.nameStacks([data, ...groups.values(), functions, ...(webhooks === undefined ? [] : [webhooks])])
  const edge = addEdge(app, props, { ...common, data, functions })
  const others = [...groups.values(), functions, webhooks, edge].filter((each) => each !== undefined)
  applyToAll([data, ...others], props)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  return { data, groups, functions, webhooks, edge }
}

type StageProps = StackProps & Pick<ExchangeAppProps, "stage" | "settings">

function commonProps({ stage, settings, account }: ExchangeAppProps): StageProps {
  const { region, terminationProtection, permissionsBoundary, bootstrapQualifier } = settings
  return {
    stage,
    settings,
    env: { account, region },
    terminationProtection,
    ...(permissionsBoundary === undefined
      ? {}
      : { permissionsBoundary: PermissionsBoundary.fromName(permissionsBoundary) }),
    ...(bootstrapQualifier === undefined ? {} : { synthesizer: synthesizerOf(bootstrapQualifier) }),
  }
}

/** Lets stacks use a bootstrap stack of their own. By the CDK's types, its synthesizer lacks what it only may have. */
function synthesizerOf(qualifier: string): Pick<IStackSynthesizer, RequiredOfSynthesizer> {
  return new DefaultStackSynthesizer({ qualifier })
}

type RequiredOfSynthesizer = "addDockerImageAsset" | "addFileAsset" | "bind" | "synthesize"

/** What the stage's file asks of every stack. */
function applyToAll(stacks: readonly [Stack, ...Stack[]], { stage, settings }: ExchangeAppProps): void {
  const { tags, rolePrefix, alarmTarget } = settings
  for (const stack of stacks) {
    for (const [key, value] of Object.entries({ ...tags, stage })) Tags.of(stack).add(key, value)
    if (rolePrefix !== undefined) nameRoles(stack, rolePrefix)
  }
  if (!settings.alarms) for (const stack of stacks) leaveAlarmsOut(stack)
  else if (alarmTarget !== undefined) sendAlarmsTo(alarmTarget, stage, stacks)
}

function leaveAlarmsOut(stack: Stack): void {
  for (const alarm of stack.node.findAll().filter((node) => node instanceof AlarmBase))
    alarm.node.scope?.node.tryRemoveChild(alarm.node.id)
}

/** The group of a party that its file puts into none. */
const usualGroup = 1

type PartiesCommon = Omit<ConstructorParameters<typeof PartiesStack>[2], "parties" | "deliverer">
type WebhooksCommon = Omit<ConstructorParameters<typeof WebhooksStack>[2], "partyIds" | "deliverer" | "handler"> & {
  readonly functions: ExchangeFunctionsStack
}

function addGroups(app: App, { stage, parties, deployments }: ExchangeAppProps, common: PartiesCommon) {
  const deliverer = webhookDeliverer(deployments)
  const members = Map.groupBy(parties, ({ group = usualGroup }) => group)
  const stacks = [...members].map(
    ([group, all]) =>
      [
        group,
        new PartiesStack(app, `Wayseal-${stage}-Parties-${group}`, {
          ...common,
          parties: all,
          deliverer,
          description: `Wayseal ${stage}: channels of the parties of group ${group}`,
        }),
      ] as const,
  )
  const groups = new Map(stacks.sort(([one], [other]) => one - other))
  requireGroupsFit(groups)
  warnOfManyRules(common.data, [...groups.values()])
  return groups
}

function addWebhooks(
  app: App,
  { stage, parties, deployments }: ExchangeAppProps,
  { functions, ...common }: WebhooksCommon,
): WebhooksStack | undefined {
  const handler = functions.webhookHandler
  const partyIds = parties.filter(hasWebhook).map(({ id }) => id)
  if (handler === undefined || partyIds.length === 0) return undefined
  return new WebhooksStack(app, `Wayseal-${stage}-Webhooks`, {
    ...common,
    partyIds,
    handler,
    deliverer: webhookDeliverer(deployments),
    description: `Wayseal ${stage}: connects the queues of webhooks with their function`,
  })
}

type EdgeCommon = Omit<
  ConstructorParameters<typeof EdgeStack>[2],
  "edge" | "originSecretName" | "apiId" | "uploadOrigin"
> & {
  readonly data: ExchangeDataStack
  readonly functions: ExchangeFunctionsStack
}

function addEdge(
  app: App,
  { stage, account, pages }: ExchangeAppProps,
  { data, functions, ...common }: EdgeCommon,
): EdgeStack | undefined {
  const { browserEdge } = common.settings
  if (browserEdge === undefined || data.originSecretArn === undefined) return undefined
  const edge = new EdgeStack(app, edgeStackName(stage), {
    ...common,
    env: { account, region: edgeRegion },
    edge: browserEdge,
    originSecretName: Fn.getStackOutput(data.stackName, originSecretNameOutput, data.region),
    apiId: functions.apiId,
    ...(functions.uploadOrigin === undefined ? {} : { uploadOrigin: functions.uploadOrigin }),
    ...pages,
    description: `Wayseal ${stage}: domain, certificate and firewall in front of the API`,
  })
  edge.addStackDependency(data)
  return edge
}
