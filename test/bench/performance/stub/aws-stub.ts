import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { tables as deployedTables, type TableDescription, type TableName } from "../../../../functions/tables.ts"
import { type ItemChange, type MemoryTable, memoryTable } from "../../../dynamo/memory-table.ts"
import type { TablesByName } from "../../../dynamo/operations.ts"
import { addSums, type Counts, noSums, type Sums } from "./counts.ts"
import { answerDynamo, binaryInBase64 } from "./dynamo.ts"
import { answerService } from "./services.ts"

/** A running stub of the AWS APIs that the bundles call. */
export type AwsStub = { readonly url: string; stop(): Promise<void> }

/**
 * The paths beside the APIs: what was counted since the last reset; counting from zero; and the changes of a table
 * since the last call, as its stream carries them.
 */
export const countsPath = "/counts"
export const resetPath = "/reset"
export const changesPath = "/changes/"

const dynamoTarget = "DynamoDB_20120810."

/** Tables of the twin. */
export type StubOptions = {
  /** Tables beside those of the exchange. */
  readonly tables?: Readonly<Record<string, TableDescription>>
  /** Text of each secret. */
  readonly secrets: Readonly<Record<string, string>>
}

/**
 * Serves DynamoDB, EventBridge, KMS and Secrets Manager from memory on a free port of 127.0.0.1. It counts calls, bytes
 * and DynamoDB's read and write units. An operation or expression that it does not know answers with an error that is
 * not repeated.
 */
export async function startAwsStub(options: StubOptions): Promise<AwsStub> {
  const state = {
    counts: {} as Counts,
    tables: new Map<string, MemoryTable>(),
    changes: new Map<string, ItemChange[]>(),
  }
  const described: Readonly<Record<string, TableDescription>> = { ...options.tables, ...tablesOfExchange() }
  const tables: TablesByName = (name = "") => {
    const known = state.tables.get(name)
    if (known !== undefined) return known
    const description = described[name]
    if (description === undefined) throw new Error(`The stub has no table ${name}`)
    const table = memoryTable(description)
    state.tables.set(name, table)
    state.changes.set(name, [])
    if (description.stream !== undefined) table.onChange((change) => void state.changes.get(name)?.push(change))
    return table
  }
  const count = (name: string, sums: Partial<Sums>) => {
    state.counts[name] = addSums(state.counts[name] ?? noSums, { ...noSums, calls: 1, ...sums })
  }
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    if (request.url === countsPath) return { status: 200, body: state.counts }
    if (request.url === resetPath) {
      state.counts = {}
      return { status: 200, body: {} }
    }
    if (request.url?.startsWith(changesPath))
      return { status: 200, body: state.changes.get(request.url.slice(changesPath.length))?.splice(0) ?? [] }
    const text = await bodyOf(request)
    const requestBytes = Buffer.byteLength(text)
    const body: unknown = JSON.parse(text)
    const target = String(request.headers["x-amz-target"])
    if (!target.startsWith(dynamoTarget)) {
      const { body: answered, entries } = answerService(target, body, options.secrets)
      count(nameOfTarget(target), { requestBytes, entries })
      return { status: 200, body: answered }
    }
    const operation = target.slice(dynamoTarget.length)
    const { table, units, body: answered, error } = answerDynamo(tables, operation, body)
    const { read: readUnits, write: writeUnits, indexWrite: indexWriteUnits } = units
    count(`dynamodb ${table} ${operation}`, { requestBytes, entries: 1, readUnits, writeUnits, indexWriteUnits })
    if (error === undefined) return { status: 200, body: answered }
    return { status: 400, body: { __type: `com.amazonaws.dynamodb.v20120810#${error}`, ...answered } }
  }
  return serve(answer)
}

type Answer = { readonly status: number; readonly body: object }

function tablesOfExchange(): Record<string, TableDescription> {
  const names: TableName[] = Object.keys(deployedTables).filter((name): name is TableName => name in deployedTables)
  return Object.fromEntries(names.map((name) => [name, deployedTables[name]]))
}

function nameOfTarget(target: string): string {
  const [service = "", operation = ""] = target.split(".")
  return `${{ AWSEvents: "events", TrentService: "kms" }[service] ?? service} ${operation}`
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString("utf8")
}

function serve(answer: (request: IncomingMessage) => Promise<Answer>): Promise<AwsStub> {
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    let answered: Answer
    try {
      answered = await answer(request)
    } catch (error) {
      // SDKs do not repeat a call that was not valid.
      const message = error instanceof Error ? error.message : "unknown"
      answered = { status: 400, body: { __type: "ValidationException", message } }
    }
    response.writeHead(answered.status, { "content-type": "application/x-amz-json-1.0" })
    response.end(JSON.stringify(answered.body, binaryInBase64))
  }
  const server = createServer((request, response) => void respond(request, response))
  // Longer than any pause of the bench, so that no call meets a connection that is just being closed.
  server.keepAliveTimeout = 600_000
  return new Promise((settle) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      const stop = () =>
        new Promise<void>((closed) => {
          server.close(() => closed())
          server.closeAllConnections()
        })
      settle({ url: `http://127.0.0.1:${port}`, stop })
    })
  })
}
