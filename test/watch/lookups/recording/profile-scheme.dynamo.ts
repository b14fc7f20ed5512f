import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { describe, expect, it } from "@jest/globals"
import { readParties } from "../../../../shared/parties/load-parties.ts"
import { dynamoAnomalies } from "../../../../shared/watch/detection/anomalies/dynamo-anomalies.ts"
import {
  dynamoAccessProfileSamples,
  dynamoAccessProfiles,
} from "../../../../shared/watch/detection/profiles/dynamo-access-profiles.ts"
import { dynamoRestrictions } from "../../../../shared/watch/detection/restrictions/dynamo-restrictions.ts"
import { retailerKnowledge } from "../../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { accessObserver } from "../../../../shared/watch/lookups/recording/observe-access.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { knownDirectory } from "../../../parties/known-directory.ts"
import { seededRandom } from "../../../simulation/random.ts"
import { memoryRetailerProfiles } from "../../detection/memory-stores.ts"
import {
  accessOf,
  deliver,
  joinedProfiles,
  type PlainAccess,
  retailerId,
  startedAt,
  storedEntries,
  verdictOn,
} from "./joined-contacts.ts"

const writers = 32
const seed = 20_261_125

/**
 * A walk with late and early proof of two of its references, and others around it: same network, same block, failures
 * and misses.
 */
const lookups: readonly PlainAccess[] = [
  ...Array.from({ length: 8 }, (_, step): PlainAccess => ({ subject: 0, reference: step, at: 600 + step * 10 })),
  { subject: 0, reference: 1, at: 2_000, proof: "linkToken" },
  { subject: 0, reference: 7, at: 300, proof: "linkToken" },
  { subject: 0, reference: 5, at: 605 },
  { subject: 3, reference: 4, at: 650 },
  { subject: 1, reference: 6, at: 660, outcome: "challengeFailed" },
  { subject: 2, reference: 19, at: 655, outcome: "miss" },
]

/** Runs the real observer in many writers at once on tables made for it, at their first use. */
export function profileSchemeOnDynamo(client: () => DynamoDBClient, prefix: string): void {
  const keys = { profiles: "profileKey", anomalies: "anomalyId", restrictions: "accessorKey" }
  const tableName = (name: keyof typeof keys) => `${prefix}-scheme-${name}`

  async function makeTables(): Promise<void> {
    for (const name of ["profiles", "anomalies", "restrictions"] as const) {
      await client().send(
        new CreateTableCommand({
          TableName: tableName(name),
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: [{ AttributeName: keys[name], AttributeType: "S" }],
          KeySchema: [{ AttributeName: keys[name], KeyType: "HASH" }],
        }),
      )
    }
  }

  describe("the storage scheme of access profiles in DynamoDB", () => {
    it(`gives the pure merge, and each anomaly once, with ${writers} writers of shuffled duplicates`, async () => {
      await makeTables()
      const keyedHash = testKeyedHash()
      const parties = knownDirectory(readParties(new URL("../../../../stages/local/parties.json", import.meta.url)))
      let readings = 0
      // Each reading is more than a minute after the last, so that nothing is dropped as part of a flood.
      const clock = () => new Date(startedAt + 86_400_000 + readings++ * 61_000)
      const knowledge = () => retailerKnowledge({ parties, retailerProfiles: memoryRetailerProfiles(), clock })
      const accesses = lookups.map((one) => accessOf(one, keyedHash))
      const raised: string[] = []
      const anomalies = dynamoAnomalies({ client: client(), tableName: tableName("anomalies") })
      const write = async (writer: number) => {
        const observer = accessObserver({
          profiles: dynamoAccessProfiles({ client: client(), tableName: tableName("profiles") }),
          anomalies: {
            ...anomalies,
            raise: async (anomaly) => {
              const outcome = await anomalies.raise(anomaly)
              if (outcome === "raised") raised.push(anomaly.anomalyId)
              return outcome
            },
          },
          restrictions: dynamoRestrictions({ client: client(), tableName: tableName("restrictions") }),
          retailers: knowledge(),
          keyedHash,
          clock,
        })
        for (const access of seededRandom(seed + writer).shuffled(accesses)) await deliver(observer, access)
      }
      await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))

      const known = knowledge()
      await known.findNumbers([retailerId])
      const joined = joinedProfiles(accesses, known, keyedHash)
      const samples = dynamoAccessProfileSamples({ client: client(), tableName: tableName("profiles") })
      const stored = new Map<string, unknown>()
      for await (const { profileKey, profile } of samples.sample({ turn: 0, limit: 1_000 })) {
        stored.set(profileKey, storedEntries(profileKey, profile, known))
      }
      expect(stored).toEqual(new Map([...joined].map(([name, { entries }]) => [name, entries])))
      expect(new Set(raised).size).toBe(raised.length)
      const rows = await Promise.all(raised.map((anomalyId) => anomalies.get(anomalyId)))
      const alerts = rows.flatMap((row) => (row?.severity === "alert" ? [`${row.accessorKey} ${row.chart}`] : []))
      const expected = [...joined].flatMap(([name, profile]) =>
        verdictOn(profile, known)
          .filter(({ severity }) => severity === "alert")
          .map(({ chart }) => `${name} ${chart}`),
      )
      expect(expected).toContain("subject#subject-0 walk")
      expect(alerts.sort()).toEqual(expect.arrayContaining(expected))
    }, 60_000)
  })
}
