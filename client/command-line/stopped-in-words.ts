import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import { failureOf } from "./aws-failure.ts"

const answered = z.looseObject({ $metadata: z.unknown(), message: ownString() }).refine((error) => "$metadata" in error)
const deniedAction = /not authorized to perform:? ([\w-]+:\w+)(?:.*?on (?:the )?resource:? ([^\s,]+))?/

/** Whether AWS, or the way to it, is why something failed. */
export function isOfAws(error: unknown): boolean {
  return failureOf(error).kind !== "other" || answered.safeParse(error).success
}

/** What went wrong, in sentences. It repeats nothing that AWS wrote but the denied action and its resource. */
export function reasonInWords(error: unknown): string {
  const { kind, reason } = failureOf(error)
  const fromAws = answered.safeParse(error)
  const [, action, resource] = (kind === "denied" && deniedAction.exec(fromAws.data?.message ?? "")) || []
  if (action !== undefined) return `${reason}: ${action}${resource === undefined ? "" : ` on ${resource}`}.`
  if (isOfAws(error)) return `${reason}.`
  return error instanceof Error ? error.message : String(error)
}

/**
 * Why a command stopped, for the person who typed it.
 *
 * @param needs the IAM actions that the command takes, which are named when one is denied
 */
export function stoppedInWords(error: unknown, needs: readonly string[]): string {
  const reason = reasonInWords(error)
  if (failureOf(error).kind !== "denied" || needs.length === 0) return reason
  return [`${reason} It takes:`, ...needs.map((each) => `  ${each}`)].join("\n")
}
