import { IdempotencyConfig, makeIdempotent } from "@aws-lambda-powertools/idempotency"
import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb"
import type { Context } from "aws-lambda"
import type * as z from "zod"
import { queueHandler } from "../queue-handler.ts"

const persistenceStore = new DynamoDBPersistenceLayer({ tableName: process.env["HANDLED_TABLE"] ?? "" })
/** A queue keeps its messages for 14 days. */
const config = new IdempotencyConfig({ eventKeyJmesPath: "metadata.id", expiresAfterSeconds: 14 * 86_400 })

/** The handler of a queue whose every event is handled once, with Powertools' idempotency as its guide shows it. */
export function onceHandler<Detail extends z.ZodType>(
  detail: Detail,
  handle: (detail: z.output<Detail>) => Promise<void>,
) {
  const once = makeIdempotent(handle, { persistenceStore, config })
  return queueHandler(detail, once, (context: Context) => config.registerLambdaContext(context))
}
