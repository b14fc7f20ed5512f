import * as z from "zod"
import { breachDeskRoutes } from "../../../shared/breach-desk/views/desk-routes.ts"
import { contractsFrom } from "../../../shared/contracts/catalogue.ts"
import type { EventContract } from "../../../shared/contracts/define-event.ts"
import { metadata } from "../../../shared/contracts/envelope.ts"
import { lookupRequest } from "../../../shared/lookups/lookup-request.ts"
import { onBehalfOf } from "../../../shared/parties/authenticate-party.ts"
import type { Route } from "../../../shared/parties/party-route.ts"
import { httpPipeline } from "../../../shared/platform/http-pipeline.ts"
import { deskOf } from "../desk-functions.ts"
import { sealerOf } from "../function-tools.ts"
import { noFaults } from "../scheduler.ts"
import { authenticatorOf, tokenOf } from "../tokens.ts"
import { allRows, makeWorld, sourceOf, type World } from "../world.ts"
import { canaryRegister, type Place } from "./canary-register.ts"
import { type Filled, fillSchema, variantsOf } from "./fill-schema.ts"

/** What fields of these names need for the hub to go on, if not a canary. */
export type Given = Readonly<Record<string, unknown>>

const httpAnswer = z.looseObject({ statusCode: z.number(), body: z.string() })

/** An exchange in memory, and parties that send a canary in each field. */
export function canaryWorld() {
  const world = makeWorld({ seed: 1, faults: noFaults })
  const publicNames = world.parties.all.flatMap(({ id, alias }) => [id, alias, `observed:${id}`])
  const register = canaryRegister(publicNames)
  const answers = new Map<string, string[]>(world.parties.all.map(({ id }) => [id, []]))
  let numbers = 40_000
  const nextNumber = () => ++numbers

  const fill = (party: string, schema: z.ZodType, of: { root: string; variant?: number; given?: Given }) => {
    const { root, variant = 0, given = {} } = of
    const result = fillSchema(schema, { root, variant, given: (field) => given[field], nextNumber })
    register.note(party, result.filled)
    return result.value
  }
  const freeText = (party: string, path: string): string => {
    const filled: Filled = { path, value: `Canary ${nextNumber()}` }
    register.note(party, [filled])
    return filled.value
  }
  const detailOf = (party: string, contract: EventContract, data: unknown) => ({
    metadata: {
      ...z.record(z.string(), z.unknown()).parse(
        fill(party, metadata.omit({ audience: true, version: true }), {
          root: "metadata",
          given: { occurredAt: world.scheduler.clock().toISOString() },
        }),
      ),
      version: contract.version,
      unknownField: freeText(party, "metadata.unknownField"),
    },
    data: { ...z.record(z.string(), z.unknown()).parse(data), unknownField: freeText(party, "data.unknownField") },
  })
  const answered = (party: string, answer: unknown) => {
    answers.get(party)?.push(JSON.stringify(answer))
    return httpAnswer.parse(answer)
  }
  const deskTools = world.toolsOf("run-breach-desk")
  const deskRoutes = breachDeskRoutes({ ...deskOf(deskTools), sealer: sealerOf(deskTools) })
  const desk = httpPipeline({
    routes: deskRoutes,
    authenticate: authenticatorOf(deskTools),
    telemetry: deskTools.telemetry,
    clock: deskTools.clock,
  })
  const headers = (authorization: string) => ({ "content-type": "application/json", authorization })

  return {
    world,
    register,
    answers,
    fill,
    freeText,
    /** Searches for these values of a party too. */
    note: (party: string, values: Readonly<Record<string, string>>) =>
      register.note(
        party,
        Object.entries(values).map(([path, value]) => ({ path, value })),
      ),
    /** Publishes an event over the bus with these data. */
    publish(party: string, contract: EventContract, data: unknown): void {
      const detail = detailOf(party, contract, data)
      world.publish({ source: sourceOf(world, party), detailType: contract.detailType, detail })
    },
    /** Publishes an event over HTTPS. */
    async post(party: string, contract: EventContract, data: unknown): Promise<void> {
      const detail = detailOf(party, contract, data)
      const posted = world.call("accept-event", {
        rawPath: "/v1/events",
        headers: headers(tokenOf(party)),
        body: JSON.stringify({ events: [{ detailType: contract.detailType, detail }] }),
        requestContext: { http: { method: "POST", sourceIp: "192.0.2.1" } },
      })
      await world.scheduler.runUntilIdle()
      answered(party, await posted)
    },
    /** Looks up for a visitor of the party's site. Every field of the question and of the visitor has a canary. */
    async lookUp(party: string, given: Given): Promise<void> {
      const question = withoutNulls(fill(party, lookupRequest, { root: "lookup", given }))
      const visitor = onBehalfOf.parse(fill(party, onBehalfOf, { root: "visitor" }))
      const lookedUp = world.call("look-up-shipment", {
        rawPath: "/v1/lookups",
        headers: {
          ...headers(tokenOf(party, visitor)),
          cookie: `wayseal=${freeText(party, "cookie")}`,
          "user-agent": freeText(party, "user-agent"),
        },
        body: JSON.stringify(question),
        requestContext: { http: { method: "POST", sourceIp: "192.0.2.1" } },
      })
      await world.scheduler.runUntilIdle()
      answered(party, await lookedUp)
    },
    /** Calls the API of the breach desk, with a canary as the key of the command. */
    async callDesk(party: string, route: Route, parameters: Readonly<Record<string, string>>, body?: unknown) {
      const rawPath = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? "none")
      const key: Filled = { path: "headers.idempotency-key", value: `canary-${nextNumber()}` }
      register.note(party, [key])
      const called = desk({
        rawPath,
        headers: { ...headers(tokenOf(party)), "idempotency-key": key.value },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        requestContext: { requestId: `request-${nextNumber()}`, http: { method: route.method, sourceIp: "192.0.2.1" } },
      })
      await world.scheduler.runUntilIdle()
      return answered(party, await called)
    },
    deskRoutes,
    settle: () => world.scheduler.runUntilIdle(),
  }
}
export type CanaryWorld = ReturnType<typeof canaryWorld>

/** Every contract that a party sends, once for each choice of its unions. */
export function* sendableBy(world: World, party: string): Generator<{ contract: EventContract; variant: number }> {
  const kind = world.parties.byId(party)?.kind ?? "retailer"
  for (const contract of contractsFrom(kind)) {
    for (let variant = 0; variant < variantsOf(contract.producerData); variant++) yield { contract, variant }
  }
}

/** Everything that rests, was logged, was sent or was answered. */
export function escapedFrom({ world, register, answers }: CanaryWorld): string[] {
  const found: string[] = []
  const search = (where: string, place: Place, text: string): void => {
    found.push(...register.escapes(place, text).map((field) => `${field} is in ${where}`))
  }
  for (const [table, rows] of Map.groupBy(allRows(world), (one) => one.table)) {
    search(`the table ${table}`, "rests", rows.map(({ row }) => searchable(row)).join("\n"))
  }
  search("a log or metric", "hub", world.telemetry.join("\n"))
  const addressed = z.looseObject({ metadata: z.looseObject({ audience: z.string() }) })
  const audienceOf = (detail: unknown) => addressed.parse(detail).metadata.audience
  for (const [audience, events] of Map.groupBy(world.exchange.accepted, ({ detail }) => audienceOf(detail))) {
    const isCarrier = world.parties.carrierById(audience) !== undefined
    const place = audience === "hub" ? "hub" : { party: audience, isCarrier, isAnswer: false }
    for (const [type, some] of Map.groupBy(events, (event) => event["detail-type"])) {
      search(`${type} to ${audience}`, place, searchable(some))
    }
  }
  for (const { id, kind } of world.parties.all) {
    const party = { party: id, isCarrier: kind === "carrier", isAnswer: false }
    search(`an answer to ${id}`, { ...party, isAnswer: true }, answers.get(id)?.join("\n") ?? "")
    search(`a mail to ${id}`, party, searchable(world.mails.filter(({ partyId }) => partyId === id)))
  }
  return [...new Set(found)].sort()
}

/** A value as text, with its binary parts decoded, so that no encoding hides a raw value. */
function searchable(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Uint8Array ? Buffer.from(inner).toString("latin1") : inner instanceof Set ? [...inner] : inner,
  )
}

/** A field that is null in a test is absent in what is sent. */
export function withoutNulls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, inner: unknown) => (inner === null ? undefined : inner))
}
