import { type App, PermissionsBoundary, Tags, Validations } from "aws-cdk-lib"
import type { Code } from "aws-cdk-lib/aws-lambda"
import { AwsSolutionsChecks } from "cdk-nag"
import type { Party } from "../shared/parties/party.ts"
import type { FunctionDeployments } from "./function-deployments.ts"
import { ConnectorStack } from "./stacks/connector-stack.ts"
import { ExchangeDataStack } from "./stacks/exchange-data-stack.ts"
import { ExchangeFunctionsStack } from "./stacks/exchange-functions-stack.ts"
import type { StageSettings } from "./stages/stage-config.ts"
import { webhookParties } from "./subscriptions.ts"

export interface ExchangeAppProps {
  readonly stage: string
  readonly settings: StageSettings
  readonly parties: readonly Party[]
  /** Account of the deployment. */
  readonly account: string
  readonly deployments: FunctionDeployments
  /** Code of a function, by the name of its folder in functions/. */
  readonly codeOf: (name: string) => Code
}

export interface Exchange {
  readonly data: ExchangeDataStack
  readonly functions: ExchangeFunctionsStack
  /** One for each party with its own account, to be deployed in that account. */
  readonly connectors: readonly ConnectorStack[]
}

/** A stack takes 500 resources, and a party has up to ten. */
export const partyLimit = 40

/** The queue of a webhook adds eight resources to the stack of the functions. */
export const webhookLimit = 30

/**
 * The whole exchange of one stage. No resource has a name that another stage of the same account could have.
 *
 * @throws Error with advice when a quota of AWS would be exceeded
 */
export function addExchange(app: App, props: ExchangeAppProps): Exchange {
  requireWithinLimit(props.parties)
  const { stage, settings, parties, account, deployments, codeOf } = props
  const common = {
    stage,
    settings,
    parties,
    env: { account, region: settings.region },
    terminationProtection: settings.terminationProtection,
    ...(settings.permissionsBoundary === undefined
      ? {}
      : { permissionsBoundary: PermissionsBoundary.fromName(settings.permissionsBoundary) }),
  }
  const data = new ExchangeDataStack(app, `Wayseal-${stage}-Data`, {
    ...common,
    description: `Wayseal ${stage}: keys, buses, tables, secrets and the parties' channels`,
  })
  const functions = new ExchangeFunctionsStack(app, `Wayseal-${stage}-Functions`, {
    ...common,
    data,
    deployments,
    codeOf,
    description: `Wayseal ${stage}: functions, their queues and the HTTP API`,
  })
  const connectors = addConnectors(app, props)
  for (const stack of [data, functions, ...connectors])
    for (const [key, value] of Object.entries({ ...settings.tags, stage })) Tags.of(stack).add(key, value)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  return { data, functions, connectors }
}

function requireWithinLimit(parties: readonly Party[]): void {
  if (parties.length > partyLimit)
    throw new Error(
      `${parties.length} parties are more than one deployment takes (${partyLimit}). Deploy a second stage and put each ` +
        "carrier, with the retailers that it delivers for, in one of them.",
    )
  const webhooks = webhookParties({ parties }).length
  if (webhooks > webhookLimit)
    throw new Error(
      `${webhooks} parties with a webhook are more than one deployment takes (${webhookLimit}). Give some of them a ` +
        "queue instead, or deploy a second stage.",
    )
}

function addConnectors(app: App, { stage, settings, parties, account }: ExchangeAppProps): readonly ConnectorStack[] {
  return parties.flatMap((party) =>
    party.account === undefined || party.account === account
      ? []
      : [
          new ConnectorStack(app, `Wayseal-${stage}-Connector-${party.id}`, {
            stage,
            party,
            hubAccount: account,
            env: { account: party.account, region: settings.region },
            description: `Wayseal ${stage}: connects ${party.id} to the hub`,
          }),
        ],
  )
}
