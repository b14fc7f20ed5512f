import { expect, it } from "@jest/globals"
import * as z from "zod"
import { silentTelemetry } from "../../shared/base/platform/telemetry.ts"
import { signingKeysRoutes } from "../../shared/parties/signing-keys-route.ts"
import { checkedPipeline } from "../base/platform/checked-pipeline.ts"
import { testSigner } from "../base/platform/signing/test-signer.ts"

it("gives the public keys to anybody, and nothing of the private ones", async () => {
  const serve = checkedPipeline({ routes: signingKeysRoutes(testSigner), telemetry: silentTelemetry })
  const requestContext = { http: { method: "GET", sourceIp: "203.0.113.7" } }

  const answer = await serve({ rawPath: "/v1/signing-keys", headers: {}, requestContext })

  expect(answer).toMatchObject({ statusCode: 200, headers: { "cache-control": "public, max-age=3600" } })
  const body: unknown = JSON.parse(z.string().parse(answer.body))
  expect(body).toEqual(await testSigner.all())
  expect(JSON.stringify(body)).not.toContain('"d"')
})
