import { answersWith, declareRoute } from "../base/platform/http-route.ts"
import { publicKeySetSchema } from "../base/platform/signing/public-keys.ts"
import type { PublishedKeys } from "../base/platform/signing/signer.ts"
import { type Route, serve } from "./party-route.ts"

export const keyApi = {
  all: declareRoute({
    method: "GET",
    path: "/v1/signing-keys",
    authentication: "none",
    summary: "The hub's public keys as a JSON Web Key Set (RFC 7517), oldest first. The last one signs",
    answers: answersWith("Each key, endorsed by the keys before and after it", publicKeySetSchema),
  }),
}

/** The hub's public keys, for anybody who checks a signature of the hub. */
export const signingKeysRoutes = (keys: PublishedKeys): Route[] =>
  serve(keyApi)({
    all: async () => ({
      status: 200,
      headers: { "cache-control": "public, max-age=3600" },
      body: await keys.all(),
    }),
  })
