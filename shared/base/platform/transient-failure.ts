import { isServerError, isThrottlingError, isTransientError } from "@smithy/core/retry"
import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"

/** Names of errors, and codes for one row or one event of a call, that the SDK's own list does not have. */
const moreCodes = new Set([
  "CallFailed",
  "InternalException",
  "InternalFailure",
  "InternalServerError",
  "NoAnswer",
  "ProvisionedThroughputExceeded",
  "ServiceUnavailable",
  "ThrottlingError",
  "TransactionConflict",
  "TransactionConflictException",
])

const cancelled = z.object({ CancellationReasons: z.array(z.object({ Code: ownString().optional() })) })

/**
 * Whether AWS throttled, timed out, could not be reached or failed by itself. Then nothing is wrong with what was
 * asked, and the same call succeeds later. An error of ours that stands for such failures says so by `isTransient`.
 */
export function isTransient(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  if ("isTransient" in thrown) return thrown.isTransient === true
  if (isTransientCode(thrown.name) || isCancelledByAws(thrown)) return true
  return isReadBySdk(thrown) && (isThrottlingError(thrown) || isTransientError(thrown) || isServerError(thrown))
}

/** The same of a code that AWS gives for one row of a transaction, or for one event of a call. */
export function isTransientCode(code: string): boolean {
  return moreCodes.has(code) || isThrottlingError({ name: code, message: "" })
}

/** Whether AWS refused for want of a right, which a deployment may be about to give. */
export function isMissingRight(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === "AccessDeniedException" || thrown.name === "AccessDenied")
}

/** The SDK looks into the cause of an error too. */
function isReadBySdk(thrown: Error): thrown is Parameters<typeof isTransientError>[0] {
  return thrown.cause === undefined || thrown.cause instanceof Error
}

/** Whether a transaction was cancelled for no reason of its own. */
function isCancelledByAws(thrown: Error): boolean {
  const reasons = cancelled.safeParse(thrown).data?.CancellationReasons ?? []
  const codes = reasons.flatMap(({ Code = "None" }) => (Code === "None" ? [] : Code))
  return codes.length > 0 && codes.every(isTransientCode)
}
