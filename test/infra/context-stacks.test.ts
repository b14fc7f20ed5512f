import { describe, expect, it } from "@jest/globals"
import { contexts } from "../../functions/deployment.ts"
import { deploymentsIn, loadDeployments } from "../../infra/function-deployments.ts"
import { partsOf } from "../../infra/stages/parts-of-stage.ts"
import { optionalParts } from "../../shared/base/platform/resource-variables.ts"
import { settingsOf } from "./example-stage.ts"
import { assemble, referredTo, resourcesOf } from "./synthesised-exchange.ts"

const deployments = await loadDeployments()

async function stackOf(settings: Parameters<typeof partsOf>[0]) {
  const [exchange] = (await assemble({ prod: { settings } })).exchanges
  if (exchange === undefined) throw new Error("nothing was synthesised")
  const stacks = exchange.contexts.map(
    ({ name, template }) => [name.replace(/^.*\//, "").toLowerCase(), template] as const,
  )
  return { outer: exchange.functions.template, stacks }
}

const everything = { ...settingsOf("prod"), mail: undefined, testReferences: true, keepData: false }
const smallest = {
  ...settingsOf("prod"),
  ...{ consoleUrl: undefined, mail: undefined, operators: undefined },
  parts: { desk: false, proof: false, recipientPage: false, console: false, invitedParties: false, vendors: false },
}
const stages = { "with everything": everything, "without anything that can be left out": smallest }

describe.each(Object.entries(stages))("a stage %s", (_, settings) => {
  const there = deploymentsIn(partsOf(settings), deployments)
  const inContext = (wanted: string) =>
    [...there].filter(([, { context, consumes }]) => context === wanted && consumes !== "webhookEvents")

  it("has a stack for each context with a function, and each function in that of its context", async () => {
    const { stacks } = await stackOf(settings)
    const names = stacks.map(([context, template]) => [
      context,
      resourcesOf("AWS::Lambda::Function", template)
        .map(({ Properties }) => Properties["Environment"].Variables["POWERTOOLS_SERVICE_NAME"])
        .sort(),
    ])
    expect(Object.fromEntries(names)).toEqual(
      Object.fromEntries(
        contexts.flatMap((context) => {
          const functions = inContext(context).map(([name]) => name)
          return functions.length === 0 ? [] : [[context, functions.sort()]]
        }),
      ),
    )
  })

  it("has nothing in these stacks that would be lost with them, and nothing that `check-upgrade` looks for", async () => {
    for (const [, template] of (await stackOf(settings)).stacks) {
      const types = new Set(Object.values(template.Resources).map(({ Type }) => Type))
      for (const type of ["AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::SecretsManager::Secret"])
        expect(types).not.toContain(type)
      for (const type of ["AWS::Lambda::EventSourceMapping", "AWS::Events::Rule"]) expect(types).not.toContain(type)
      for (const queue of resourcesOf("AWS::SQS::Queue", template)) expect(queue.id).toMatch(/ScheduleDeadLetters/)
      for (const { DeletionPolicy = "Delete" } of Object.values(template.Resources))
        expect(DeletionPolicy).toBe("Delete")
    }
  })

  it("keeps what invokes functions around them, so that an update turns it to a function and does not make it anew", async () => {
    const { outer, stacks } = await stackOf(settings)
    const templates = stacks.map(([, template]) => template)
    for (const type of ["AWS::Lambda::EventSourceMapping", "AWS::Events::Rule", "AWS::ApiGatewayV2::Integration"]) {
      expect(resourcesOf(type, outer).length).toBeGreaterThan(3)
      expect(resourcesOf(type, ...templates)).toEqual([])
    }
    // API Gateway may invoke a function before it is told to.
    const integrations = resourcesOf("AWS::ApiGatewayV2::Integration", outer)
    expect(resourcesOf("AWS::Lambda::Permission", ...templates)).toHaveLength(integrations.length)
    expect(resourcesOf("AWS::Lambda::Permission", outer)).toEqual([])
  })
})

it("a part that is left out leaves no stack of a context behind that had only its functions", async () => {
  expect(optionalParts).toContain("proof")
  const names = (await stackOf(smallest)).stacks.map(([context]) => context)
  expect(names.sort()).toEqual(["intake", "pages", "parties", "watch"])
})

it("the function of webhooks stays where its triggers, which are deployed later, look for it", async () => {
  const { outer } = await stackOf(everything)
  const [handler, ...others] = resourcesOf("AWS::Lambda::Function", outer)
  expect([handler?.id, others]).toEqual(["DeliverWebhookFunctionDE151369", []])
  const own = resourcesOf("AWS::Lambda::EventSourceMapping", outer).filter(
    ({ Properties }) => referredTo(Properties["FunctionName"]) === handler?.id,
  )
  expect(own.map(({ id }) => id)).toEqual([expect.stringMatching(/^InvitedParties/)])
})
