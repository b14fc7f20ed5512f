import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  context: "pages",
  partOf: ["operatorPage"],
  canWait: true,
  description: "Serves the page on which operators see how the stage is",
  impact: "Operators cannot open the page of the stage. The command status shows most of it.",
  http: {
    routes: ["GET /hub", "GET /hub/style.css", "GET /hub/sign-in", "GET /hub/signed-in", "POST /hub/sign-out"],
    throttle: "desk",
  },
  tables: {
    // It counts what it reads of these, and shows no case.
    BreachCases: ["Query"],
    InvitedParties: ["Query", "GetItem"],
    Settings: ["Query", "BatchGetItem"],
    // Whom a drill or an event reached.
    Drills: ["Scan"],
    WebhookDeliveries: ["GetItem"],
  },
  indexes: { BreachCases: ["byParty"] },
  uses: ["hash", "watchStage"],
  memoryMegabytes: 1024,
  // The HTTP API waits for 30 seconds.
  timeoutSeconds: 29,
  reaches: { files: 173, later: 16 },
})
