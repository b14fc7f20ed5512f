import * as z from "zod/mini"
import { ApiProblem } from "./api-problem.ts"

/** Several commands of one press, of which some were done and the next was not. What was done stays done. */
export class InterruptedTurn extends Error {
  override readonly name = "InterruptedTurn"
  /** Why the next one was not done. */
  readonly problem: Error
  readonly done: number
  readonly of: number

  constructor(problem: unknown, { done, of }: Pick<InterruptedTurn, "done" | "of">) {
    super(`${done} of ${of}`, { cause: problem })
    this.problem = problem instanceof Error ? problem : new Error(String(problem))
    this.done = done
    this.of = of
  }
}

/** Why a command was not done. */
export const reasonOf = (error: Error): Error => (error instanceof InterruptedTurn ? error.problem : error)

/** The answer to a command that the party has a second person approve. */
const awaitsApproval = z.object({ outcome: z.literal("awaitsApproval") })

/** How much of what one press asked for is recorded, and how much waits for a second person. */
export function outcomesOf(body: unknown): { readonly recorded: number; readonly waiting: number } {
  const answers: readonly unknown[] = Array.isArray(body) ? body : [body]
  const waiting = answers.filter((answer) => awaitsApproval.safeParse(answer).success).length
  return { recorded: answers.length - waiting, waiting }
}

/**
 * A refusal stays a refusal. A lost connection, a busy hub, and a request whose first sending is under way are worth
 * another try.
 */
export function isWorthAnotherTry(failures: number, error: Error): boolean {
  const reason = reasonOf(error)
  const isRefused = reason instanceof ApiProblem && reason.status < 500 && reason.code !== "requestInProgress"
  return failures < 3 && !isRefused
}
