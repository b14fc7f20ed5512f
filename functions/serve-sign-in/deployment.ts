import { declareFunction } from "../deployment.ts"
import { findCallers } from "../grants.ts"

export const deployment = declareFunction({
  context: "pages",
  partOf: ["console"],
  description: "Signs people of parties in to the console and out of it",
  impact: "Privacy officers cannot sign in to the console. Who is signed in can go on working.",
  http: {
    routes: [
      "GET /desk/sign-in",
      "GET /desk/signed-in/{party}",
      "GET /desk/signed-in",
      "GET /v1/session",
      "DELETE /v1/session",
      "GET /v1/colleagues",
    ],
    throttle: "desk",
  },
  includes: [findCallers],
  tables: { Sessions: ["PutItem", "DeleteItem", "Query"] },
  // The names of people rest sealed under their party's key.
  uses: ["hash", "sealParties", "signIn"],
  // Each party whose secret has a name of its own adds to its rights.
  policyBesideRole: true,
  timeoutSeconds: 15,
  reaches: { files: 83, later: 17 },
})
