import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { marshall } from "@aws-sdk/util-dynamodb"
import { afterEach, beforeEach, expect, it } from "@jest/globals"
import * as z from "zod"
import { connectTo } from "../../../infra/cli/deployed-stage/aws-connection.ts"
import { readPartyFacts } from "../../../shared/pages/operator/load-parties.ts"
import { type Party, party } from "../../../shared/parties/party.ts"
import {
  afterFailure,
  afterSuccess,
  afterVerification,
  type EndpointState,
  endpointIdOf,
  stateOf,
} from "../../../shared/parties/webhooks/endpoint-state.ts"
import { type AwsStub, startAwsStub } from "../../infra/cli/aws-stub.ts"
import { anyCredentials } from "../../infra/cli/run-wayseal.ts"

const webhook = { url: "https://hooks.example/wayseal", secretName: "s" }
const partyOf = (id: string, channels: object = { webhook }): Party =>
  party.parse({
    ...{ id, kind: "carrier", alias: `Carrier ${id}`, channels },
    jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  })

const [at, milliseconds] = [new Date("2026-11-01T12:00:00.000Z"), 100]
const answered = (status: number) => ({ at, status, milliseconds })
const begun = stateOf(undefined, endpointIdOf(webhook))
const requested = { ...begun, verification: { requestedAt: at.toISOString() } }

let aws: AwsStub
let endpoints: Readonly<Record<string, EndpointState>> = {}
let acknowledged: readonly string[] = []
const key = z.object({ pk: z.object({ S: z.string() }) })
beforeEach(async () => {
  Object.assign(process.env, anyCredentials)
  aws = await startAwsStub(({ action, parameters }) => {
    if (action === "Scan") return { json: { Items: acknowledged.map((partyId) => marshall({ partyId })) } }
    const id = key.parse(parameters["Key"]).pk.S
    const of = { pk: id, sk: "endpoint", partyId: id, version: 1 }
    const state = endpoints[id]
    return { json: state === undefined ? {} : { Item: marshall({ ...state, ...of }, { removeUndefinedValues: true }) } }
  })
})
afterEach(() => aws.stop())

function factsOf(parties: readonly Party[]) {
  const client = new DynamoDBClient(connectTo("ca-central-1", aws.url))
  const table = (tableName: string) => ({ client, tableName })
  const each = async function* () {
    yield* parties
  }
  const tables = { drills: table("Drills"), webhookDeliveries: table("WebhookDeliveries") }
  return readPartyFacts({ ...tables, parties: each, now: at })
}

it("says of each party what its present webhook did, and whether it acknowledged a drill", async () => {
  endpoints = {
    accepted: afterSuccess(begun, answered(204)),
    verified: afterVerification(requested, answered(200)),
    asked: requested,
    refused: afterVerification(requested, answered(500)),
    gone: afterFailure(afterSuccess(begun, answered(204)), { ...answered(410), retryAfterMilliseconds: undefined }),
    moved: { ...afterSuccess(begun, answered(204)), endpointId: "an earlier address" },
  }
  acknowledged = ["bare"]
  const ids = [...Object.keys(endpoints), "never"]
  const { parties, areAll } = await factsOf([...ids.map((id) => partyOf(id)), partyOf("bare", {})])
  expect(Object.fromEntries(parties.map(({ partyId, webhook: state }) => [partyId, state]))).toEqual({
    ...{ accepted: "answered", verified: "answered", asked: "silent", refused: "refused", gone: "disabled" },
    ...{ moved: "silent", never: "silent", bare: "none" },
  })
  expect(parties.filter((each) => each.acknowledgedDrill).map(({ partyId }) => partyId)).toEqual(["bare"])
  expect(areAll).toBe(true)
  const scan = aws.calls.find(({ action }) => action === "Scan")
  expect(scan?.parameters["ExpressionAttributeValues"]).toEqual({ ":now": { N: String(at.getTime() / 1_000) } })
})

it("looks at 500 parties, and says if there are more", async () => {
  const parties = Array.from({ length: 501 }, (_, place) => partyOf(`p${place}`, {}))
  const some = await factsOf(parties)
  expect([some.parties.length, some.areAll]).toEqual([500, false])
  const all = await factsOf(parties.slice(1))
  expect([all.parties.length, all.areAll]).toEqual([500, true])
})
