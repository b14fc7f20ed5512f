import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@jest/globals"
import { otherPlaces } from "../../infra/cli/documents/data-inventory.ts"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { synthesise } from "./synthesised-exchange.ts"

/** Types of resources in which something rests. */
const resting =
  /^AWS::(DynamoDB::Table|SQS::Queue|S3::Bucket|SNS::Topic|Events::(EventBus|Archive)|Logs::LogGroup|SecretsManager::Secret|Backup::BackupVault|EventSchemas::Registry|Kinesis|RDS|EFS|ElastiCache|OpenSearch) /

const folder = mkdtempSync(join(tmpdir(), "wayseal-inventory-"))
writeFileSync(join(folder, "index.html"), "<title>Wayseal</title>")
afterAll(() => rmSync(folder, { recursive: true }))

const edge = { domain: "hub.example", hostedZoneId: "Z0123456789ABCDEFGHIJ", console: true }
const { browserEdge } = stageConfig.parse({ region: "ca-central-1", browserEdge: edge })
const pages = { consoleFolder: folder, documentationFolder: folder }

/** Type and logical id of everything in which something rests, in stages with all there can be, and with little. */
const places = [
  synthesise("prod", { settings: { browserEdge }, pages }),
  synthesise("prod", { settings: { mail: undefined } }),
  synthesise("dev"),
]
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

  it("says of a queue that holds raw events under the ingress key, and of no other", () => {
    const [raw] = otherPlaces.filter(({ name }) => name.startsWith("Ingress queues"))
    const queues = synthesise("prod").hub.flatMap(({ Resources }) =>
      Object.entries(Resources).filter(([, { Type }]) => Type === "AWS::SQS::Queue"),
    )
    const underIngressKey = queues.filter(([, { Properties }]) =>
      JSON.stringify(Properties["KmsMasterKeyId"]).includes("IngressKey"),
    )
    expect(underIngressKey.length).toBeGreaterThan(5)
    expect(underIngressKey.filter(([id]) => raw?.covers.test(`AWS::SQS::Queue ${id}`) !== true)).toEqual([])
  })
})
