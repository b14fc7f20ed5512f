/**
 * Builds and synthesises exchanges for the tests of templates. Node itself imports this file, through `inNode`: the CDK
 * and what it made are then there once for all suites of a worker.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type App, CfnResource, NestedStack, Stack } from "aws-cdk-lib"
import { Code } from "aws-cdk-lib/aws-lambda"
import { addExchange, type Exchange, type ExchangeAppProps } from "../../../infra/exchange-app.ts"
import { loadDeployments } from "../../../infra/function-deployments.ts"
import type { StageSettings } from "../../../infra/stages/stage-config.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { exampleParties, hubAccount, settingsOf } from "../example-stage.ts"
import { type Assembling, inApp, violationsIn } from "./assembly.ts"
import { mergedTemplate } from "./merged-template.ts"

/** What makes the exchange of a stage differ from that of the tests. */
export type Variant = {
  readonly settings?: Partial<StageSettings>
  readonly parties?: readonly Party[]
  readonly pages?: ExchangeAppProps["pages"]
}

type Given = Pick<ExchangeAppProps, "stage" | "settings" | "parties" | "pages">

const givenOf = (stage: string, { settings, parties = exampleParties, pages }: Variant): Given => ({
  stage,
  settings: { ...settingsOf(stage), ...settings },
  parties,
  ...(pages === undefined ? {} : { pages }),
})

const deployments = await loadDeployments()

/** Adds an exchange to an app, with functions that do nothing. */
const add = (app: App, given: Given): Exchange =>
  addExchange(app, {
    ...given,
    account: hubAccount,
    deployments,
    codeOf: () => Code.fromInline("export const handler = () => {}"),
  })

const said = (stack: Stack, level: "info" | "warning") =>
  stack.node.metadata.filter(({ type }) => type === `aws:cdk:${level}`).map(({ data }) => String(data))

/** The resources of a stack, without those of stacks within it. */
const resourcesIn = (stack: Stack) =>
  stack.node.findAll().filter((each) => CfnResource.isCfnResource(each) && Stack.of(each) === stack).length

/** What is known of a stack before it is synthesised. */
const beforeSynthesis = (stack: Stack) => ({
  name:
    stack.nestedStackParent === undefined ? stack.stackName : `${stack.nestedStackParent.stackName}/${stack.node.id}`,
  account: stack.account,
  region: stack.region,
  isProtected: stack.terminationProtection,
  constructs: stack.node.children.map(({ node }) => node.id),
  resources: resourcesIn(stack),
  info: said(stack, "info"),
  warnings: said(stack, "warning"),
})

/** Makes something of each stack of an exchange. */
function eachOf<Made>({ data, groups, functions, webhooks, edge }: Exchange, make: (stack: Stack) => Made) {
  const ifThere = (stack: Stack | undefined) => (stack === undefined ? [] : [make(stack)])
  return {
    data: make(data),
    groups: [...groups.values()].map(make),
    functions: make(functions),
    contexts: [...functions.contexts.values()].map(make),
    webhooks: ifThere(webhooks),
    edge: ifThere(edge),
  }
}

/** Does it once for the same values. */
function once<Asked, Made>(make: (asked: Asked) => Made): (asked: Asked) => Made {
  const made = new Map<string, Made>()
  return (asked) => {
    const key = JSON.stringify(asked)
    const found = made.get(key) ?? make(asked)
    made.set(key, found)
    return found
  }
}

const buildOnce = once((given: Given) => inApp((app) => eachOf(add(app, given), beforeSynthesis)))

/** The stacks of an exchange without their templates, which is several times as fast. */
export const build = (stage: string, variant: Variant) => buildOnce(givenOf(stage, variant))

const synthesiseOnce = once(({ exchanges, ...assembling }: { readonly exchanges: readonly Given[] } & Assembling) =>
  inApp((app) => {
    const added = exchanges.map((given) => add(app, given))
    const assembly = app.synth()
    return {
      exchanges: added.map((exchange) => {
        const made = eachOf(exchange, (stack) => {
          if (stack instanceof NestedStack)
            return {
              ...beforeSynthesis(stack),
              template: JSON.parse(readFileSync(join(assembly.directory, stack.templateFile), "utf8")) as unknown,
            }
          const { template, assumeRoleArn, bootstrapStackVersionSsmParameter } = assembly.getStackArtifact(
            stack.artifactId,
          )
          return { ...beforeSynthesis(stack), assumeRoleArn, bootstrapStackVersionSsmParameter, template }
        })
        const inner = made.contexts.map(({ name, template }) => [name.replace(/^.*\//, ""), template] as const)
        const whole = mergedTemplate(made.functions.template, Object.fromEntries(inner))
        return { ...made, functions: { ...made.functions, whole } }
      }),
      /** In the order in which they are deployed. */
      stackNames: assembly.stacks.map(({ stackName }) => stackName),
      violations: violationsIn(assembly),
    }
  }, assembling),
)

/** The assembly of an app with the exchanges of these stages. */
export const synthesise = (exchanges: Readonly<Record<string, Variant>>, assembling: Assembling = {}) =>
  synthesiseOnce({
    exchanges: Object.entries(exchanges).map(([stage, variant]) => givenOf(stage, variant)),
    ...assembling,
  })
