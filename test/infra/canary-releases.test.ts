import { describe, expect, it } from "@jest/globals"
import { templateRisks, templateSchema } from "../../infra/cli/check-upgrade/template-risks.ts"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { referredTo, resourcesOf, rolePolicies, synthesise } from "./synthesised-exchange.ts"

const usual = await synthesise("prod")
const careful = await synthesise("prod", { settings: { canaryReleases: true } })
const pascalCase = (name: string) => name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
const behindApi = [...(await loadDeployments())].flatMap(([name, { http }]) =>
  http === undefined ? [] : [pascalCase(name)],
)
/** The functions of resources that are within them, or named like them: `AcceptEvent`. */
const functionsOf = (type: string) =>
  resourcesOf(type, careful.functions).map(({ id }) =>
    behindApi.find((name) => id.replace("Canaries", "").startsWith(name)),
  )

describe("a stage with canary releases", () => {
  it("has an alias and a deployment group for each function behind the API, and for no other", () => {
    expect(behindApi.length).toBeGreaterThan(8)
    for (const type of ["AWS::Lambda::Alias", "AWS::Lambda::Version", "AWS::CodeDeploy::DeploymentGroup"])
      expect(functionsOf(type).sort()).toEqual([...behindApi].sort())
    const numberOf = ({ functions }: typeof usual) => Object.keys(functions.Resources).length
    expect(numberOf(careful) - numberOf(usual)).toBe(3 * behindApi.length + 3)
  })

  it("lets the API call aliases alone, whose requests CodeDeploy moves", () => {
    const aliases = resourcesOf("AWS::Lambda::Alias", careful.functions)
    const ids = new Set(aliases.map(({ id }) => id))
    for (const { UpdatePolicy } of aliases)
      expect(UpdatePolicy).toMatchObject({ CodeDeployLambdaAliasUpdate: { ApplicationName: expect.anything() } })
    const integrations = resourcesOf("AWS::ApiGatewayV2::Integration", careful.functions)
    expect(new Set(integrations.map(({ Properties }) => referredTo(Properties["IntegrationUri"])))).toEqual(ids)
    const permitted = resourcesOf("AWS::Lambda::Permission", careful.functions)
      .filter(({ Properties }) => Properties["Principal"] === "apigateway.amazonaws.com")
      .map(({ Properties }) => referredTo(Properties["FunctionName"]))
    expect(new Set(permitted)).toEqual(ids)
  })

  it("goes back when the alarm on the errors of the function is raised, which can be while the canary lasts", () => {
    const alarms = new Map(resourcesOf("AWS::CloudWatch::Alarm", careful.functions).map((alarm) => [alarm.id, alarm]))
    for (const { id, Properties } of resourcesOf("AWS::CodeDeploy::DeploymentGroup", careful.functions)) {
      const [{ Name }] = Properties["AlarmConfiguration"].Alarms
      const alarm = alarms.get(referredTo(Name) ?? "")
      const name = behindApi.find((each) => id.startsWith(`${each}Canary`))
      expect(alarm?.id).toMatch(new RegExp(`^${name}ErrorsAlarm`))
      expect(Properties["AutoRollbackConfiguration"].Events).toContain("DEPLOYMENT_STOP_ON_ALARM")
      const minutes = Number(/Canary10Percent(\d+)Minutes$/.exec(Properties["DeploymentConfigName"])?.[1])
      const { Period, EvaluationPeriods } = alarm?.Properties ?? {}
      expect(minutes * 60).toBeGreaterThanOrEqual(Period * EvaluationPeriods)
    }
  })

  it("lets CodeDeploy move requests of these functions, look at alarms, and do nothing else", () => {
    const [role, ...others] = rolePolicies(careful.functions).filter(({ role }) => role.startsWith("Canaries"))
    expect(others).toEqual([])
    expect(new Set(role?.statements.flatMap(({ Action }) => Action))).toEqual(
      new Set([
        "cloudwatch:DescribeAlarms",
        "lambda:GetAlias",
        "lambda:UpdateAlias",
        "lambda:GetProvisionedConcurrencyConfig",
      ]),
    )
    const moving = role?.statements.filter(({ Action }) => Action.includes("lambda:UpdateAlias")) ?? []
    expect(JSON.stringify(moving)).not.toContain('"*"')
  })

  it("loses nothing when it begins and when it ends", () => {
    const [before, after] = [usual, careful].map(({ functions }) => templateSchema.parse(functions))
    if (before === undefined || after === undefined) throw new Error("there is no template")
    expect(templateRisks(before, after)).toEqual([])
    expect(templateRisks(after, before)).toEqual([])
  })
})

it("a stage has none of it unless it asks", () => {
  expect(JSON.stringify(usual.functions)).not.toContain("CodeDeploy")
  expect(resourcesOf("AWS::Lambda::Alias", usual.functions)).toEqual([])
})
