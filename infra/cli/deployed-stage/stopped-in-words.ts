import * as z from "zod"
import { failureOf } from "./aws-failure.ts"

const answered = z.looseObject({ $metadata: z.unknown(), message: z.string() }).refine((error) => "$metadata" in error)
const deniedAction = /not authorized to perform:? ([\w-]+:\w+)(?:.*?on (?:the )?resource:? ([^\s,]+))?/

/**
 * Why a command stopped, for the person who typed it.
 *
 * @param needs the IAM actions that the command takes, which are named when one is denied
 */
export function stoppedInWords(error: unknown, needs: readonly string[]): string {
  const failure = failureOf(error)
  const fromAws = answered.safeParse(error)
  if (failure.kind === "denied") {
    const [, action, resource] = deniedAction.exec(fromAws.data?.message ?? "") ?? []
    const what = action === undefined ? "" : `: ${action}${resource === undefined ? "" : ` on ${resource}`}`
    return [`The credentials do not allow this${what}. It takes:`, ...needs.map((each) => `  ${each}`)].join("\n")
  }
  if (failure.kind !== "other" || fromAws.success) return `${failure.reason}.`
  return error instanceof Error ? error.message : String(error)
}
