import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { quotas } from "../../infra/quotas.ts"
import { stageFileOf } from "../../infra/stages/new-stage.ts"
import { committed, isAllowed, mostResources, problemsOf, values, variantOf } from "./documented-settings.ts"
import { setUp } from "./set-up-trial.ts"
import { assemble, build } from "./synthesised-exchange.ts"

const trial = stageFileOf(setUp)
/** The stages that people start from. */
const stages = {
  "the trial that setup makes": trial,
  "stages/example": committed("example"),
  "stages/company": committed("company"),
}

/** How many resources each stack has. */
const countsOf = async (file: object) =>
  Object.values(await build("dev", variantOf(file)))
    .flat()
    .map(({ resources }) => resources)

const isReference = z.strictObject({ "Fn::GetAtt": z.any() }).or(z.strictObject({ "Fn::GetStackOutput": z.any() }))
const longArn = "x".repeat(120)

/** The characters of each policy that is within a role, with ARNs in place of references. */
function policiesWithinRoles(template: {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: unknown }>>
}) {
  const roles = Object.entries(template.Resources).filter(([, { Type }]) => Type === "AWS::IAM::Role")
  return roles.flatMap(([id, { Properties }]) => {
    const { Policies } = z.looseObject({ Policies: z.unknown().optional() }).parse(Properties)
    if (Policies === undefined) return []
    return [
      [id, JSON.stringify(Policies, (_, each) => (isReference.safeParse(each).success ? longArn : each)).length],
    ] as const
  })
}

const withSetting = (file: object, name: string, value: unknown) => ({ ...file, [name]: value })

const allowedIn = (file: object) =>
  Object.entries(values).filter(([name, value]) => isAllowed(withSetting(file, name, value)))
const inTrial: (readonly [name: string, counts: readonly number[]])[] = []
for (const [name, value] of allowedIn(trial)) inTrial.push([name, await countsOf(withSetting(trial, name, value))])

/** Settings that make resources, or leave some out. The others make no difference in other stages either. */
const ofTrial = JSON.stringify(await countsOf(trial))
const withEffect = inTrial.filter(([, counts]) => JSON.stringify(counts) !== ofTrial)

it.each(inTrial)("the trial that setup makes can be deployed with %s", (_, counts) => {
  expect(Math.max(...counts)).toBeLessThanOrEqual(mostResources)
})

describe.each(Object.entries(stages))("%s", (_, file) => {
  it("can be deployed with each setting alone", async () => {
    const names = withEffect.map(([name]) => name)
    expect(names).toEqual(expect.arrayContaining(["logDestination", "operators", "partnerBuses", "mail"]))
    for (const [name, value] of allowedIn(file).filter(([name]) => names.includes(name))) {
      const most = Math.max(...(await countsOf(withSetting(file, name, value))))
      expect([name, most <= mostResources]).toEqual([name, true])
    }
  })

  it.each([
    ["a sender of mail", values],
    ["topics for mail", { ...values, mail: undefined }],
  ])("can be deployed with every setting at once, and %s", async (_, all) => {
    const { keepData, testReferences, ...others } = all
    const kept = isAllowed({ ...file, ...others, testReferences }) ? { testReferences } : { keepData }
    const { exchanges, stackNames } = await assemble({ dev: variantOf({ ...file, ...others, ...kept }) })
    const templates = exchanges.flatMap((exchange) => Object.values(exchange).flat())
    expect(templates.map(({ name }) => name).filter((name) => !name.includes("/"))).toHaveLength(stackNames.length)
    expect(problemsOf(templates)).toEqual([])
    const policies = templates.flatMap(({ template }) => policiesWithinRoles(template))
    expect(policies.length).toBeGreaterThan(30)
    // The update from 0.1.0 has the same rights beside the role too, until it ends.
    expect(policies.filter(([, length]) => length > quotas.inlinePolicies / 2)).toEqual([])
  })
})

it("rights that grow with the number of parties are beside their role, where the CDK divides them", async () => {
  const growing = [...(await loadDeployments())].filter(
    ([, { uses = [] }]) => uses.includes("signWebhooks") || uses.includes("signIn"),
  )
  expect(growing.length).toBeGreaterThan(2)
  for (const [name, { policyBesideRole }] of growing) expect([name, policyBesideRole]).toEqual([name, true])
})
