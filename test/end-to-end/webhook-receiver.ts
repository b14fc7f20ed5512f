import { readFile } from "node:fs/promises"
import { createServer } from "node:https"
import { Webhook } from "standardwebhooks"
import * as z from "zod"
import { waitUntil } from "../../infra/local/replay/concurrency.ts"

/** A message as the receiver's library verified it. */
const verified = z.looseObject({ type: z.string(), metadata: z.looseObject({ id: z.string() }), data: z.unknown() })

export type WebhookReceiver = {
  readonly url: string
  readonly secret: string
  /** Waits for the message with this id. @throws Error if its signature is wrong, or none comes in half a minute */
  received(id: string): Promise<z.infer<typeof verified>>
  /** Waits for a message of this type. @throws as `received` does */
  receivedType(type: string): Promise<z.infer<typeof verified>>
  /** How often the message with this id has come so far. */
  timesOf(id: string): number
  stop(): Promise<void>
}

const fixedSecret = `whsec_${Buffer.from("a secret of thirty-two characters").toString("base64")}`

type Received = { headers: Record<string, string>; body: string }

/** A party's receiver of webhooks: an HTTPS server on this machine with the emulator's certificate. */
export async function startWebhookReceiver(
  certificate: { path: string; keyPath: string },
  secret = fixedSecret,
): Promise<WebhookReceiver> {
  const requests: Received[] = []
  const verifiedOne = async (fits: (one: Received) => boolean) => {
    const { body, headers } = await waitUntil("a message to reach the webhook", async () => requests.find(fits), {
      patienceSeconds: 30,
      everyMilliseconds: 100,
    })
    return verified.parse(new Webhook(secret).verify(body, headers))
  }
  const [cert, key] = await Promise.all([readFile(certificate.path), readFile(certificate.keyPath)])
  const server = createServer({ cert, key }, async (request, response) => {
    let body = ""
    for await (const part of request) body += String(part)
    const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
    requests.push({ headers: Object.fromEntries(headers), body })
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = z.object({ port: z.number() }).parse(server.address())
  return {
    url: `https://127.0.0.1:${address.port}/wayseal`,
    secret,
    received: (id) => verifiedOne(({ headers }) => headers["webhook-id"] === id),
    receivedType: (type) => verifiedOne(({ body }) => verified.safeParse(JSON.parse(body)).data?.type === type),
    timesOf: (id) => requests.filter(({ headers }) => headers["webhook-id"] === id).length,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
