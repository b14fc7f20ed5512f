import * as z from "zod"
import { HttpProblem } from "../../shared/base/platform/http-problem.ts"
import { silentTelemetry } from "../../shared/base/platform/telemetry.ts"
import { breachDeskRoutes } from "../../shared/desk/api/desk-routes.ts"
import { checkedPipeline } from "../base/platform/checked-pipeline.ts"
import type { BreachWorld } from "./breach-world.ts"

/** Bytes are sent as they are: as API Gateway hands on a body that is no text. */
const bodyOf = (body: unknown) =>
  body instanceof Uint8Array
    ? { body: Buffer.from(body).toString("base64"), isBase64Encoded: true }
    : { body: JSON.stringify(body) }

const jsonBody = z.record(z.string(), z.unknown())

/** Without an idempotency key, the id of its token identifies a command. Each request has a new one. */
let requests = 0

/**
 * Calls the parties' API of a world. A party's token is its id. `leafline:officer-anna` is a person who signed in for
 * that party. When a call returns, everything that follows from it is done.
 *
 * @param headers are sent with every request
 * @param tokenId the id of the token of every request
 */
export function caller(world: BreachWorld, headers: Readonly<Record<string, string>> = {}, tokenId?: string) {
  const { sealer, records, restrictions, decisionNotes, documents, files: documentLinks, evidenceFiles } = world
  const stores = { sealer, records, restrictions, decisionNotes, documents, documentLinks, evidenceFiles }
  const handler = checkedPipeline({
    routes: breachDeskRoutes({ ...world.desk, ...stores }),
    authenticate: async (authorization) => {
      const [name = "", ownId] = (authorization ?? "").replace("Bearer ", "").split(" ")
      const [partyId = "", userId] = name.split(":")
      const party = world.directory.named(partyId)
      if (party === undefined) throw new HttpProblem("unauthenticated")
      const officer = userId === undefined ? {} : { officer: { userId, role: "officer" as const } }
      return { party, tokenId: tokenId ?? ownId ?? "token", ...officer }
    },
    telemetry: silentTelemetry,
    clock: world.clock,
  })
  return async (partyId: string | undefined, method: string, path: string, body?: unknown) => {
    requests += 1
    const [rawPath = "", rawQueryString = ""] = path.split("?")
    const answer = await handler({
      rawPath,
      rawQueryString,
      headers: {
        "content-type": "application/json",
        ...(partyId === undefined ? {} : { authorization: `Bearer ${partyId} token-${requests}` }),
        ...headers,
      },
      ...(body === undefined ? {} : bodyOf(body)),
      requestContext: { requestId: `request-${requests}`, http: { method, sourceIp: "127.0.0.1" } },
    })
    await world.settle()
    const isJson = (answer.headers["content-type"] ?? "").includes("json")
    return { ...answer, json: isJson ? jsonBody.parse(JSON.parse(answer.body)) : {} }
  }
}
