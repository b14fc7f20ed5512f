import { describe, expect, it } from "@jest/globals"
import { catalogue } from "../../shared/base/contracts/catalogue.ts"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

const { data } = await synthesise("prod")
const schemas = resourcesOf("AWS::EventSchemas::Schema", data)

describe("the schema registry", () => {
  it("has every contract once, under its sender and detail type", () => {
    const names = schemas.map(({ Properties }) => Properties["SchemaName"])
    expect(new Set(names).size).toBe(catalogue.length)
    expect(names).toEqual(expect.arrayContaining(["wayseal.retailer@ShipmentCreated", "wayseal.hub@ShipmentCreated"]))
    expect(resourcesOf("AWS::EventSchemas::Registry", data)).toHaveLength(1)
  })

  it("has every schema in the dialect that it accepts", () => {
    for (const { Properties } of schemas) {
      expect(Properties["Type"]).toBe("JSONSchemaDraft4")
      const schema: unknown = JSON.parse(Properties["Content"])
      expect(schema).toMatchObject({ $schema: "http://json-schema.org/draft-04/schema#", type: "object" })
      // Draft 4 has no constants, and no exclusive limits that are numbers.
      expect(Properties["Content"]).not.toMatch(/"const":|"exclusiveM(in|ax)imum":\d/)
    }
  })
})

it("is left out where EventBridge has no schema registry, because the stack could not be made there", async () => {
  const inCalgary = await synthesise("prod", { settings: { region: "ca-west-1" } })
  expect(resourcesOf("AWS::EventSchemas::Registry", inCalgary.data)).toEqual([])
  expect(resourcesOf("AWS::EventSchemas::Schema", inCalgary.data)).toEqual([])
})
