import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  context: "parties",
  partOf: ["invitedParties"],
  canWait: true,
  description: "Shows invited parties their invitation and takes what they enter",
  impact: "Invited parties cannot enter their keys, contacts and laws.",
  http: { routes: ["POST /v1/invitations/read", "POST /v1/invitations/answer"], throttle: "desk" },
  tables: { InvitedParties: ["BatchGetItem", "DeleteItem", "GetItem", "PutItem"] },
  uses: ["sealParties"],
  reaches: { files: 77, later: 1 },
})
