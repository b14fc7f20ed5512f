import * as z from "zod"
import type { StageSettings } from "../../stages/stage-config.ts"
import { lookupsOfNewTables, mostExpectedLookups } from "../../warm-throughput.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"
import type { Concurrency } from "./judge-concurrency.ts"
import { type PlannedStage, plannedOfType } from "./planned-stage.ts"
import type { Quota } from "./quotas.ts"

/** What EventBridge sends to the targets of rules in a second, for the whole account. */
export const invocationsQuota: NonNullable<Quota["code"]> = { service: "events", quota: "L-5540C5E3" }

/** An event goes to its function, and what the hub says because of it to the queue, bus and webhook of a party. */
const targetsOfEvent = 4

const found = resultsOf("walls")
const number = new Intl.NumberFormat("en")

/**
 * What stops a stage first when it grows, and whether it lets in more than that.
 *
 * @param invocations what EventBridge invokes in a second; undefined: the quota could not be read
 */
export function judgeWalls(
  { lookups, events, expectedLookupsPerSecond }: Pick<StageSettings, "lookups" | "events" | "expectedLookupsPerSecond">,
  invocations: number | undefined,
): readonly CheckResult[] {
  const mostLookups = lookupsOfNewTables(expectedLookupsPerSecond)
  const mostEvents = invocations === undefined ? undefined : Math.floor(invocations / targetsOfEvent)
  const results: CheckResult[] = []
  if (lookups.requestsPerSecond > mostLookups)
    results.push(
      found.toDo(
        `The stage lets in ${number.format(lookups.requestsPerSecond)} lookups a second, and a new table takes the ` +
          `writes of some ${number.format(mostLookups)}. ${howToTakeMore(lookups.requestsPerSecond)}`,
      ),
    )
  if (mostEvents !== undefined && events.requestsPerSecond > mostEvents)
    results.push(
      found.toDo(
        `The stage lets in ${number.format(events.requestsPerSecond)} events a second over HTTPS, and EventBridge ` +
          `delivers some ${number.format(mostEvents)} in this account. It delays the others, of all parties.`,
        `aws service-quotas request-service-quota-increase --service-code ${invocationsQuota.service} ` +
          `--quota-code ${invocationsQuota.quota} --desired-value ${events.requestsPerSecond * targetsOfEvent}`,
      ),
    )
  if (results.length > 0 || mostEvents === undefined) return results
  return [
    found.ok(
      `the first are ${number.format(mostLookups)} lookups a second, which a new table takes, and ` +
        `${number.format(mostEvents)} events, which EventBridge delivers; over HTTPS the stage lets in no more`,
    ),
  ]
}

function howToTakeMore(lookupsPerSecond: number): string {
  return lookupsPerSecond <= mostExpectedLookups
    ? `Set expectedLookupsPerSecond to ${Math.ceil(lookupsPerSecond)} in the stage's file.`
    : `Set expectedLookupsPerSecond to ${mostExpectedLookups}, the most that it takes, and plan the rest with AWS.`
}

/** A new table has so many shards in its stream. */
const shardsOfStream = 4
const mapping = z.object({
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  ParallelizationFactor: z.number().default(1),
})

/** What queues and streams can ask for at the same time, if that is more than the account has. */
export function judgeDemand(
  { unreserved }: Pick<Concurrency, "unreserved">,
  toReserve: number,
  planned: PlannedStage,
): readonly CheckResult[] {
  const mappings = plannedOfType(planned, "AWS::Lambda::EventSourceMapping").map(({ properties }) =>
    mapping.parse(properties),
  )
  const queues = mappings.flatMap(({ ScalingConfig }) => ScalingConfig?.MaximumConcurrency ?? [])
  const streams = mappings.filter(({ ScalingConfig }) => ScalingConfig === undefined)
  const ofStreams = streams.map(({ ParallelizationFactor }) => ParallelizationFactor * shardsOfStream)
  const demand = [...queues, ...ofStreams].reduce((sum, one) => sum + one, 0)
  const left = Math.max(0, unreserved - toReserve)
  if (demand <= left) return []
  return [
    resultsOf("concurrency").note(
      `${queues.length} queues and ${streams.length} streams can ask for ${demand} invocations at once, and ${left} are ` +
        "left. In a flood messages and changes wait, and lookups get 503. None is lost: what is refused is tried again, " +
        "and is a dead letter at last. Reports, alerts and documents are late until the quota is raised.",
    ),
  ]
}
