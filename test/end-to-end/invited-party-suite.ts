import { generateKeyPairSync } from "node:crypto"
import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { privateKey } from "../../client/tokens/private-key.ts"
import { emulatorClientSettings } from "../../infra/local/emulator/emulator-environment.ts"
import { localCertificate } from "../../infra/local/emulator/set-up-emulator.ts"
import { waitUntil } from "../../infra/local/replay/concurrency.ts"
import type { RawParcel } from "../../infra/local/replay/parcel.ts"
import { type PartySigner, partySigner } from "../../infra/local/replay/party-signer.ts"
import { whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import type { TrackingAccess } from "../../shared/base/contracts/tracking-accessed.ts"
import { apiAudience } from "../../shared/parties/authenticate-party.ts"
import { aRetailer } from "../parties/invitations/invitation-world.ts"
import { addParty } from "./add-party.ts"
import type { LocalExchange } from "./local-exchange.ts"
import type { Senders } from "./senders.ts"
import { startWebhookReceiver, type WebhookReceiver } from "./webhook-receiver.ts"

const walked = 8

/** A retailer that the hub invited takes part without a deployment. */
export function invitedPartySuite(local: () => LocalExchange, send: () => Senders): void {
  describe("a retailer that the hub invited", () => {
    let sign: PartySigner
    let parcels: RawParcel[]
    let webhook: WebhookReceiver | undefined

    const call = async (
      method: "GET" | "POST" | "PATCH",
      path: string,
      more: { body?: unknown; version?: string } = {},
    ) => {
      const headers = {
        authorization: `Bearer ${await sign("willow")}`,
        "content-type": "application/json",
        ...(more.version === undefined ? {} : { "if-match": more.version }),
      }
      const body = more.body === undefined ? {} : { body: JSON.stringify(more.body) }
      const answer = await fetch(`${local().exchange.apiUrl}${path}`, { method, headers, ...body })
      return { status: answer.status, body: z.record(z.string(), z.unknown()).parse(await answer.json()) }
    }
    const publish = (entries: readonly { DetailType?: string; Detail?: string }[]) =>
      call("POST", "/v1/events", {
        body: {
          events: entries.map(({ DetailType, Detail = "" }) => ({
            detailType: DetailType,
            detail: JSON.parse(Detail),
          })),
        },
      })

    beforeAll(async () => {
      const pair = generateKeyPairSync("ed25519")
      const kid = "willow-1"
      const key = privateKey.parse({ kid, ...pair.privateKey.export({ format: "jwk" }) })
      sign = partySigner({ willow: key }, apiAudience("local"))
      const credentials = { publicKeys: [{ kid, ...pair.publicKey.export({ format: "jwk" }) }] }
      const referenceFormat = { prefix: "WI-", digits: 7 }
      const channels = { emails: ["privacy@willow.example"], webhookUrl: "https://hooks.willow.example/wayseal" }
      const entered = aRetailer({ alias: "Willow", credentials, referenceFormat, channels })
      const { webhookSecret } = await addParty(local(), "willow", entered)
      webhook = await startWebhookReceiver(localCertificate, z.string().parse(webhookSecret))
      await leadWebhookTo(local(), "willow", webhook.url)
    }, 60_000)

    afterAll(async () => {
      await webhook?.stop()
    })

    it("publishes shipments with the key that it entered", async () => {
      parcels = Array.from({ length: walked }, (_, place) => {
        const digits = String(2_300_001 + place)
        return send().parcel(2_300_001 + place, { orderReference: `WI-${digits}`, trackingNumber: `NP88${digits}CA` })
      })
      const answer = await publish(parcels.map((parcel) => send().created(parcel)))
      expect(answer).toMatchObject({ status: 202 })
      await whenQueuesAreEmpty(local().exchange, 30, /RecordShipment/)
    })

    it("gets its events at its webhook, signed with the secret that it was given", async () => {
      const { data } = (await webhook?.receivedType("ClaimAnswered")) ?? {}
      expect(data).toMatchObject({ shipmentId: expect.stringMatching(/^shp_/), answer: "claimPending" })
    }, 60_000)

    it("is found by its alias, and its recipient sees the parcel with the postal code", async () => {
      const [parcel] = parcels
      const answer = await fetch(`${local().exchange.apiUrl}/v1/lookups`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          retailer: "willow",
          orderReference: parcel?.orderReference,
          postalCode: parcel?.postalCode,
        }),
      })
      expect([answer.status, await answer.json()]).toMatchObject([200, { shows: "details", retailer: "Willow" }])
    })

    it("is alerted when somebody walks through its orders in a carrier's tool, and sees its case", async () => {
      const accesses = parcels.map(
        ({ orderReference }, place): TrackingAccess => ({
          accessId: `willow${place}`,
          at: new Date(Date.now() - 600_000 + place * 9_000).toISOString(),
          reference: { kind: "orderReference", retailerAlias: "Willow", orderReference },
          accessor: {
            kind: "fingerprints",
            subject: "willows-walker-subject",
            subjectKind: "cookie",
            network: "willows-walker-network",
            networkKind: "fixed",
          },
          outcome: "hit",
          proof: "none",
          fields: ["delivery-date", "postal-code"],
        }),
      )
      await send().publish(send().accessed(accesses))
      const found = await waitUntil(
        "the case to reach willow",
        async () => {
          const { body } = await call("GET", "/v1/cases")
          return z.object({ cases: z.array(z.record(z.string(), z.unknown())).min(1) }).safeParse(body).data?.cases[0]
        },
        { patienceSeconds: 60, everyMilliseconds: 500 },
      )
      await whenQueuesAreEmpty(local().exchange, 30)
      const alias = z.string().parse(found["caseAlias"])
      expect(await call("GET", `/v1/cases/${alias}`)).toMatchObject({
        status: 200,
        body: {
          counts: { shipments: walked },
          duties: expect.arrayContaining([expect.objectContaining({ kind: "keepRecord" })]),
        },
      })
    }, 120_000)

    it("changes its settings itself", async () => {
      const emails = ["new@willow.example"]
      const before = await call("GET", "/v1/settings")
      expect(before).toMatchObject({
        status: 200,
        body: { version: 0, settings: { emails: ["privacy@willow.example"] } },
      })
      const after = await call("PATCH", "/v1/settings", { body: { emails }, version: '"0"' })
      expect(after).toMatchObject({ status: 200, body: { version: 1, settings: { emails } } })
    })
  })
}

/** Changes a stored address to one of this machine, which the API refuses as no public name. */
async function leadWebhookTo(local: LocalExchange, partyId: string, url: string): Promise<void> {
  const client = new DynamoDBClient(emulatorClientSettings(local.exchange.endpoint))
  await client.send(
    new UpdateItemCommand({
      TableName: local.exchange.tableName("InvitedParties"),
      Key: { pk: { S: "parties" }, sk: { S: partyId } },
      UpdateExpression: "SET approved.party.channels.webhook.#url = :url",
      ExpressionAttributeNames: { "#url": "url" },
      ExpressionAttributeValues: { ":url": { S: url } },
    }),
  )
  client.destroy()
}
