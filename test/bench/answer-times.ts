/**
 * `npm run bench:answer-times`: compares how long the hub takes to refuse a lookup of an order that exists with a wrong
 * postal code, and a lookup of an order that does not exist, over HTTP on the local AWS, for several floors.
 */
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda"
import { fail, readCommandLine } from "../../infra/command-line.ts"
import { emulatorClientSettings } from "../../infra/local/emulator/emulator-environment.ts"
import { type LocalCommand, runLocally } from "../../infra/local/local-command.ts"
import { inParallel } from "../../infra/local/replay/concurrency.ts"
import type { DeployedExchange } from "../../infra/local/replay/deployed-exchange.ts"
import type { PartySigner } from "../../infra/local/replay/party-signer.ts"
import { publishAll, whenQueuesAreEmpty } from "../../infra/local/replay/publish.ts"
import { startExchange } from "../../infra/local/start-exchange.ts"
import { shipmentCreated } from "../../shared/base/contracts/shipment-created.ts"
import { welchT } from "./statistics.ts"

const usage = `npm run bench:answer-times -- [options]

  --pairs N     pairs of lookups for each floor (5000)
  --floors LIST floors in milliseconds (100,150,250)
  --parallel N  lookups at the same time (4)
  --json        print the figures as JSON, as the last line
`
const { values: flags } = readCommandLine(usage, {
  options: {
    pairs: { type: "string", default: "5000" },
    floors: { type: "string", default: "100,150,250" },
    parallel: { type: "string", default: "4" },
    json: { type: "boolean", default: false },
  },
})
const pairs = Number(flags.pairs)
const parallel = Number(flags.parallel)

/** An hour takes five wrong codes of one order. Each is asked less often in the whole run. */
const asksOfOneOrder = 3
const firstOrdinal = 2_400_000
const referenceOf = (ordinal: number) => `LL-${ordinal}`

/** Orders exist at even numbers, so that both kinds of lookup fall into the same blocks of numbers. */
const existing = (index: number) => referenceOf(firstOrdinal + 2 * index)
const missing = (index: number) => referenceOf(firstOrdinal + 2 * index + 1)

async function publishOrders(exchange: DeployedExchange, orders: number): Promise<void> {
  const createdAt = new Date(Date.now() - 3_600_000).toISOString()
  const entries = Array.from({ length: orders }, (_, index) =>
    shipmentCreated.entry({
      source: "wayseal.retailer.leafline",
      busName: exchange.ingressBusName,
      data: {
        shipmentId: `shp-times${index}`,
        orderReference: existing(index),
        carrierId: "northpost",
        recipient: { postalCode: "K1A 0B1", country: "CA" },
        createdAt,
      },
      metadata: { id: `times-${index}`, occurredAt: createdAt, correlationId: `times-${index}` },
    }),
  )
  await publishAll(exchange, entries)
  await whenQueuesAreEmpty(exchange, 240)
}

/** Gives the lookup function a floor, and waits until it has it. */
async function setFloor(exchange: DeployedExchange, milliseconds: number): Promise<void> {
  const client = new LambdaClient(emulatorClientSettings(exchange.endpoint))
  for await (const { Functions } of paginateListFunctions({ client }, {}))
    for (const { FunctionName } of Functions ?? []) {
      if (FunctionName?.includes("LookUpShipment") !== true) continue
      const { Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName }))
      const Variables = { ...Environment?.Variables, LOOKUP_FLOOR_MILLISECONDS: String(milliseconds) }
      await client.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
    }
  client.destroy()
}

type Kind = "existing" | "missing"
type Ask = { readonly kind: Kind; readonly reference: string; readonly visitor: number }

/** A visitor whom nobody has seen, in a network of their own. */
const addressOf = (visitor: number) => `${11 + (visitor >> 16)}.${(visitor >> 8) & 255}.${visitor & 255}.7`

type Measured = Readonly<Record<Kind, number[]>>

async function measure(exchange: DeployedExchange, sign: PartySigner, asks: readonly Ask[]): Promise<Measured> {
  const times: Measured = { existing: [], missing: [] }
  await inParallel(asks, parallel, async ({ kind, reference, visitor }) => {
    const onBehalfOf = { ip: addressOf(visitor), session: `session-of-visitor-${visitor}`, userAgent: "bench" }
    const token = await sign("leafline", { onBehalfOf })
    const from = performance.now()
    const response = await fetch(`${exchange.apiUrl}/v1/lookups`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ retailer: "Leafline", orderReference: reference, postalCode: "V6B 1A1" }),
    })
    await response.text()
    const took = performance.now() - from
    if (response.status !== 404) throw new Error(`The API answered a lookup with ${response.status} instead of 404`)
    times[kind].push(took)
  })
  return times
}

/** Pairs in a random order within each pair. */
function asksOf(round: number, orders: number): readonly Ask[] {
  return Array.from({ length: pairs }, (_, pair) => {
    const order = pair % orders
    const visitor = (round * pairs + pair) * 2
    const both: Ask[] = [
      { kind: "existing", reference: existing(order), visitor },
      { kind: "missing", reference: missing(order), visitor: visitor + 1 },
    ]
    return Math.random() < 0.5 ? both : both.reverse()
  }).flat()
}

const mean = (times: readonly number[]) => times.reduce((total, time) => total + time, 0) / times.length

async function run({ say, stops }: LocalCommand): Promise<void> {
  const floors = flags.floors.split(",").map(Number)
  const orders = Math.ceil((pairs * floors.length) / asksOfOneOrder)
  const { exchange, sign } = await startExchange({ onLine: say, stops, port: 0 })
  say(`Publishing ${orders} orders`)
  await publishOrders(exchange, orders)
  const found = []
  for (const [round, floor] of floors.entries()) {
    await setFloor(exchange, floor)
    await measure(exchange, sign, asksOf(-1 - round, orders).slice(0, 40))
    const { existing: ofExisting, missing: ofMissing } = await measure(exchange, sign, asksOf(round, orders))
    const t = welchT(ofExisting, ofMissing)
    found.push({ floor, pairs: ofExisting.length, existing: mean(ofExisting), missing: mean(ofMissing), t })
    say(
      `Floor ${floor} ms: existing ${mean(ofExisting).toFixed(1)} ms, missing ${mean(ofMissing).toFixed(1)} ms, ` +
        `Welch's t ${t.toFixed(2)} over ${ofExisting.length} pairs`,
    )
  }
  await stops.stopAll()
  if (flags.json) process.stdout.write(`${JSON.stringify(found)}\n`)
}

await runLocally(run).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)))
