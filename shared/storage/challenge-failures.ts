import type { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import * as z from "zod"
import { dynamoTable } from "./table.ts"

export const challengeFailuresRow = z.object({
  counterKey: z.string().min(1),
  failures: z.int(),
  expiresAt: z.int().positive(),
})
export type ChallengeFailuresRow = z.infer<typeof challengeFailuresRow>

/** One budget of guesses: its key names whose and in which hour or day, `limit` how many, `expiresAt` (epoch seconds) when it is forgotten. */
export type GuessBudget = { counterKey: string; limit: number; expiresAt: number }

/**
 * Counters of failed proofs. A guess is taken before it is checked and given back when it was right, so that guesses made at the same
 * moment cannot exceed the limit together.
 */
export type ChallengeFailures = {
  /** Takes one guess of the budget; `false` when there is none left. */
  take(budget: GuessBudget): Promise<boolean>
  giveBack(budget: GuessBudget): Promise<void>
}

/** Counters of failed proofs in DynamoDB. */
export function dynamoChallengeFailures(options: { client: DynamoDBClient; tableName: string }): ChallengeFailures {
  const table = dynamoTable({ ...options, schema: challengeFailuresRow })
  return {
    async take({ counterKey, limit, expiresAt }) {
      const { written } = await table.update(
        { counterKey },
        {
          expression: "ADD failures :one SET expiresAt = :expiresAt",
          condition: "attribute_not_exists(failures) OR failures < :limit",
          values: { ":one": 1, ":limit": limit, ":expiresAt": expiresAt },
        },
      )
      return written
    },
    async giveBack({ counterKey }) {
      await table.update(
        { counterKey },
        { expression: "ADD failures :back", condition: "failures > :none", values: { ":back": -1, ":none": 0 } },
      )
    },
  }
}
