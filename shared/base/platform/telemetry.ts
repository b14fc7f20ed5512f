import * as z from "zod"
import { boundedString, ownString } from "../contracts/bounded-string.ts"

const word = boundedString(256).regex(/^[A-Za-z][A-Za-z0-9._-]{0,79}$/)

/** An opaque id: it holds no personal data. */
export const opaqueId = boundedString(256).regex(/^[A-Za-z0-9_-]{1,64}$/)

/**
 * The only fields that a log line may have. None can hold personal data. Ids are opaque and must match a pattern. The
 * other fields are our own words or numbers.
 */
const allowed = {
  messageId: opaqueId,
  sequenceNumber: boundedString(256).regex(/^\d{1,40}$/),
  eventBridgeId: opaqueId,
  eventId: opaqueId,
  requestId: opaqueId,
  detailType: word,
  party: word,
  outcome: word,
  outcomes: ownString().regex(/^[A-Za-z]{1,40} \d+(, [A-Za-z]{1,40} \d+){0,19}$/),
  errorName: word,
  errorCode: word,
  stack: boundedString(4000).regex(/^[\w$@./: <-]{1,4000}$/),
  change: z.enum(["INSERT", "MODIFY", "REMOVE"]),
  rule: word,
  path: boundedString(400).regex(/^[A-Za-z0-9[\]._-]{1,400}$/),
  route: boundedString(256).regex(/^[A-Z]{3,7} [A-Za-z0-9/{}+_.-]{1,120}$/),
  anomalyId: opaqueId,
  caseId: opaqueId,
  restrictionId: opaqueId,
  chart: word,
  severity: word,
  law: word,
  duty: word,
  table: word,
  status: z.int(),
  count: z.number(),
  index: z.int(),
  attempt: z.int(),
  milliseconds: z.number(),
} as const

/** The fields that a caller may pass for a log line. */
export type LogFields = { [Field in keyof typeof allowed]?: z.input<(typeof allowed)[Field]> | undefined }

/** Logs and metrics of a function. Neither can hold the body of an event. */
export interface Telemetry {
  /** Logs a fixed sentence and fields from the list. A field that does not fit becomes `(withheld)`. */
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields): void
  /** Adds to a metric of the namespace `Wayseal` under the dimensions `service` and `stage`. */
  count(metric: string, amount?: number): void
  /** Adds how long something took to such a metric, in milliseconds. */
  measure(metric: string, milliseconds: number): void
  /** Writes the metrics. Pipelines call it after each invocation. */
  flush(): void
}

/** How often each outcome occurred in a batch, for one log line: `recorded 8, duplicate 2`. */
export function tallyOutcomes(outcomes: readonly string[]): string {
  const tally = Map.groupBy(outcomes, (outcome) => outcome)
  return [...tally].map(([outcome, { length }]) => `${outcome} ${length}`).join(", ")
}

/** The fields that the list allows. */
export function allowedFields(fields: LogFields): Record<string, string | number> {
  const kept: Record<string, string | number> = {}
  for (const [name, schema] of Object.entries(allowed)) {
    const given: unknown = Reflect.get(fields, name)
    if (given !== undefined) {
      const result = schema.safeParse(given)
      kept[name] = result.success ? result.data : "(withheld)"
    }
  }
  return kept
}

/** The name of the error. Logs must not contain its message, because messages quote values. */
export function errorName(thrown: unknown): string {
  if (!(thrown instanceof Error)) {
    return "NotAnError"
  }
  return word.safeParse(thrown.name).success ? thrown.name : "Error"
}

/** Telemetry that writes nothing. */
export const silentTelemetry: Telemetry = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  count: () => undefined,
  measure: () => undefined,
  flush: () => undefined,
}
