import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { companySettings } from "../../infra/stages/company-settings.ts"
import { readStage } from "../../infra/stages/read-stage.ts"
import { calledServices } from "../../infra/stages/vpc-endpoints.ts"
import { inNode } from "../in-node.ts"
import { exampleParties, hubAccount, operators } from "./example-stage.ts"
import { assemble, type Resource, referredTo, resourcesOf, rolePolicies, synthesise } from "./synthesised-exchange.ts"

/** The committed example, which has every setting. */
const { settings: company } = readStage("company")
const { keys, vpc } = company
if (keys?.data === undefined || vpc === undefined) throw new Error("the example lacks settings")
const parties = exampleParties.map((party) =>
  party.id === "northpost"
    ? {
        ...party,
        channels: {
          ...party.channels,
          webhook: { url: "https://hooks.example/", secretName: "wayseal/prod/webhooks/n" },
        },
      }
    : party,
)
const usual = await synthesise("prod", { parties })
const prod = await synthesise("prod", { parties, settings: company })
const bus = "arn:aws:events:eu-west-1:210987654321:event-bus/operations"
const other = await synthesise("prod", { settings: { alarmTarget: bus, keys: { data: keys.data } } })

describe("a stage with every setting of a company", () => {
  it("is a committed example", () => {
    expect(Object.keys(company)).toEqual(
      expect.arrayContaining([...Object.keys(companySettings), "permissionsBoundary"]),
    )
  })

  it("passes the checks of AWS Solutions", async () => {
    const { violations } = await assemble({ prod: { parties, settings: company } })
    expect(violations).toEqual([])
  })

  it("has its bootstrap qualifier in every stack", async () => {
    const { exchanges } = await assemble({ prod: { parties, settings: company } })
    const stacks = exchanges.flatMap(({ data, groups, functions, webhooks }) => [
      data,
      ...groups,
      functions,
      ...webhooks,
    ])
    expect(stacks.length).toBe(4)
    for (const { bootstrapStackVersionSsmParameter, assumeRoleArn } of stacks) {
      expect(bootstrapStackVersionSsmParameter).toBe("/cdk-bootstrap/acme/version")
      expect(assumeRoleArn).toContain("role/cdk-acme-deploy-role-")
    }
  })

  it("has the resources of any stage, under their logical ids, but for keys", () => {
    const idsOf = ({ hub }: typeof prod) =>
      hub.flatMap(({ Resources }) =>
        Object.entries(Resources).flatMap(([id, { Type }]) => (Type.startsWith("AWS::KMS::") ? [] : [id])),
      )
    expect(idsOf(prod)).toEqual(expect.arrayContaining(idsOf(usual)))
  })
})

describe("a role prefix", () => {
  const roles = resourcesOf("AWS::IAM::Role", ...prod.hub)

  it("begins the name of every role, and its path, so that no two have the same", () => {
    expect(roles.length).toBe(resourcesOf("AWS::IAM::Role", ...usual.hub).length)
    expect(roles.length).toBeGreaterThan(20)
    for (const { Properties } of roles) {
      expect(Properties["Path"]).toBe("/teams/parcels/")
      expect(Properties["RoleName"]).toMatch(/^acme-Wayseal-prod-[\w-]+-[0-9a-f]{8}$/)
      expect(Properties["RoleName"].length).toBeLessThanOrEqual(64)
    }
    expect(new Set(roles.map(({ Properties }) => Properties["RoleName"])).size).toBe(roles.length)
  })

  const named = z.object({ RoleName: z.string().optional(), Path: z.string().optional() })
  const roleOf = async (prefix: string, region: string) =>
    named.parse(await inNode("test/infra/cdk/named-role.ts", "namedRole", prefix, region))

  it("may be a name alone, or a path alone", async () => {
    expect(await roleOf("acme-", "eu-west-1")).toEqual({ RoleName: expect.stringMatching(/^acme-Stack-Made-/) })
    expect(await roleOf("acme/", "eu-west-1")).toEqual({ Path: "/acme/" })
  })

  it("gives roles other names in another region and under another path, because names are for the whole account", async () => {
    const names = await Promise.all([
      roleOf("acme-", "eu-west-1"),
      roleOf("acme-", "us-east-1"),
      roleOf("x/acme-", "us-east-1"),
    ])
    expect(new Set(names.map(({ RoleName }) => RoleName)).size).toBe(3)
  })
})

describe("an alarm target", () => {
  const alarmsOf = ({ hub }: typeof prod) => resourcesOf("AWS::CloudWatch::Alarm", ...hub)

  it("that is a topic receives every alarm, beside the stage's own topic", () => {
    expect(alarmsOf(prod).length).toBe(alarmsOf(usual).length)
    for (const { Properties } of alarmsOf(prod)) {
      expect(Properties["AlarmActions"]).toHaveLength(2)
      expect(Properties["AlarmActions"]).toContain(company.alarmTarget)
    }
  })

  it("that is a bus receives each change of an alarm of this stage, and of no other", () => {
    const [rule, ...others] = resourcesOf("AWS::Events::Rule", other.data)
    expect(others).toEqual([])
    expect(rule?.Properties["EventBusName"]).toBeUndefined()
    expect(rule?.Properties["Targets"]).toMatchObject([{ Arn: bus, RoleArn: expect.anything() }])
    expect(rule?.Properties["EventPattern"]).toMatchObject({
      source: ["aws.cloudwatch"],
      resources: [{ prefix: "arn:aws:cloudwatch:ca-central-1:123456789012:alarm:Wayseal-prod-" }],
    })
    for (const { Properties } of alarmsOf(other)) {
      expect(Properties["AlarmName"]).toBeUndefined()
      expect(Properties["AlarmActions"]).toHaveLength(1)
    }
    const statements = rolePolicies(other.data).flatMap((policy) => policy.statements)
    expect(statements).toContainEqual({ Effect: "Allow", Action: ["events:PutEvents"], Resource: [bus] })
  })
})

describe("a log destination", () => {
  it("receives every log group", () => {
    const groups = resourcesOf("AWS::Logs::LogGroup", ...prod.hub).map(({ id }) => id)
    const filters = resourcesOf("AWS::Logs::SubscriptionFilter", ...prod.hub)
    expect(groups.length).toBeGreaterThan(10)
    expect(filters.map(({ Properties }: Resource) => Properties["LogGroupName"].Ref).sort()).toEqual([...groups].sort())
    for (const { Properties } of filters)
      expect(Properties).toMatchObject({ DestinationArn: company.logDestination, FilterPattern: "" })
    expect(resourcesOf("AWS::Logs::SubscriptionFilter", ...usual.hub)).toEqual([])
  })
})

describe("subnets and security groups", () => {
  it("are those of every function, whose role lets Lambda make interfaces and refuses that to the function's code", () => {
    const functions = resourcesOf("AWS::Lambda::Function", prod.functions)
    expect(functions.length).toBeGreaterThan(10)
    const { subnetIds, securityGroupIds } = vpc
    for (const { Properties } of functions)
      expect(Properties["VpcConfig"]).toEqual({ SubnetIds: subnetIds, SecurityGroupIds: securityGroupIds })
    const policies = rolePolicies(prod.functions)
    for (const { Properties } of functions) {
      const ofFunction = policies.filter(({ role }) => role === referredTo(Properties["Role"]))
      const statements = ofFunction.flatMap((policy) => policy.statements)
      const ofInterfaces = statements.filter(({ Action }) => Action.includes("ec2:CreateNetworkInterface"))
      expect(ofInterfaces.map(({ Effect }) => Effect).sort()).toEqual(["Allow", "Deny"])
      expect(ofInterfaces.find(({ Effect }) => Effect === "Deny")?.Condition).toEqual({
        ArnLike: { "lambda:SourceFunctionArn": "arn:aws:lambda:ca-central-1:123456789012:function:*" },
      })
    }
  })

  it("are nowhere without the setting", () => {
    expect(JSON.stringify(usual.functions)).not.toMatch(/VpcConfig|ec2:/)
  })

  it("need a way to each service whose client a function bundles, and preflight knows them all", () => {
    const serviceOf: Readonly<Record<string, string>> = {
      eventbridge: "events",
      "secrets-manager": "secretsmanager",
      cloudwatch: "monitoring",
      sesv2: "email",
    }
    const folders = ["shared", "functions"].flatMap((folder) =>
      readdirSync(join(import.meta.dirname, "../..", folder), { recursive: true, withFileTypes: true }),
    )
    const sources = folders.filter((each) => each.isFile() && each.name.endsWith(".ts"))
    const clients = sources.flatMap(({ parentPath, name }) =>
      [...readFileSync(join(parentPath, name), "utf8").matchAll(/from "@aws-sdk\/client-([\w-]+)"/g)].map(
        ([, client = ""]) => serviceOf[client] ?? client,
      ),
    )
    expect(clients.length).toBeGreaterThan(10)
    expect([...new Set(clients)].sort()).toEqual(
      calledServices({ mail: { from: "alerts@hub.example" }, operators })
        .map(({ service }) => service)
        .sort(),
    )
  })
})

describe("keys of the organisation", () => {
  it("take the place of those that the stage would make, and CloudFormation changes none of them", () => {
    expect(resourcesOf("AWS::KMS::Key", ...usual.hub)).toHaveLength(6)
    expect(
      prod.hub
        .flatMap(({ Resources }) => Object.values(Resources))
        .map(({ Type }) => Type)
        .join(),
    ).not.toContain("KMS")
    const text = JSON.stringify(prod.hub)
    for (const arn of Object.values(keys)) expect(text).toContain(arn)
    expect(text).not.toMatch(/Fn::GetAtt":\["\w+Key[0-9A-F]{8}"/)
  })

  it("leave the others to the stage", () => {
    const { data } = other
    const made = resourcesOf("AWS::KMS::Key", data).map(({ id }) => id.replace(/[0-9A-F]{8}$/, ""))
    expect(made).toEqual(["IngressKey", "SealingKey", "HeadMacKey", "SigningKey", "DocumentKey"])
    for (const { Properties } of resourcesOf("AWS::DynamoDB::Table", data))
      expect(Properties["SSESpecification"].KMSMasterKeyId).toBe(keys.data)
  })

  it("are named to a party's connector, which otherwise has an alias", async () => {
    const party = exampleParties.find(({ id }) => id === "northpost")
    if (party === undefined) throw new Error("the example has no northpost")
    const props = { stage: "prod", party: { ...party, account: "111122223333" }, hubAccount, hubRegion: "ca-central-1" }
    const outputsOf = async (dataKeyArn: string | undefined) => {
      const given = { ...props, dataKeyArn }
      const made = await inNode("infra/cli/connector/connector-template.ts", "connectorTemplate", given)
      return JSON.stringify(z.looseObject({ Outputs: z.unknown() }).parse(made).Outputs)
    }
    expect(await outputsOf(keys.data)).toContain(`"QueueAtHubKeyArn"`)
    expect(await outputsOf(keys.data)).not.toContain("alias/")
    expect(await outputsOf(undefined)).toContain("alias/wayseal-prod-data")
  })
})
