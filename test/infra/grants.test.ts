import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { referredTo, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const { functions } = synthesise("prod")
const statementSchema = z.looseObject({
  Effect: z.string(),
  Action: z.union([z.string(), z.array(z.string())]).transform((found) => [found].flat()),
  Resource: z.union([z.string(), z.array(z.any()), z.record(z.string(), z.any())]).transform((found) => [found].flat()),
  Condition: z.record(z.string(), z.any()).optional(),
})

/** What each role may do, as action and resource. */
const grants = new Map<string, Set<string>>()
for (const { Properties } of resourcesOf("AWS::IAM::Policy", functions)) {
  const role = referredTo(Properties["Roles"][0]) ?? ""
  const name = role.replace(/Role[0-9A-F]{8}$/, "")
  const statements = z.array(statementSchema).parse(Properties["PolicyDocument"].Statement)
  const found = grants.get(name) ?? new Set()
  for (const { Action, Resource } of statements)
    for (const action of Action) for (const resource of Resource) found.add(`${action} ${nameOf(resource)}`)
  grants.set(name, found)
}

/** The logical id that an ARN refers to, in this stack or the exporting one, without its hash. */
function nameOf(resource: unknown): string {
  if (typeof resource === "string") return resource
  const joined = z.object({ "Fn::Join": z.tuple([z.string(), z.array(z.any())]) }).safeParse(resource)
  if (joined.success) {
    const [, parts] = joined.data["Fn::Join"]
    const text = parts.map((part) => (typeof part === "string" ? part : nameOf(part))).join("")
    return text.replace(/^arn:(aws|AWS::Partition):/, "")
  }
  return (referredTo(resource) ?? JSON.stringify(resource))
    .replace(/^Wayseal-prod-Data:ExportsOutput(FnGetAtt|Ref)/, "")
    .replace(/(Stream)?Arn[0-9A-F]{8}$/, "$1")
    .replace(/([0-9A-F]{8})+(?=$|Stream)/, "")
}

const table = (name: string, ...actions: string[]) => actions.map((action) => `dynamodb:${action} ${name}`)
const indexes = (name: string, ...found: string[]) => found.map((index) => `dynamodb:Query ${name}/index/${index}`)
const secret = (name: string) => [
  `secretsmanager:GetSecretValue arn:aws:secretsmanager:ca-central-1:123456789012:secret:wayseal-prod-${name}-??????`,
  "kms:Decrypt SealingKey",
]
const publishes = ["events:PutEvents ExchangeBus"]
const queue = (name: string) => [
  ...["ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage"].map(
    (action) => `sqs:${action} ${name}Queue`,
  ),
  "kms:Decrypt IngressKey",
]
const stream = (name: string) => [
  ...["DescribeStream", "GetRecords", "GetShardIterator"].map((action) => `dynamodb:${action} ${name}Stream`),
  "dynamodb:ListStreams *",
  "s3:ListBucket FailuresBucket",
  "s3:PutObject FailuresBucket/*",
  "kms:Decrypt DataKey",
  "kms:GenerateDataKey DataKey",
]
const schedule = (name: string) => [
  `sqs:SendMessage ${name}DeadLettersQueue`,
  "kms:Decrypt DataKey",
  "kms:GenerateDataKey DataKey",
]
const unseals = [...table("SealingKeys", "GetItem"), "kms:Decrypt SealingKey"]
const seals = [...unseals, ...table("SealingKeys", "PutItem"), "kms:GenerateDataKey SealingKey"]
const judges = [
  ...table("TrackingRecords", "BatchGetItem"),
  ...indexes("TrackingRecords", "byOrderReference", "byLinkDigest"),
  ...table("AccessProfiles", "UpdateItem"),
  ...table("Anomalies", "PutItem"),
  ...table("Restrictions", "BatchGetItem", "GetItem", "PutItem"),
  ...table("RetailerProfiles", "GetItem"),
  ...table("RetailerVolumes", "UpdateItem"),
  ...secret("keyed-hash"),
  ...secret("canaries"),
]
const worksOnCases = [
  ...table("BreachCases", "BatchGetItem", "GetItem", "PutItem", "Query", "DeleteItem"),
  "kms:GenerateMac HeadMacKey",
  ...secret("keyed-hash"),
]
const copiesReferences = [
  ...table("TrackingRecords", "BatchGetItem"),
  ...indexes("TrackingRecords", "byOrderReference"),
  ...seals,
]

/** Everything that each role may do, besides writing its own log. */
const expected: Readonly<Record<string, readonly string[]>> = {
  RecordShipment: [
    ...queue("RecordShipmentEvents"),
    ...publishes,
    ...table("TrackingRecords", "BatchGetItem", "PutItem", "DeleteItem"),
    ...table("RetailerProfiles", "UpdateItem"),
    ...secret("keyed-hash"),
    ...seals,
  ],
  RecordProgress: [
    ...queue("RecordProgressEvents"),
    ...publishes,
    ...table("TrackingRecords", "BatchGetItem", "PutItem"),
    ...secret("keyed-hash"),
    ...seals,
  ],
  RecordAccess: [
    ...queue("RecordAccessEvents"),
    ...publishes,
    ...judges,
    ...table("Disclosures", "BatchGetItem", "PutItem"),
  ],
  ExplainRejection: [...queue("Unclaimed"), ...publishes],
  RelayTracking: [...stream("TrackingRecords"), ...publishes, ...unseals],
  RaiseAnomaly: [
    ...stream("Anomalies"),
    ...publishes,
    ...table("Restrictions", "GetItem", "PutItem"),
    ...table("Disclosures", "Query"),
    ...indexes("Disclosures", "byNetwork"),
  ],
  AnnounceRestriction: [...stream("Restrictions"), ...publishes],
  OpenBreachCase: [
    ...queue("OpenBreachCaseEvents"),
    ...publishes,
    ...worksOnCases,
    ...copiesReferences,
    ...table("Anomalies", "GetItem"),
    ...table("Disclosures", "Query", "Scan"),
    ...indexes("Disclosures", "byNetwork", "byBlock"),
  ],
  ExtendExposures: [...stream("Disclosures"), ...worksOnCases, ...copiesReferences],
  ClaimExposures: [
    ...stream("TrackingRecords"),
    ...worksOnCases,
    ...copiesReferences,
    ...indexes("Disclosures", "byRecord"),
  ],
  AlertParties: [
    ...stream("BreachCases"),
    ...publishes,
    ...table("BreachCases", "BatchGetItem", "PutItem"),
    ...["leafline", "maplebooks", "northpost"].map(
      (party) => `sns:Publish arn:aws:sns:ca-central-1:123456789012:wayseal-prod-alerts-${party}`,
    ),
  ],
  ReleaseRestrictions: [
    ...stream("BreachCases"),
    ...table("BreachCases", "BatchGetItem"),
    ...table("Restrictions", "BatchGetItem", "GetItem", "PutItem"),
  ],
  RunBreachDesk: [
    ...queue("RunBreachDeskEvents"),
    ...publishes,
    ...worksOnCases,
    ...table("TrackingRecords", "BatchGetItem"),
    ...table("Restrictions", "GetItem", "PutItem", "Scan"),
  ],
  ServeBreachDesk: [
    ...worksOnCases,
    ...indexes("BreachCases", "byParty"),
    ...copiesReferences,
    ...table("Disclosures", "PutItem", "Query", "Scan"),
    ...indexes("Disclosures", "byNetwork", "byRecord", "byBlock"),
    ...table("Restrictions", "GetItem", "PutItem", "Scan"),
  ],
  WatchDuties: [
    ...schedule("WatchDutiesSchedule"),
    ...worksOnCases,
    ...indexes("BreachCases", "byParty"),
    ...copiesReferences,
    ...table("Disclosures", "Query"),
    ...indexes("Disclosures", "byNetwork", "byBlock"),
  ],
  LearnRetailerProfile: [
    ...schedule("LearnRetailerProfileSchedule"),
    ...table("RetailerProfiles", "GetItem", "UpdateItem"),
    ...table("AccessProfiles", "Scan"),
    ...table("RetailerVolumes", "Query"),
    ...table("Anomalies", "PutItem"),
  ],
  LookUpShipment: [
    ...judges,
    ...table("AccessProfiles", "GetItem"),
    ...table("Disclosures", "PutItem"),
    ...table("ChallengeFailures", "UpdateItem"),
  ],
  AcceptEvent: ["events:PutEvents IngressBus"],
  WatchDutiesSchedule: ["lambda:InvokeFunction WatchDutiesFunction", ...schedule("WatchDutiesSchedule")],
  LearnRetailerProfileSchedule: [
    "lambda:InvokeFunction LearnRetailerProfileFunction",
    ...schedule("LearnRetailerProfileSchedule"),
  ],
}

describe("grants", () => {
  it("are listed here for every role", () => {
    expect([...grants.keys()].sort()).toEqual(Object.keys(expected).sort())
  })

  it.each(Object.keys(expected))("of %s are exactly these", (name) => {
    const found = [...(grants.get(name) ?? [])].filter((grant) => !grant.endsWith(` ${name}Logs`))
    expect(found.sort()).toEqual([...new Set(expected[name])].sort())
  })

  it("name their resources, except ListStreams, which takes none, and objects that Lambda names", () => {
    const wide = [...grants.values()].flatMap((found) => [...found]).filter((grant) => / .*\*/.test(grant))
    expect([...new Set(wide)].sort()).toEqual(["dynamodb:ListStreams *", "s3:PutObject FailuresBucket/*"])
  })

  it("let only the function that authenticates parties put events on the ingress bus", () => {
    const holders = [...grants].filter(([, found]) => found.has("events:PutEvents IngressBus")).map(([name]) => name)
    expect(holders).toEqual(["AcceptEvent"])
  })

  it("let functions that seal nothing use the sealing key only to read secrets", () => {
    const policies = resourcesOf("AWS::IAM::Policy", functions).filter(({ id }) => /^(LookUp|RecordAccess)/.test(id))
    expect(policies).toHaveLength(2)
    for (const { Properties } of policies) {
      const decrypting = z
        .array(statementSchema)
        .parse(Properties["PolicyDocument"].Statement)
        .filter(({ Resource }) => Resource.some((each) => nameOf(each) === "SealingKey"))
      for (const { Condition } of decrypting)
        expect(Condition).toEqual({
          StringEquals: { "kms:ViaService": "secretsmanager.ca-central-1.amazonaws.com" },
        })
    }
  })
})
