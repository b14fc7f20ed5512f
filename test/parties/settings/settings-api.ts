import { createHmac } from "node:crypto"
import { HttpProblem } from "../../../shared/base/platform/http-problem.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import { type Party, parties } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { makeChangeSettings } from "../../../shared/parties/settings/change-settings.ts"
import { settingsRoutes } from "../../../shared/parties/settings/settings-routes.ts"
import { usualThresholds } from "../../../shared/watch/detection/class-policy.ts"
import { checkedPipeline } from "../../base/platform/checked-pipeline.ts"
import { memorySettings } from "../memory-stores.ts"
import { webhookTools } from "../webhooks/delivery-tools.ts"

const hashUnder = (secret: string, parts: readonly string[]) =>
  createHmac("sha256", secret).update(JSON.stringify(parts)).digest("hex")

const both = { jurisdiction: { country: "CA", timeZone: "America/Toronto" } }
export const deployed: Party[] = parties.parse({
  parties: [
    {
      ...both,
      id: "leafline",
      kind: "retailer",
      alias: "Leafline",
      channels: { emails: ["privacy@leafline.example"] },
      ordersPerDay: 100,
      missShare: 0.05,
      detection: { thresholds: { walk: { alert: 15, notice: 10 } } },
    },
    {
      ...both,
      id: "northpost",
      kind: "carrier",
      alias: "Northpost",
      channels: { webhook: { url: "https://old.northpost.example/", secretName: "northpost-webhook" } },
    },
  ],
}).parties

/**
 * The settings of two parties of the file, and calls of the API in the name of each. `leafline as person-1` calls as
 * the person who is signed in for a party.
 */
export function settingsApi({ invited = [], file = deployed }: { invited?: readonly string[]; file?: Party[] } = {}) {
  const settings = memorySettings()
  const isInFile = (id: string) => !invited.includes(id)
  const changeSettings = makeChangeSettings({
    settings,
    knownLaws: knownLawIds,
    usualThresholds,
    isInFile,
    parties: partyDirectory(file),
  })
  const handler = checkedPipeline({
    telemetry: silentTelemetry,
    clock: () => new Date("2026-11-01T10:00:00Z"),
    authenticate: async (authorization) => {
      const [name, userId] = (authorization ?? "").replace("Bearer ", "").split(" as ")
      const party = file.find(({ id }) => id === name)
      if (party === undefined) throw new HttpProblem("unauthenticated")
      if (userId !== undefined) return { party, officer: { userId, role: "officer" as const } }
      return { party, tokenId: "t-1", keyId: `${party.id}-key` }
    },
    routes: settingsRoutes({
      settings,
      changeSettings,
      hashUnderKey: (...parts) => hashUnder("hub’s secret", parts),
      ...webhookTools(),
    }),
  })
  const call = async (
    as: string,
    method: string,
    more: { query?: string; ifMatch?: string; key?: string; body?: unknown } = {},
  ) => {
    const { query = "", ifMatch, key, body } = more
    const {
      statusCode,
      headers,
      body: text,
    } = await handler({
      rawPath: "/v1/settings",
      rawQueryString: query,
      headers: {
        "content-type": "application/merge-patch+json",
        authorization: `Bearer ${as}`,
        ...(ifMatch === undefined ? {} : { "if-match": ifMatch }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      body: JSON.stringify(body),
      requestContext: { http: { method, sourceIp: "203.0.113.7" } },
    })
    return { status: statusCode, etag: headers["etag"], body: JSON.parse(text), text }
  }
  return {
    settings,
    get: (as: string, query?: string) => call(as, "GET", query === undefined ? {} : { query }),
    patch: (as: string, body: unknown, ifMatch = '"0"') => call(as, "PATCH", { body, ifMatch }),
    call,
  }
}
