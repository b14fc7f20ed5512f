/** Guess limits: a guess is taken before the code is compared, and given back if it was right. */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import { UpdateCommand } from "@aws-sdk/lib-dynamodb"
import {
  guessesPerAccessorAndDay,
  guessesPerShipmentAndHour,
} from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { documents, inDays } from "../powertools.ts"

const TableName = process.env["GUESSES_TABLE"] ?? ""

/** @returns what gives the guess back, or undefined if none is left */
export async function takeGuess(subject: string, orderKey: string, at: string) {
  const counters = [
    { counterKey: `${subject}#${at.slice(0, 10)}`, limit: guessesPerAccessorAndDay },
    { counterKey: `order#${orderKey}#${at.slice(0, 13)}`, limit: guessesPerShipmentAndHour },
  ]
  for (const [index, counter] of counters.entries()) {
    if (await take(counter)) continue
    await Promise.all(counters.slice(0, index).map(giveBack))
    return undefined
  }
  return () => Promise.all(counters.map(giveBack))
}

type Counter = { readonly counterKey: string; readonly limit: number }

async function take({ counterKey, limit }: Counter): Promise<boolean> {
  try {
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: { counterKey },
        UpdateExpression: "ADD guesses :one SET expiresAt = :expiresAt",
        ConditionExpression: "attribute_not_exists(guesses) OR guesses < :limit",
        ExpressionAttributeValues: { ":one": 1, ":limit": limit, ":expiresAt": inDays(2) },
      }),
    )
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

async function giveBack({ counterKey }: Counter): Promise<void> {
  await documents.send(
    new UpdateCommand({
      TableName,
      Key: { counterKey },
      UpdateExpression: "ADD guesses :back",
      ExpressionAttributeValues: { ":back": -1 },
    }),
  )
}
