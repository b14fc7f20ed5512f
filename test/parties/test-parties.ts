import type { Context } from "aws-lambda"
import type { LogFields, Telemetry } from "../../shared/base/platform/telemetry.ts"
import { type Party, parties } from "../../shared/parties/party.ts"
import { partyDirectory } from "../../shared/parties/party-directory.ts"

/** Account of the deployment in these tests. */
export const hubAccount = "111111111111"
/** Account of the retailer that has its own account. */
export const ownAccount = "222222222222"

/** The parties of these tests: two without an account, one retailer with its own. */
export const testParties: Party[] = parties.parse({
  parties: [
    retailerNamed("leafline", { alias: "Leafline", discreet: true }),
    retailerNamed("oakshop", { alias: "Oak Shop", account: ownAccount }),
    {
      id: "northpost",
      kind: "carrier",
      alias: "Northpost",
      channels: { queue: true },
      jurisdiction: { country: "CA", timeZone: "America/Toronto" },
    },
  ],
}).parties

/** The directory of these parties. */
export const testDirectory = partyDirectory(testParties)

function retailerNamed(id: string, more: Record<string, unknown>): Record<string, unknown> {
  return {
    id,
    kind: "retailer",
    channels: { queue: true },
    jurisdiction: { country: "CA", timeZone: "America/Toronto" },
    ordersPerDay: 100,
    missShare: 0.05,
    ...more,
  }
}

/** Telemetry that records its calls. */
export type RecordedTelemetry = Telemetry & {
  lines: { level: string; message: string; fields: LogFields }[]
  counts: Record<string, number>
  durations: { metric: string; milliseconds: number }[]
  flushed: number
}

/** Makes telemetry that records its calls. */
export function recordedTelemetry(): RecordedTelemetry {
  const record =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      recorded.lines.push({ level, message, fields })
    }
  const recorded: RecordedTelemetry = {
    lines: [],
    counts: {},
    durations: [],
    flushed: 0,
    info: record("info"),
    warn: record("warn"),
    error: record("error"),
    count: (metric, amount = 1) => {
      recorded.counts[metric] = (recorded.counts[metric] ?? 0) + amount
    },
    measure: (metric, milliseconds) => {
      recorded.durations.push({ metric, milliseconds })
    },
    flush: () => {
      recorded.flushed += 1
    },
  }
  return recorded
}

/** An EventBridge envelope as a queue carries it. */
export function envelope(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    version: "0",
    id: "4f1c1d5a-1f7e-4b6e-9f55-0d6e2b7f3c11",
    "detail-type": "ShipmentDelivered",
    source: "wayseal.carrier.northpost",
    account: hubAccount,
    time: "2026-11-01T14:03:00Z",
    region: "ca-central-1",
    resources: [],
    detail: {
      metadata: { id: "evt-1", occurredAt: "2026-11-01T14:02:58Z", correlationId: "story-1", version: 1 },
      data: { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T14:02:58Z", signatory: "J. Doe" },
    },
    ...overrides,
  }
}

/** A batch of messages whose bodies are given as values or as text. */
export function messages(...bodies: unknown[]): { Records: { messageId: string; body: string }[] } {
  return {
    Records: bodies.map((body, index) => ({
      messageId: `m${index}`,
      body: typeof body === "string" ? body : JSON.stringify(body),
    })),
  }
}

/** The context of an invocation, with half a minute left. */
export function lambdaContext(awsRequestId = ""): Context {
  return {
    callbackWaitsForEmptyEventLoop: false,
    functionName: "",
    functionVersion: "",
    invokedFunctionArn: "",
    memoryLimitInMB: "",
    awsRequestId,
    logGroupName: "",
    logStreamName: "",
    getRemainingTimeInMillis: () => 30_000,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  }
}
