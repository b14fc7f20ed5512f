/** A DynamoDB client that counts its calls and is answered in this process, by the rules of the writes that the access stores make. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb"
import { compareValues } from "../../shared/detection/profiles/profile-encoding.ts"

type Item = Record<string, AttributeValue>

export type CountedDynamo = {
  readonly client: DynamoDBClient
  /** Calls so far, by table and command, such as `profiles UpdateItem`. */
  readonly calls: ReadonlyMap<string, number>
  items(tableName: string): Iterable<Item>
}

/** @param keys the key attributes of each table, by the table's name */
export const countedDynamo = (keys: Readonly<Record<string, readonly string[]>>): CountedDynamo => {
  const tables = new Map(Object.keys(keys).map((tableName) => [tableName, new Map<string, Item>()]))
  const calls = new Map<string, number>()
  const client = new DynamoDBClient({
    region: "local",
    endpoint: "http://127.0.0.1:1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
  })

  const place = (tableName: string | undefined, item: Item | undefined) => {
    const table = tables.get(tableName ?? "")
    const parts = keys[tableName ?? ""]?.map((name) => item?.[name]?.S) ?? []
    if (table === undefined || parts.length === 0 || parts.includes(undefined))
      throw new Error("a call to a table or without a key that is not known")
    const key = parts.join("|")
    return { table, key, held: table.get(key) }
  }
  const refuse = (held: Item | undefined): never => {
    const refusal = { message: "The conditional request failed", $metadata: {} }
    throw new ConditionalCheckFailedException(held === undefined ? refusal : { ...refusal, Item: held })
  }

  const get = ({ TableName, Key }: GetItemCommandInput) => {
    const { held } = place(TableName, Key)
    return held === undefined ? {} : { Item: held }
  }

  const put = ({ TableName, Item, ConditionExpression, ExpressionAttributeValues }: PutItemCommandInput) => {
    const { table, key, held } = place(TableName, Item)
    const revision = ExpressionAttributeValues?.[":revision"]?.N
    if (ConditionExpression === `attribute_not_exists(${keys[TableName ?? ""]?.[0]})`) {
      if (held !== undefined) refuse(held)
    } else if (ConditionExpression === "revision = :revision") {
      if (held?.["revision"]?.N !== revision) refuse(held)
    } else throw new Error("a put on a condition that is not known")
    if (Item !== undefined) table.set(key, Item)
    return {}
  }

  const update = (input: UpdateItemCommandInput) => {
    const { TableName, Key, UpdateExpression, ConditionExpression } = input
    const { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} } = input
    const { table, key, held } = place(TableName, Key)
    const holds = (placeholder: string, value: string, fits: (order: number) => boolean) => {
      const before = held?.[names[placeholder] ?? ""]?.B
      const asked = values[value]?.B
      return before !== undefined && asked !== undefined && fits(compareValues(before, asked))
    }
    if (
      UpdateExpression === "SET #entry = :value, expiresAt = :expiresAt" &&
      ConditionExpression === "attribute_not_exists(#entry) OR #entry >= :value"
    ) {
      const absent = held?.[names["#entry"] ?? ""] === undefined
      if (!absent && !holds("#entry", ":value", (order) => order >= 0)) refuse(held)
      const { ":value": value, ":expiresAt": expiresAt } = values
      if (value === undefined || expiresAt === undefined) throw new Error("a record without its values")
      const after: Item = { ...Key, ...held, [names["#entry"] ?? ""]: value, expiresAt }
      table.set(key, after)
      return { Attributes: after }
    }
    if (UpdateExpression?.startsWith("ADD contacts :contacts, strangers :strangers SET ")) {
      const sum = (name: string) => ({ N: String(Number(held?.[name]?.N ?? 0) + Number(values[`:${name}`]?.N)) })
      const { ":startsAt": startsAt, ":tool": tool, ":expiresAt": expiresAt } = values
      if (startsAt === undefined || tool === undefined || expiresAt === undefined)
        throw new Error("sums without what they are of")
      const after: Item = { ...Key, contacts: sum("contacts"), strangers: sum("strangers"), startsAt, tool, expiresAt }
      table.set(key, after)
      return { Attributes: after }
    }
    const removed = Object.keys(names)
    if (
      UpdateExpression === `REMOVE ${removed.join(", ")} SET wasTrimmed = :trimmed` &&
      ConditionExpression === removed.map((name) => `${name} = ${name.replace("#", ":")}`).join(" AND ")
    ) {
      if (!removed.every((name) => holds(name, name.replace("#", ":"), (order) => order === 0))) refuse(held)
      const after: Item = { ...held, wasTrimmed: { BOOL: true } }
      for (const name of removed) delete after[names[name] ?? ""]
      table.set(key, after)
      return {}
    }
    throw new Error("an update that is not known")
  }

  client.middlewareStack.add(
    (_next, { commandName = "" }) =>
      async ({ input }) => {
        const command = commandName.replace(/Command$/, "")
        const name = `${"TableName" in input ? input.TableName : "?"} ${command}`
        calls.set(name, (calls.get(name) ?? 0) + 1)
        const answer = () => {
          if (command === "UpdateItem" && "Key" in input) return update(input)
          if (command === "PutItem" && "Item" in input) return put(input)
          if (command === "GetItem" && "Key" in input) return get(input)
          throw new Error(`${command} is not answered here`)
        }
        return { output: { $metadata: {}, ...answer() }, response: {} }
      },
    { step: "initialize" },
  )
  return { client, calls, items: (tableName) => tables.get(tableName)?.values() ?? [] }
}

/** Size of an item by DynamoDB's rule: names and strings in UTF-8, binaries as they are, numbers by pairs of digits, one byte for a truth value. */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)

const valueBytes = ({ S, N, B, BOOL }: AttributeValue): number => {
  if (S !== undefined) return Buffer.byteLength(S)
  if (B !== undefined) return B.length
  if (N !== undefined) return Math.ceil(N.replace(/[-.]/g, "").length / 2) + 1
  if (BOOL !== undefined) return 1
  throw new Error("a kind of attribute that profiles do not have")
}
