/** `npm run bench:publish`: how many events a second the client publishes, against a hub that answers at once. */
import { once } from "node:events"
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import * as z from "zod"
import { buildEvent } from "../../client/events/build-event.ts"
import { overHttps } from "../../client/events/over-https.ts"
import { publish } from "../../client/events/publish.ts"
import type { Transport } from "../../client/events/transport.ts"
import { readCommandLine } from "../../infra/command-line.ts"
import { shipmentCreated } from "../../shared/base/contracts/shipment-created.ts"
import { trackingAccessed } from "../../shared/base/contracts/tracking-accessed.ts"

const usage = `npm run bench:publish -- [options]

Publishes events to a server on this machine that accepts each call after a time, as a hub far away would.

  --events N        events of each kind (4000)
  --answer-after N  milliseconds that an answer takes (50)
`
const { values: flags } = readCommandLine(usage, {
  options: {
    events: { type: "string", default: "4000" },
    "answer-after": { type: "string", default: "50" },
  },
})
const count = Number(flags.events)
const answerAfterMilliseconds = Number(flags["answer-after"])

const sent = z.object({ events: z.array(z.unknown()) })
let calls = 0
const server = createServer(async (request, response) => {
  const { events } = sent.parse(JSON.parse(await text(request)))
  calls += 1
  const answer = { events: events.map((_, index) => ({ index, outcome: "accepted", eventBridgeId: `e-${index}` })) }
  setTimeout(() => {
    response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify(answer))
  }, answerAfterMilliseconds)
})
server.listen(0, "127.0.0.1")
await once(server, "listening")
const { port } = z.object({ port: z.number() }).parse(server.address())
const hub = overHttps({ apiUrl: `http://127.0.0.1:${port}`, token: async () => "token" })

/** A call of shipments is full by their number, and a call of many lookups by its bytes. */
async function measure(kind: string, transport: Transport, build: (index: number) => ReturnType<typeof buildEvent>) {
  calls = 0
  const startedAt = performance.now()
  const events = Array.from({ length: count }, (_, index) => build(index))
  const builtAt = performance.now()
  await publish(transport, events)
  const [building, publishing] = [builtAt - startedAt, performance.now() - builtAt].map((time) => time / 1_000)
  const rate = (seconds = 0) => Math.round(count / seconds).toLocaleString("en-US")
  const perCall = (count / calls).toFixed(1)
  console.log(`${kind}: built ${rate(building)} a second, published ${rate(publishing)} a second, ${perCall} a call`)
}

const [shipment] = shipmentCreated.examples
const [access] = trackingAccessed.examples[0]?.accesses ?? []
if (shipment === undefined || access === undefined) throw new Error("there is an example")
const lookups = Array.from({ length: 100 }, (_, index) => ({ ...access, accessId: `acc_${index}` }))
await measure("ShipmentCreated, a shipment each", hub, (index) =>
  buildEvent(shipmentCreated, { ...shipment, shipmentId: `shp_${index}` }),
)
await measure("TrackingAccessed, 100 lookups each", hub, () => buildEvent(trackingAccessed, { accesses: lookups }))
server.close()
