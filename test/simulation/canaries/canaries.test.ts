import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { caseClosingRequested } from "../../../shared/base/contracts/case-closing-requested.ts"
import { reportingInterrupted, reportingResumed } from "../../../shared/base/contracts/reporting-watched.ts"
import { accessorRestricted } from "../../../shared/base/contracts/restriction-events.ts"
import { settlingEvents } from "../assessing.ts"
import { received } from "../invariants.ts"
import { sourceOf } from "../world.ts"
import {
  createShipment,
  failsAlways,
  fallSilent,
  lookUpOnPage,
  namesFor,
  parties,
  passHours,
  playWalk,
} from "./canary-story.ts"
import { canaryWorld, escapedFrom, sendableBy, visitor } from "./canary-world.ts"
import { variantsOf } from "./fill-schema.ts"
import { renderedInSlack } from "./rendered-letters.ts"
import { parcelNumber, shipped, vendors } from "./vendor-canaries.ts"

/** A slow machine needs much of it. */
const timeoutMilliseconds = 60_000

describe("a canary in every field that a party can fill", () => {
  it(
    "leads to a case and a restriction, so that it has been everywhere",
    async () => {
      const canary = canaryWorld()
      await playWalk(canary)
      expect(received(canary.world, "leafline", breachCaseOpened.detailType)).toHaveLength(1)
      expect(received(canary.world, "northpost", accessorRestricted.detailType).length).toBeGreaterThan(0)
      expect(canary.register.canaries.length).toBeGreaterThan(200)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no event, on the bus and over HTTPS (promise: nothing-raw-is-kept)",
    async () => {
      const canary = canaryWorld()
      const shipped = await playWalk(canary)
      for (const party of parties) {
        const given = namesFor(canary, party, shipped)
        for (const { contract, variant } of sendableBy(canary.world, party)) {
          const fill = () => canary.fill(party, contract.producerData, { root: contract.detailType, variant, given })
          canary.publish(party, contract, fill())
          await canary.post(party, contract, fill())
          await canary.settle()
        }
      }
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no event that is rejected for one field",
    async () => {
      const canary = canaryWorld()
      for (const party of parties) {
        for (const { contract, variant } of sendableBy(canary.world, party)) {
          const valid = canary.fill(party, contract.producerData, { root: contract.detailType, variant })
          const text = () => canary.freeText(party, `rejected ${contract.detailType}`)
          for (const broken of brokenOnce(valid, text)) canary.publish(party, contract, broken)
          await canary.post(party, contract, { unknownField: text() })
        }
      }
      await canary.settle()
      expect(received(canary.world, "northpost", "EventRejected").length).toBeGreaterThan(50)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no lookup (promise: nothing-raw-is-kept)",
    async () => {
      const canary = canaryWorld()
      const shipped = await playWalk(canary)
      for (const [index, { orderReference, recipient }] of shipped.entries()) {
        const right = { retailer: "Leafline", orderReference, trackingNumber: null, linkToken: null }
        await canary.lookUp("northpost", index % 2 === 0 ? { ...right, postalCode: recipient.postalCode } : right)
      }
      for (const unknown of [{ trackingNumber: null }, { orderReference: null }]) {
        await canary.lookUp("northpost", { retailer: "Leafline", carrier: "northpost", ...unknown })
      }
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no lookup on the hub's own page",
    async () => {
      const canary = canaryWorld()
      await lookUpOnPage(canary, await playWalk(canary))
      expect(canary.answers.get(visitor)?.some((answer) => answer.includes('"statusCode":200'))).toBe(true)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it.each(["deliver-webhook", "open-breach-case"] as const)(
    "escapes from no dead letter of %s",
    async (name) => {
      const canary = canaryWorld(failsAlways(name))
      await playWalk(canary)
      expect(canary.world.queues.get(name)?.deadLetters.length).toBeGreaterThan(0)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it.each(["raise-anomaly", "relay-tracking"] as const)(
    "escapes from no change that %s gave up",
    async (name) => {
      const canary = canaryWorld(failsAlways(name))
      await playWalk(canary)
      expect(canary.world.streams.get(name)?.givenUp.length).toBeGreaterThan(0)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no mail as text, HTML and calendar, and from no message in a Slack channel, until the case is closed",
    async () => {
      const canary = canaryWorld(undefined, { hasSlack: true })
      const { world } = canary
      const shipped = await playWalk(canary)
      await passHours(canary, 5)
      for (const party of parties) {
        const given = namesFor(canary, party, shipped)
        for (const { contract, variant } of sendableBy(world, party)) {
          if (contract.detailType === "CaseClosingRequested") continue
          const data = canary.fill(party, contract.producerData, { root: contract.detailType, variant, given })
          canary.publish(party, contract, data)
          await canary.settle()
        }
      }
      await passHours(canary, 49)
      await passHours(canary, 30)
      for (const { party, contract, data } of settlingEvents(world)) canary.publish(party, contract, data)
      await canary.settle()
      for (const party of parties) {
        const given = { ...namesFor(canary, party, shipped), outcome: "falseAlarm" }
        const data = canary.fill(party, caseClosingRequested.producerData, { root: "closing", given })
        canary.publish(party, caseClosingRequested, data)
      }
      await canary.settle()
      const subjects = world.mails.map(({ mail }) => mail.subject)
      for (const kind of [/Alert: possible/, /nobody has confirmed/, /Reminder: \d duties/, /Overdue: /, /is closed/])
        expect(subjects).toContainEqual(expect.stringMatching(kind))
      const inSlack = world.webhooks.filter(({ message }) => message.url.startsWith("https://hooks.slack.com/"))
      expect(inSlack).toHaveLength(world.webhooks.length)
      const posted = inSlack.map(({ message }) => renderedInSlack(message.body))
      for (const { mail } of world.mails) {
        const [, subject = ""] = mail.subject.split("[Wayseal] ")
        expect(posted).toContainEqual(expect.stringContaining(subject))
      }
      expect(world.mails.filter(({ mail }) => mail.calendar !== undefined).length).toBeGreaterThan(3)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no mail and no event that says that a tool is not watched, or watched again",
    async () => {
      const canary = canaryWorld()
      await playWalk(canary)
      await fallSilent(canary)
      const { world } = canary
      for (const party of ["northpost", "leafline"])
        for (const [contract, reasons] of [
          [reportingInterrupted, ["noCount", "reportsMissing"]],
          [reportingResumed, ["noCount"]],
        ] as const)
          expect(received(world, party, contract.detailType).map(({ data }) => data["reason"])).toEqual(reasons)
      const subjects = world.mails.map(({ mail }) => mail.subject)
      for (const kind of [/does not report its lookups/, /reports its lookups again/])
        expect(subjects).toContainEqual(expect.stringMatching(kind))
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )

  it(
    "escapes from no call of the breach desk",
    async () => {
      const canary = canaryWorld()
      const shipped = await playWalk(canary)
      for (const party of parties) {
        const given = { ...namesFor(canary, party, shipped), document: "summary" }
        const parameters = z
          .record(z.string(), z.string().catch("none"))
          .parse({ ...given, shipmentId: shipped[0]?.shipmentId })
        for (const route of canary.deskRoutes) {
          const { body: schema } = route
          for (let variant = 0; variant < (schema === undefined ? 1 : variantsOf(schema)); variant++) {
            const body = schema && canary.fill(party, schema, { root: route.path, variant, given })
            await canary.callDesk(party, route, parameters, body)
          }
        }
      }
      // Two of the three parties are in the case, and each asks for a JSON and a PDF.
      expect(new Set(canary.world.stores.documentFiles.files().map(({ name }) => name)).size).toBe(4)
      expect(escapedFrom(canary)).toEqual([])
    },
    timeoutMilliseconds,
  )
})

describe("a canary in every text of a vendor's payload", () => {
  const isNumber = (path: string): boolean => /\.(?:tracking_code|tracking_number|tracking_numbers\[\]|pin)$/.test(path)

  it.each(vendors)("of $vendor escapes from nothing, and the parcel arrives", async (vendor) => {
    const { party, arrives, kept, filled, take } = vendor
    const canary = canaryWorld()
    await canary.world.ready
    // A shop's payload makes the shipment by itself.
    if (party === "leafline") canary.note(party, shipped)
    else createShipment(canary, { ...shipped, trackingNumber: parcelNumber })
    // The payloads are of the third of November.
    canary.world.scheduler.after(72 * 3_600_000, () => {})
    await canary.settle()
    const body = filled((path) => (isNumber(path) ? parcelNumber : canary.freeText(party, path)), kept)
    const { events, said } = await take(body)
    for (const event of events) canary.world.publish({ source: sourceOf(canary.world, party), ...event })
    await canary.settle()
    expect(received(canary.world, arrives.at, arrives.detailType)).toHaveLength(1)
    const tooLong = (path: string) => `${canary.freeText(party, path)}${isNumber(path) ? "x".repeat(60) : ""}`
    const oneReplaced = kept.map((field) => kept.filter((other) => other !== field))
    const broken = [kept, ...oneReplaced].map((fields) => filled(tooLong, fields))
    for (const payload of [...broken, body.slice(0, -20)]) {
      const refused = await take(payload)
      expect(refused.events).toEqual([])
      expect(canary.register.escapes("hub", refused.said)).toEqual([])
    }
    expect(canary.register.canaries.length).toBeGreaterThan(15)
    expect(canary.register.escapes("hub", said)).toEqual([])
    expect(escapedFrom(canary)).toEqual([])
  })
})

/** A value once for each of its texts, with another text in that place that no schema takes. */
function* brokenOnce(value: unknown, text: () => string): Generator<unknown> {
  if (typeof value === "string") yield `${text()} ${"x".repeat(600)}`
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries())
      for (const broken of brokenOnce(inner, text)) yield value.with(index, broken)
  } else if (typeof value === "object" && value !== null) {
    for (const [name, inner] of Object.entries(value))
      for (const broken of brokenOnce(inner, text)) yield { ...value, [name]: broken }
  }
}
