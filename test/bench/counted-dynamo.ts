/**
 * A DynamoDB client that counts its calls. It answers in this process, by the rules of the writes that the stores make.
 */
import {
  type AttributeValue,
  type BatchGetItemCommandInput,
  type BatchWriteItemCommandInput,
  ConditionalCheckFailedException,
  DynamoDBClient,
  type GetItemCommandInput,
  type PutItemCommandInput,
  type QueryCommandInput,
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
  const tables = memoryTables(keys)
  const calls = new Map<string, number>()
  const client = new DynamoDBClient({
    region: "local",
    endpoint: "http://127.0.0.1:1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
  })
  client.middlewareStack.add(
    (_next, { commandName = "" }) =>
      async ({ input }) => {
        const command = commandName.replace(/Command$/, "")
        const name = `${tableOf(input) ?? "?"} ${command}`
        calls.set(name, (calls.get(name) ?? 0) + 1)
        const answer = () => {
          if (command === "UpdateItem" && "Key" in input) return update(tables, input)
          if (command === "PutItem" && "Item" in input) return put(tables, input)
          if (command === "GetItem" && "Key" in input) return get(tables, input)
          if (command === "BatchGetItem" && "RequestItems" in input) return getBatch(tables, input)
          if (command === "BatchWriteItem" && "RequestItems" in input) return putBatch(tables, input)
          if (command === "Query" && "KeyConditionExpression" in input) return query(tables, input)
          throw new Error(`The counted client cannot answer ${command}`)
        }
        return { output: { $metadata: {}, ...answer() }, response: {} }
      },
    { step: "initialize" },
  )
  return { client, calls, items: tables.items }
}

/** The table that a call names: of a batch, its only one. */
const tableOf = (input: object): string | undefined => {
  if ("TableName" in input) return String(input.TableName)
  return "RequestItems" in input ? Object.keys(input.RequestItems ?? {})[0] : undefined
}

/** The place of an item in its table, and what is there. */
type Place = { readonly table: Map<string, Item>; readonly key: string; readonly held: Item | undefined }

type Tables = {
  place(tableName: string | undefined, item: Item | undefined): Place
  keysOf(tableName: string | undefined): readonly string[]
  items(tableName: string): Iterable<Item>
}

const memoryTables = (keys: Readonly<Record<string, readonly string[]>>): Tables => {
  const tables = new Map(Object.keys(keys).map((tableName) => [tableName, new Map<string, Item>()]))
  return {
    place(tableName = "", item = {}) {
      const table = tables.get(tableName)
      const parts = keys[tableName]?.map((name) => item[name]?.S) ?? []
      if (table === undefined || parts.length === 0 || parts.includes(undefined))
        throw new Error(`A call to ${tableName || "no table"} has no known key`)
      const key = parts.join("|")
      return { table, key, held: table.get(key) }
    },
    keysOf: (tableName = "") => keys[tableName] ?? [],
    items: (tableName) => tables.get(tableName)?.values() ?? [],
  }
}

const refuse = (held: Item | undefined): never => {
  const refusal = { message: "The conditional request failed", $metadata: {} }
  throw new ConditionalCheckFailedException(held === undefined ? refusal : { ...refusal, Item: held })
}

const getBatch = (tables: Tables, input: BatchGetItemCommandInput | BatchWriteItemCommandInput) => ({
  Responses: Object.fromEntries(
    Object.entries(input.RequestItems ?? {}).map(([tableName, request]) => {
      const keys: readonly Item[] = "Keys" in request ? (request.Keys ?? []) : []
      return [tableName, keys.map((key) => tables.place(tableName, key).held).filter((held) => held !== undefined)]
    }),
  ),
})

const putBatch = (tables: Tables, input: BatchGetItemCommandInput | BatchWriteItemCommandInput) => {
  for (const [tableName, requests] of Object.entries(input.RequestItems ?? {}))
    for (const { PutRequest } of Array.isArray(requests) ? requests : []) {
      const { table, key } = tables.place(tableName, PutRequest?.Item)
      if (PutRequest?.Item !== undefined) table.set(key, PutRequest.Item)
    }
  return {}
}

const get = (tables: Tables, { TableName, Key }: GetItemCommandInput) => {
  const { held } = tables.place(TableName, Key)
  return held === undefined ? {} : { Item: held }
}

/** Answers from an index that holds every attribute. It leaves nothing out by a filter. */
const query = (tables: Tables, input: QueryCommandInput) => {
  const values = input.ExpressionAttributeValues ?? {}
  const given = (name = "") => values[name]?.S ?? ""
  const asked = /^(\w+) = (:\w+)(?: AND (\w+) BETWEEN (:\w+) AND (:\w+))?$/.exec(input.KeyConditionExpression ?? "")
  if (asked === null) throw new Error(`The counted client does not know the query ${input.KeyConditionExpression}`)
  const [, partition = "", key, sort, from, to] = asked
  const isAsked = (item: Item) => {
    const place = item[sort ?? ""]?.S ?? ""
    return item[partition]?.S === given(key) && (sort === undefined || (place >= given(from) && place <= given(to)))
  }
  const found = [...tables.items(input.TableName ?? "")].filter(isAsked)
  if (sort !== undefined) found.sort((one, other) => ((one[sort]?.S ?? "") < (other[sort]?.S ?? "") ? -1 : 1))
  const nameOf = (item: Item) => tables.place(input.TableName, item).key
  const { ExclusiveStartKey: after, Limit: limit = Number.POSITIVE_INFINITY } = input
  const start = after === undefined ? 0 : found.findIndex((item) => nameOf(item) === nameOf(after)) + 1
  const page = found.slice(start, start + limit)
  const last = start + limit < found.length ? page.at(-1) : undefined
  return { Items: page, ...(last === undefined ? {} : { LastEvaluatedKey: last }) }
}

const put = (tables: Tables, input: PutItemCommandInput) => {
  const { TableName, Item, ConditionExpression, ExpressionAttributeValues } = input
  const { table, key, held } = tables.place(TableName, Item)
  if (tables.keysOf(TableName).some((name) => ConditionExpression === `attribute_not_exists(${name})`)) {
    if (held !== undefined) refuse(held)
  } else if (ConditionExpression === "revision = :revision") {
    if (held?.["revision"]?.N !== ExpressionAttributeValues?.[":revision"]?.N) refuse(held)
  } else throw new Error(`The counted client does not know the condition ${ConditionExpression}`)
  if (Item !== undefined) table.set(key, Item)
  return {}
}

const update = (tables: Tables, input: UpdateItemCommandInput) => {
  const place = tables.place(input.TableName, input.Key)
  const answer = recordEntry(place, input) ?? addSums(place, input) ?? trimEntries(place, input)
  if (answer === undefined) throw new Error(`The counted client does not know the update ${input.UpdateExpression}`)
  return answer
}

/** Whether an attribute is there and compares with a value as asked. */
const compares = (
  { held }: Place,
  { ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: UpdateItemCommandInput,
  { name, value, fits }: { readonly name: string; readonly value: string; readonly fits: (order: number) => boolean },
): boolean => {
  const before = held?.[names[name] ?? ""]?.B
  const asked = values[value]?.B
  return before !== undefined && asked !== undefined && fits(compareValues(before, asked))
}

/** Writes an entry of a profile, unless a smaller value is there. Undefined for another update. */
const recordEntry = (place: Place, input: UpdateItemCommandInput) => {
  const isRecord =
    input.UpdateExpression === "SET #entry = :value, expiresAt = :expiresAt" &&
    input.ConditionExpression === "attribute_not_exists(#entry) OR #entry >= :value"
  if (!isRecord) return undefined
  const { table, key, held } = place
  const name = input.ExpressionAttributeNames?.["#entry"] ?? ""
  const { ":value": value, ":expiresAt": expiresAt } = input.ExpressionAttributeValues ?? {}
  const isNew = held?.[name] === undefined
  if (!isNew && !compares(place, input, { name: "#entry", value: ":value", fits: (order) => order >= 0 })) refuse(held)
  if (value === undefined || expiresAt === undefined) throw new Error("An entry was recorded without its values")
  const after: Item = { ...input.Key, ...held, [name]: value, expiresAt }
  table.set(key, after)
  return { Attributes: after }
}

/** Adds to the sums of volumes. Undefined for another update. */
const addSums = ({ table, key, held }: Place, input: UpdateItemCommandInput) => {
  if (!input.UpdateExpression?.startsWith("ADD contacts :contacts, strangers :strangers SET ")) return undefined
  const values = input.ExpressionAttributeValues ?? {}
  const sum = (name: string) => ({ N: String(Number(held?.[name]?.N ?? 0) + Number(values[`:${name}`]?.N)) })
  const { ":startsAt": startsAt, ":tool": tool, ":expiresAt": expiresAt } = values
  if (startsAt === undefined || tool === undefined || expiresAt === undefined)
    throw new Error("Sums were added without their time, tool or expiry")
  const sums = { contacts: sum("contacts"), strangers: sum("strangers") }
  const after: Item = { ...input.Key, ...sums, startsAt, tool, expiresAt }
  table.set(key, after)
  return { Attributes: after }
}

/** Removes entries of a profile that nobody changed meanwhile. Undefined for another update. */
const trimEntries = (place: Place, input: UpdateItemCommandInput) => {
  const names = Object.keys(input.ExpressionAttributeNames ?? {})
  const placeholderOf = (name: string) => name.replace("#", ":")
  const forgetsPlaces = input.ExpressionAttributeValues?.[":trimmed"] !== undefined
  const isTrim =
    input.UpdateExpression === `REMOVE ${names.join(", ")}${forgetsPlaces ? " SET wasTrimmed = :trimmed" : ""}` &&
    input.ConditionExpression === names.map((name) => `${name} = ${placeholderOf(name)}`).join(" AND ")
  if (!isTrim) return undefined
  const { table, key, held } = place
  const isUnchanged = (name: string) =>
    compares(place, input, { name, value: placeholderOf(name), fits: (order) => order === 0 })
  if (!names.every(isUnchanged)) refuse(held)
  const after: Item = { ...held, ...(forgetsPlaces ? { wasTrimmed: { BOOL: true } } : {}) }
  for (const name of names) delete after[input.ExpressionAttributeNames?.[name] ?? ""]
  table.set(key, after)
  return {}
}

/**
 * Size of an item in bytes, by DynamoDB's rule: names and strings in UTF-8, binaries as they are, a byte for two digits
 * of a number and one more, a byte for a Boolean.
 */
export const itemBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)

const valueBytes = ({ S, N, B, BOOL }: AttributeValue): number => {
  if (S !== undefined) return Buffer.byteLength(S)
  if (B !== undefined) return B.length
  if (N !== undefined) return Math.ceil(N.replace(/[-.]/g, "").length / 2) + 1
  if (BOOL !== undefined) return 1
  throw new Error("Profiles have no attribute of this type")
}
