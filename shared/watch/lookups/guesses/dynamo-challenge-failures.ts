import { dynamoTable, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { type ChallengeFailures, challengeFailuresRow } from "./challenge-failures.ts"

/** Counters of failed proofs in DynamoDB. */
export function dynamoChallengeFailures(options: TableOptions): ChallengeFailures {
  const table = dynamoTable({ ...options, schema: challengeFailuresRow })
  return {
    async take({ counterKey, limit, cost = 1, expiresAt }) {
      const { written } = await table.update(
        { counterKey },
        {
          expression: "ADD failures :cost SET expiresAt = :expiresAt",
          condition: "attribute_not_exists(failures) OR failures < :limit",
          values: { ":cost": cost, ":limit": limit, ":expiresAt": expiresAt },
        },
      )
      return written
    },
    async giveBack({ counterKey, cost = 1 }) {
      await table.update(
        { counterKey },
        { expression: "ADD failures :back", condition: "failures > :none", values: { ":back": -cost, ":none": 0 } },
      )
    },
  }
}
