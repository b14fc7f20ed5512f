import { readFile } from "node:fs/promises"
import * as z from "zod"

const share = z.number().min(0).max(1)

/**
 * A breach to replay: what the public record says, what is assumed where it says nothing, and how the same visitors
 * behave in front of the hub's lookup. Times are relative, because the replay ends now.
 */
export const scenarioSchema = z.strictObject({
  title: z.string().min(1),
  publicRecord: z.strictObject({
    ordersAccessed: z.int().positive().meta({ description: "Orders whose delivery information was accessed" }),
    shareOfAllOrders: share.meta({ description: "Those orders as a share of all orders so far" }),
    accessor: z.string(),
    toolOf: z.enum(["carrier", "retailer"]),
    fieldsAccessed: z.array(z.string()).min(1),
    fieldsNotAccessed: z.array(z.string()),
    carrierToldRetailerOn: z.iso.date(),
    carrierToldCustomers: z.boolean(),
    sources: z.array(z.url()).min(1),
  }),
  assumed: z.strictObject({
    consecutiveReferences: z.literal(true),
    secondsBetweenLookups: z.strictObject({ least: z.int().positive(), most: z.int().positive() }),
    reportedEverySeconds: z.int().positive().meta({ description: "How often the carrier reports accesses to the hub" }),
    ordersKnownToTheHub: z
      .int()
      .nonnegative()
      .meta({ description: "How many of the orders walked, from the first on, the retailer had published to the hub" }),
    observedRecipients: z
      .int()
      .nonnegative()
      .meta({ description: "Recipients who look up their own parcel at the same time" }),
    recipientsOnWalkersNetwork: z.int().nonnegative(),
    shareInQuebec: share
      .default(0)
      .meta({ description: "Share of the parcels that go to Québec; the others go to Ontario" }),
  }),
  cast: z.strictObject({ retailer: z.string(), carrier: z.string() }),
  guarded: z.strictObject({
    walkerLookups: z.int().positive().meta({ description: "Lookups without proof, one after the other" }),
    guesserReferences: z
      .int()
      .positive()
      .meta({ description: "References that are tried with the commonest postal codes" }),
    guessesPerReference: z.int().positive().meta({ description: "Postal codes tried for each of them" }),
    lookupsAfterRestriction: z.int().nonnegative().max(1000),
    parallel: z.int().positive(),
    recipients: z.int().min(300),
    shares: z.strictObject({ link: share, typo: share, refresh: share }),
    recipientsOnWalkersNetwork: z.int().nonnegative(),
    commonPostalCodes: z.array(z.string().regex(/^[A-Z]\d[A-Z] \d[A-Z]\d$/)).min(1),
    shareAtCommonPostalCodes: share.meta({ description: "Share of the parcels that go to one of those postal codes" }),
  }),
  randomSeed: z.int(),
})
export type Scenario = z.infer<typeof scenarioSchema>

/**
 * Reads a scenario.
 *
 * @throws z.ZodError that names the wrong fields
 */
export async function readScenario(file: URL = new URL("./scenario-2018.json", import.meta.url)): Promise<Scenario> {
  return scenarioSchema.parse(JSON.parse(await readFile(file, "utf8")))
}
