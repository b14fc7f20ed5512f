import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { eraseShipments } from "../../functions/grants.ts"
import { tables } from "../../functions/tables.ts"
import { otherPlaces } from "../../infra/cli/documents/data-inventory.ts"
import { type StoredInTable, storedInTables } from "../../infra/cli/documents/stored-in-tables.ts"
import { tablesToEraseAgain } from "../../infra/cli/restore-register/erasure-list.ts"
import { registerTables } from "../../infra/cli/restore-register/register-table-names.ts"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { erasurePart } from "../../shared/base/contracts/part-of-erasure.ts"
import { leavesOf } from "../base/contracts/foreign-schemas.ts"
import { rowKinds } from "../releases/row-kinds.ts"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

/** Types of resources in which something rests. */
const resting =
  /^AWS::(DynamoDB::Table|SQS::Queue|S3::Bucket|SNS::Topic|Events::(EventBus|Archive)|Logs::LogGroup|SecretsManager::Secret|Backup::BackupVault|EventSchemas::Registry|Kinesis|RDS|EFS|ElastiCache|OpenSearch) /

/** A row that expires by itself. */
const endedRow = z.looseObject({ shape: z.looseObject({ expiresAt: z.unknown().refine((end) => end !== undefined) }) })

/** Whether a row has a field, at any depth, that names a shipment or its record. */
const namesShipment = (schema: z.ZodType) =>
  leavesOf("", schema).some(({ path }) => /\.(shipmentId|recordId)$/.test(path))

const folder = mkdtempSync(join(tmpdir(), "wayseal-inventory-"))
writeFileSync(join(folder, "index.html"), "<title>Wayseal</title>")
afterAll(() => rmSync(folder, { recursive: true }))

const edge = { domain: "hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ", console: true }
const { browserEdge } = stageConfig.parse({ region: "ca-central-1", browserEdge: edge })
const pages = { consoleFolder: folder, documentationFolder: folder }

const withEdge = await synthesise("prod", { settings: { browserEdge }, pages })

/** Type and logical id of everything in which something rests, in stages with all there can be, and with little. */
const prod = await synthesise("prod")
const places = [withEdge, await synthesise("prod", { settings: { mail: undefined } }), await synthesise("dev")]
  .flatMap(({ hub }) => hub.flatMap(({ Resources }) => Object.entries(Resources)))
  .map(([id, { Type }]) => `${Type} ${id}`)
  .filter((place) => resting.test(place))

describe("the inventory of what rests where", () => {
  it("has every place of the synthesised stacks", () => {
    expect(places.filter((place) => !otherPlaces.some(({ covers }) => covers.test(place)))).toEqual([])
  })

  it.each(otherPlaces.map(({ name, covers }) => [name, covers] as const))(
    "has no place that is gone: %s",
    (_, covers) => {
      expect(places.some((place) => covers.test(place))).toBe(true)
    },
  )

  it("says of each table whether rows stay that have no end of their own, and whether others end (promise: rows-end-or-are-named)", () => {
    const hasEnd = (row: unknown) => endedRow.safeParse(row).success
    const declared = Object.entries(rowKinds).map(([table, kinds]) => {
      const rows = Object.values(kinds)
      return [table, { stays: !rows.every(hasEnd), ends: rows.some(hasEnd) }] as const
    })
    const said = Object.entries(storedInTables).map(
      ([table, { stays, until }]) => [table, { stays: stays !== undefined, ends: until !== undefined }] as const,
    )
    // A profile is written with its end, and has no schema.
    expect(Object.fromEntries(said)).toEqual({
      ...Object.fromEntries(declared),
      AccessProfiles: { stays: false, ends: true },
    })
    const expiring = Object.entries(tables).map(([table, { expires }]) => [table, expires] as const)
    expect(said.map(([table, { ends }]) => [table, ends]).sort()).toEqual(expiring.sort())
  })

  it("says of each table with rows of a shipment which parts of it an erasure removes, and of each part where it is", () => {
    const partsIn = ([, { ofErased }]: [string, StoredInTable]) => (typeof ofErased === "string" ? [] : ofErased)
    const said = Object.entries(storedInTables)
    expect(said.flatMap(partsIn).sort()).toEqual([...erasurePart.options].sort())
    const erased = said.filter((table) => partsIn(table).length > 0).map(([name]) => name)
    const naming = Object.entries(rowKinds).filter(([, kinds]) => Object.values(kinds).some(namesShipment))
    // A profile has no schema. It names shipments by tags.
    expect([...naming.map(([name]) => name), "AccessProfiles"].sort()).toEqual(erased.toSorted())
    const removing = Object.entries(eraseShipments.tables).filter(([, actions]) =>
      actions.some((action) => action === "DeleteItem" || action === "UpdateItem"),
    )
    expect(removing.map(([name]) => name).sort()).toEqual(erased.toSorted())
    expect(registerTables.filter((name) => erased.includes(name)).sort()).toEqual([...tablesToEraseAgain].sort())
  })

  it("is in the stage's region, but for pages, firewall and a replica of one secret at the browser edge (promise: data-stays-in-region)", () => {
    const at = (edge: typeof withEdge.edge) =>
      edge.flatMap(({ Resources }) => Object.values(Resources).map(({ Type }) => `${Type} `))
    expect(new Set(at(withEdge.edge).filter((type) => resting.test(type)))).toEqual(new Set(["AWS::S3::Bucket "]))
    const replicated = resourcesOf("AWS::SecretsManager::Secret", ...withEdge.hub).filter(
      ({ Properties }) => Properties["ReplicaRegions"] !== undefined,
    )
    expect(replicated.map(({ id }) => id.slice(0, 12))).toEqual(["OriginSecret"])
    expect(replicated[0]?.Properties["ReplicaRegions"]).toEqual([{ Region: "us-east-1" }])
    const firewalls = resourcesOf("AWS::WAFv2::WebACL", ...withEdge.edge)
    const kept = JSON.stringify(firewalls).match(/"SampledRequestsEnabled":\w+/g)
    expect([firewalls.length, new Set(kept)]).toEqual([1, new Set(['"SampledRequestsEnabled":false'])])
    for (const { Properties } of resourcesOf("AWS::CloudFront::Distribution", ...withEdge.edge))
      expect(Properties["DistributionConfig"]).not.toHaveProperty("Logging")
    expect(prod.edge).toEqual([])
  })

  it("says of a queue that holds raw events under the ingress key, and of no other (promise: raw-events-end)", () => {
    const [raw] = otherPlaces.filter(({ name }) => name.startsWith("Ingress queues"))
    const queues = prod.hub.flatMap(({ Resources }) =>
      Object.entries(Resources).filter(([, { Type }]) => Type === "AWS::SQS::Queue"),
    )
    const underIngressKey = queues.filter(([, { Properties }]) =>
      JSON.stringify(Properties["KmsMasterKeyId"]).includes("IngressKey"),
    )
    expect(underIngressKey.length).toBeGreaterThan(5)
    expect(underIngressKey.filter(([id]) => raw?.covers.test(`AWS::SQS::Queue ${id}`) !== true)).toEqual([])
  })
})
