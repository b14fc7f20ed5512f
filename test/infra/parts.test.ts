import { describe, expect, it } from "@jest/globals"
import { partsOfUse } from "../../functions/deployment.ts"
import { isTaken, leftOutOf } from "../../functions/parts.ts"
import { tableNames, tablesIn } from "../../functions/tables.ts"
import { deploymentsIn, loadDeployments } from "../../infra/function-deployments.ts"
import { partsOf } from "../../infra/stages/parts-of-stage.ts"
import { ingressContracts } from "../../shared/base/contracts/catalogue.ts"
import {
  everyService,
  leftOutVariable,
  type OptionalPart,
  optionalParts,
  tableVariables,
} from "../../shared/base/platform/resource-variables.ts"
import { matchesPattern } from "../simulation/event-pattern.ts"
import { danglingIn } from "./dangling-references.ts"
import { settingsOf } from "./example-stage.ts"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

const taking = (...leftOut: readonly OptionalPart[]) =>
  Object.fromEntries(optionalParts.map((part) => [part, !leftOut.includes(part)])) as Record<OptionalPart, boolean>

/** Each part left out alone, with what needs it, and all of them. */
const stages: Readonly<Record<string, readonly OptionalPart[]>> = {
  "without the desk": ["desk", "console"],
  "without proof": ["proof"],
  "without the recipient's page": ["recipientPage"],
  "without the console": ["console"],
  "without invited parties": ["invitedParties"],
  "without vendors": ["vendors"],
  "without anything that can be left out": optionalParts,
}

const deployments = await loadDeployments()
const pascalCase = (name: string) => name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
const withoutHash = ({ id }: { readonly id: string }) => id.replace(/[0-9A-F]{8}$/, "")

async function stageWithout(leftOut: readonly OptionalPart[]) {
  const own = { parts: taking(...leftOut), consoleUrl: undefined, mail: undefined }
  const settings = { ...own, ...(leftOut.length === optionalParts.length ? { operators: undefined } : {}) }
  const parts = partsOf({ ...settingsOf("prod"), ...settings })
  const { data, functions, hub } = await synthesise("prod", { settings })
  const there = deploymentsIn(parts, deployments)
  const absent = [...deployments.keys()].filter((name) => !there.has(name))
  return { parts, data, functions, hub, there, absent }
}
type Stage = Awaited<ReturnType<typeof stageWithout>>

const whole = await stageWithout([])
const functionsOf = ({ functions }: Stage) =>
  resourcesOf("AWS::Lambda::Function", functions).map(
    ({ Properties }): Record<string, unknown> => Properties["Environment"].Variables,
  )
const idsOf = ({ hub }: Stage) => hub.flatMap(({ Resources }) => Object.keys(Resources))
const namedFor = (stage: Stage, name: string) => idsOf(stage).filter((id) => id.startsWith(pascalCase(name)))

describe.each(Object.entries(stages))("a stage %s", (_, leftOut) => {
  it("has the functions that take part in it, and nothing of the others", async () => {
    const stage = await stageWithout(leftOut)
    expect(stage.absent.length).toBeGreaterThan(0)
    const names = functionsOf(stage).map((variables) => variables["POWERTOOLS_SERVICE_NAME"])
    expect(names.sort()).toEqual([...stage.there.keys()].sort())
    const dashboards = JSON.stringify(resourcesOf("AWS::CloudWatch::Dashboard", stage.functions))
    for (const name of stage.absent) {
      expect([name, namedFor(stage, name)]).toEqual([name, []])
      expect(dashboards).not.toContain(`\\"${name}\\"`)
    }
  })

  it("has the tables and keys that belong to it", async () => {
    const stage = await stageWithout(leftOut)
    const tables = resourcesOf("AWS::DynamoDB::Table", stage.data).map(withoutHash)
    expect(tables).toEqual([...tablesIn(stage.parts)])
    const keys = resourcesOf("AWS::KMS::Key", stage.data).map(withoutHash)
    const signs = isTaken(stage.parts, partsOfUse.sign)
    const ofDesk = isTaken(stage.parts, partsOfUse.headMac)
    expect(keys).toEqual([
      ...["IngressKey", "DataKey", "SealingKey"],
      ...(ofDesk ? ["HeadMacKey"] : []),
      ...(signs ? ["SigningKey"] : []),
      ...(ofDesk ? ["DocumentKey"] : []),
    ])
    const shared = resourcesOf("AWS::SQS::Queue", stage.functions).filter(({ id }) => id.startsWith("InvitedParties"))
    expect(shared.length > 0).toBe(stage.parts.has("invitedParties"))
    const letters = resourcesOf("AWS::SNS::Topic", stage.data).filter(({ id }) => id.startsWith("Letters"))
    const copies = resourcesOf("AWS::Backup::BackupPlan", stage.data)
    expect([letters.length > 0, copies.length > 0]).toEqual([ofDesk, ofDesk])
  })

  it("has the routes of its functions, and each alarm is on one of them", async () => {
    const { parts, functions, there } = await stageWithout(leftOut)
    const routes = resourcesOf("AWS::ApiGatewayV2::Route", functions).map(({ Properties }) => Properties["RouteKey"])
    const declared = [...deployments].flatMap(([name, { http }]) =>
      there.has(name) && http !== undefined ? [http] : [],
    )
    const absent = declared.flatMap(({ only = [] }) =>
      only.flatMap((each) => (isTaken(parts, each.partOf) ? [] : each.routes)),
    )
    const present = declared.flatMap((http) => http.routes).filter((route) => !absent.includes(route))
    expect(routes.sort()).toEqual(present.sort())
    for (const { Properties } of resourcesOf("AWS::CloudWatch::Alarm", functions))
      for (const { Name, Value } of Properties["Dimensions"] ?? [])
        if (Name === "service") expect([...there.keys(), everyService]).toContain(Value)
  })

  it("refers to nothing that is not there, and tells its functions what it leaves out", async () => {
    const stage = await stageWithout(leftOut)
    expect(danglingIn(stage.hub)).toEqual([])
    const there = new Set<string>(tablesIn(stage.parts))
    const absentTables = tableNames.filter((name) => !there.has(name))
    for (const variables of functionsOf(stage)) {
      expect(variables[leftOutVariable]).toBe(leftOutOf(stage.parts).join(","))
      for (const name of absentTables) expect(variables).not.toHaveProperty(tableVariables[name])
    }
  })

  it("has functions that do what their declarations say of it", async () => {
    const { parts, functions, there } = await stageWithout(leftOut)
    const leftOutParts = leftOutOf(parts)
    for (const { Properties } of resourcesOf("AWS::Lambda::Function", functions)) {
      const declared = deployments.get(Properties["Environment"].Variables["POWERTOOLS_SERVICE_NAME"])
      const [different = declared] = leftOutParts.flatMap((part) => declared?.without?.[part] ?? [])
      expect(Properties["Description"]).toBe(different?.description)
    }
    const mailing = [...there].filter(([, { alarms: own = {} }]) => "MailRefused" in own).map(([name]) => name)
    expect(mailing).toEqual([parts.has("desk") ? "alert-parties" : "raise-anomaly"])
  })

  it("has exactly one function that answers for each event of a party", async () => {
    const { functions } = await stageWithout(leftOut)
    const patterns = resourcesOf("AWS::Events::Rule", functions)
      .filter(({ Properties }) => Properties["EventBusName"] === "wayseal-prod-ingress")
      .map(({ Properties }) => Properties["EventPattern"])
    for (const { from, detailType } of ingressContracts)
      for (const kind of from === "party" ? ["retailer", "carrier"] : [from]) {
        const event = { source: `wayseal.${kind}.someone`, "detail-type": detailType, detail: { data: {} } }
        const takers = patterns.filter((pattern) => matchesPattern(pattern, event))
        expect([detailType, kind, takers.length]).toEqual([detailType, kind, 1])
      }
  })
})

describe("a stage that takes everything", () => {
  it("tells its functions nothing of that", () => {
    for (const variables of functionsOf(whole)) expect(variables).not.toHaveProperty(leftOutVariable)
  })

  it("has what each of the others lacks", async () => {
    const { absent } = await stageWithout(optionalParts)
    const optional = absent.filter((name) => whole.there.has(name))
    expect(optional.length).toBeGreaterThan(10)
    for (const name of optional) expect(namedFor(whole, name).length).toBeGreaterThan(2)
    expect(danglingIn(whole.hub)).toEqual([])
  })
})
