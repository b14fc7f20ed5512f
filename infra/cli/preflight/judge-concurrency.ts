import * as z from "zod"
import type { StageSettings } from "../../stages/stage-config.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"
import { type PlannedStage, plannedOfType } from "./planned-stage.ts"

/** The concurrency of functions in an account and region. */
export type Concurrency = {
  /** The quota: invocations at the same time. */
  readonly limit: number
  /** What no function has reserved. */
  readonly unreserved: number
}

/** Lambda refuses a reservation that leaves less than this unreserved. */
const leastUnreserved = 100

const reservation = z.object({ ReservedConcurrentExecutions: z.number() })

/** What the functions of a stage reserve together. */
export function reservedConcurrency(planned: PlannedStage): number {
  return plannedOfType(planned, "AWS::Lambda::Function")
    .map(({ properties }) => reservation.safeParse(properties).data?.ReservedConcurrentExecutions ?? 0)
    .reduce((sum, each) => sum + each, 0)
}

const found = resultsOf("concurrency")

const raiseTo = (value: number): string =>
  `aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --desired-value ${value}`

/**
 * Whether the account has the concurrency that a stage reserves, and whether one busy queue would leave some to
 * lookups.
 *
 * @param toReserve what the deployment would reserve in addition to what is reserved already
 */
export function judgeConcurrency(
  { limit, unreserved }: Concurrency,
  toReserve: number,
  { queueConcurrency }: Pick<StageSettings, "queueConcurrency">,
): readonly CheckResult[] {
  const left = unreserved - toReserve
  const results: CheckResult[] = []
  if (toReserve > 0 && left < leastUnreserved)
    results.push(
      found.toDo(
        `lookups.reservedConcurrency takes ${toReserve} of ${unreserved} unreserved invocations, and Lambda wants ` +
          `${leastUnreserved} left. Leave the setting out, or have the quota of ${limit} raised.`,
        raiseTo(Math.max(1000, limit + leastUnreserved - left)),
      ),
    )
  if (queueConcurrency >= left)
    results.push(
      found.toDo(
        `queueConcurrency is ${queueConcurrency}, so that one busy queue can take all ${left} invocations that ` +
          `lookups share. Set it to ${Math.max(2, Math.floor(left / 5))}, or have the quota of ${limit} raised.`,
        raiseTo(1000),
      ),
    )
  return results.length > 0
    ? results
    : [found.ok(`${unreserved} unreserved invocations; a queue takes at most ${queueConcurrency} of them`)]
}
