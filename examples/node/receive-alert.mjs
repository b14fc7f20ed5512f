// Receives webhooks of the hub, and prints what came. Only verified ones count.
import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import { WebhookInvalid, webhookVerifier } from "@wayseal/client"
import { setting } from "./wayseal-settings.mjs"

const verify = webhookVerifier(setting("WAYSEAL_WEBHOOK_SECRET"))
const seen = new Set()

createServer(async (request, response) => {
  try {
    const { type, metadata, data } = verify(await text(request), request.headers)
    // Answer first, and work afterwards.
    response.writeHead(204).end()
    if (seen.has(metadata.id)) return
    seen.add(metadata.id)
    console.log(type, data.caseAlias ?? "")
  } catch (error) {
    console.error(error.message)
    response.writeHead(error instanceof WebhookInvalid ? 401 : 500).end()
  }
}).listen(Number(process.env.PORT ?? 9000), "127.0.0.1")
