import * as z from "zod"
import { contractsFrom } from "../../../shared/base/contracts/catalogue.ts"
import type { EventContract } from "../../../shared/base/contracts/define-event.ts"
import { hubAudience, hubSource, metadata } from "../../../shared/base/contracts/envelope.ts"
import { onBehalfOf } from "../../../shared/base/contracts/on-behalf-of.ts"
import { httpPipeline } from "../../../shared/base/platform/http-pipeline.ts"
import { breachDeskRoutes } from "../../../shared/desk/api/desk-routes.ts"
import type { Route } from "../../../shared/parties/party-route.ts"
import { lookupRequest } from "../../../shared/watch/lookups/lookup-request.ts"
import { visitorCookieName } from "../../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { servedDeskOf } from "../desk-functions.ts"
import { eventSubscriptions } from "../functions.ts"
import { allRows } from "../rows-of-world.ts"
import { noFaults } from "../scheduler.ts"
import { authenticatorOf, tokenOf } from "../tokens.ts"
import { slackAddressOf } from "../webhooks.ts"
import { makeWorld, type PlantedFault, sourceOf, type World } from "../world.ts"
import { canaryRegister, type Place } from "./canary-register.ts"
import { type Filled, fillSchema, variantsOf } from "./fill-schema.ts"
import { renderedCalendar, renderedHtml, renderedInSlack } from "./rendered-letters.ts"

/** What fields of these names need for the hub to go on, if not a canary. */
export type Given = Readonly<Record<string, unknown>>

const httpAnswer = z.looseObject({ statusCode: z.number(), body: z.string() })

/** Who looks up on the hub's own page. */
export const visitor = "a visitor"

/** Laws of that time set due times, so that mails have calendars. */
const startsAt = "2026-11-01T12:00:00.000Z"

/** An exchange in memory, and parties that send a canary in each field. */
export function canaryWorld(planted?: PlantedFault, { hasSlack = false } = {}) {
  const world = makeWorld({ seed: 1, faults: noFaults, planted, startsAt, hasSlack })
  const publicNames = world.parties.all.flatMap(({ id, alias }) => [id, alias, `observed:${id}`])
  const register = canaryRegister(publicNames)
  const answers = new Map<string, string[]>([visitor, ...world.parties.all.map(({ id }) => id)].map((id) => [id, []]))
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
  const deskRoutes = breachDeskRoutes(servedDeskOf(deskTools))
  const desk = httpPipeline({
    routes: deskRoutes,
    authenticate: authenticatorOf(deskTools),
    telemetry: deskTools.telemetry,
    clock: deskTools.clock,
  })
  const headers = (authorization: string) => ({ "content-type": "application/json", authorization })
  const lookUp = async (
    by: string,
    given: Given,
    from: { readonly headers: { readonly authorization?: string }; readonly sourceIp: string },
  ): Promise<void> => {
    const question = withoutNulls(fill(by, lookupRequest, { root: "lookup", given }))
    const lookedUp = world.call("look-up-shipment", {
      rawPath: "/v1/lookups",
      headers: { "content-type": "application/json", "user-agent": freeText(by, "user-agent"), ...from.headers },
      cookies: [`${visitorCookieName}=${freeText(by, "cookie")}`],
      body: JSON.stringify(question),
      requestContext: { http: { method: "POST", sourceIp: from.sourceIp } },
    })
    await world.scheduler.runUntilIdle()
    answered(by, await lookedUp)
  }

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
      const behalf = onBehalfOf.parse(fill(party, onBehalfOf, { root: "visitor" }))
      await lookUp(party, given, { headers: { authorization: tokenOf(party, behalf) }, sourceIp: "192.0.2.1" })
    },
    /** Looks up on the hub's own page, from an address that is a canary too. */
    async lookUpOnPage(given: Given): Promise<void> {
      const address: Filled = { path: "visitor.address", value: `203.0.113.${100 + (nextNumber() % 100)}` }
      register.note(visitor, [address])
      await lookUp(visitor, given, { headers: {}, sourceIp: address.value })
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
  const kind = world.parties.named(party)?.kind ?? "retailer"
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
  for (const [audience, events] of Map.groupBy(world.exchange.accepted, ({ detail }) => audienceOf(detail))) {
    for (const [type, some] of Map.groupBy(events, (event) => event["detail-type"])) {
      search(`${type} to ${audience}`, placeOf(world, audience), searchable(some))
    }
  }
  for (const { name, body, audience } of queuedBehindTheGate(world)) {
    search(`the queue of ${name}`, placeOf(world, audience), body)
  }
  for (const [name, { givenUp }] of world.streams) {
    search(`what ${name} gave up`, "rests", givenUp.map(searchable).join("\n"))
  }
  for (const { content, ...file } of world.stores.documentFiles.files()) {
    search("a document", "rests", `${JSON.stringify(file)} ${Buffer.from(content).toString("utf8")}`)
  }
  for (const [id, texts] of answers) {
    search(`an answer to ${id}`, { ...atParty(world, id), isAnswer: true }, texts.join("\n"))
  }
  for (const { partyId, mail } of world.mails) {
    const { subject, text, html = "", calendar } = mail
    search(`the text of a mail to ${partyId}`, "people", `${subject} ${text}`)
    search(`the HTML of a mail to ${partyId}`, "people", `${html} ${renderedHtml(html)}`)
    search(
      `the calendar of a mail to ${partyId}`,
      "people",
      `${calendar?.fileName} ${renderedCalendar(calendar?.content)}`,
    )
  }
  for (const { partyId, message } of world.webhooks) {
    const isSlack = message.url === slackAddressOf(partyId)
    const text = `${message.body} ${searchable(message)} ${isSlack ? renderedInSlack(message.body) : ""}`
    search(
      `the ${isSlack ? "Slack channel" : "webhook"} of ${partyId}`,
      isSlack ? "people" : atParty(world, partyId),
      text,
    )
  }
  return [...new Set(found)].sort()
}

const atParty = (world: World, party: string) => ({
  party,
  isCarrier: world.parties.named(party)?.kind === "carrier",
  isAnswer: false,
})

const placeOf = (world: World, audience: string): Place => (audience === hubAudience ? "hub" : atParty(world, audience))

const addressed = z.looseObject({ metadata: z.looseObject({ audience: z.string() }) })
const audienceOf = (detail: unknown): string => addressed.parse(detail).metadata.audience
const hubsEvent = z.looseObject({ source: z.literal(hubSource), detail: addressed })

/**
 * What is in queues and their dead letters, with who may read it: the hub's own events, and whatever else is in a queue
 * that no rule of the ingress bus fills.
 */
function* queuedBehindTheGate(world: World): Generator<{ name: string; body: string; audience: string }> {
  const gates = new Set<string>(eventSubscriptions.flatMap(({ name, ingress }) => (ingress.length > 0 ? [name] : [])))
  for (const [name, { messages, deadLetters }] of world.queues) {
    for (const { body } of [...messages.values(), ...deadLetters]) {
      const event = hubsEvent.safeParse(parsed(body)).data
      if (event === undefined && gates.has(name)) continue
      yield { name, body, audience: event === undefined ? hubAudience : audienceOf(event.detail) }
    }
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
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
