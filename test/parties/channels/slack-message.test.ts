import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { exchangeContracts } from "../../../shared/base/contracts/catalogue.ts"
import { dutyDue } from "../../../shared/base/contracts/duty-clock-events.ts"
import { letterOfEvent } from "../../../shared/desk/alerts/letter-of-event.ts"
import { slackMessage } from "../../../shared/parties/channels/slack-message.ts"
import type { PostStatus, WebhookMessage } from "../../../shared/parties/channels/webhook.ts"
import { slackUrls } from "../../../shared/parties/channels/webhook-signers.ts"
import { parties } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { makeDeliverWebhook, SlackUrlInvalid } from "../../../shared/parties/webhooks/deliver-webhook.ts"
import { memorySealer } from "../../doubles/sealing.ts"
import { recordedTelemetry } from "../test-parties.ts"
import { untried } from "../webhooks/delivery-tools.ts"

const address = "https://hooks.slack.com/services/T0/B0/very-secret"
const carrier = {
  id: "northpost",
  kind: "carrier",
  alias: "Northpost",
  channels: { webhook: { format: "slack", secretName: "northpost-slack" } },
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
}
const [party] = parties.parse({ parties: [carrier] }).parties
if (party === undefined) throw new Error("there is no party")
const links = { apiUrl: "https://api.hub.example" }

const message = z.strictObject({
  text: z.string(),
  blocks: z.array(z.looseObject({ type: z.string(), text: z.looseObject({ type: z.string(), text: z.string() }) })),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
})

const events = exchangeContracts.flatMap((contract) =>
  contract.examples.map((example) => ({
    contract,
    detailType: contract.detailType,
    data: contract.data.parse(example),
  })),
)
const forPeople = [
  "BreachCaseClosed",
  "BreachCaseOpened",
  "BreachCaseUpdated",
  "DrillAlertSent",
  "DutyDue",
  "DutyOverdue",
  "DutyUnanswered",
]

function channel({ status = 200, url = address }: { status?: PostStatus; url?: string } = {}) {
  const sent: WebhookMessage[] = []
  const telemetry = recordedTelemetry()
  const deliver = makeDeliverWebhook({
    parties: partyDirectory(parties.parse({ parties: [carrier] }).parties),
    signerOf: () => Promise.reject(new Error("a Slack channel signs nothing")),
    slackUrlOf: async () => url,
    letterOf: async (event, reader) => letterOfEvent(event, reader, links),
    post: async (one) => {
      sent.push(one)
      return { status }
    },
    ...untried(),
    clock: () => new Date(),
    telemetry,
  })
  const occurredAt = "2026-11-01T12:00:00.000Z"
  const metadata = { occurredAt, correlationId: "the-story", version: 1, audience: "northpost" }
  const deliverOne = (event: (typeof events)[number]) => {
    const id = `event-${events.indexOf(event)}`
    return deliver(
      { ...event, eventBridgeId: "e-1", receivedAt: occurredAt, metadata: { ...metadata, id } },
      "the body",
    )
  }
  return { deliverOne, sent, telemetry }
}

function opened() {
  const event = events.find(({ detailType }) => detailType === "BreachCaseOpened")
  if (event === undefined) throw new Error("there is no event")
  return event
}

describe("a Slack channel", () => {
  it("gets alerts, updates, reminders, closings and drills, and no other event", async () => {
    const { deliverOne, sent } = channel()
    const delivered = new Set<string>()
    for (const event of events) if ((await deliverOne(event)) === "delivered") delivered.add(event.detailType)
    expect([...delivered].sort()).toEqual(forPeople)
    for (const { url, body } of sent) {
      expect(url).toBe(address)
      expect(message.parse(JSON.parse(body)).blocks.length).toBeGreaterThan(1)
      expect(body).not.toMatch(/shipmentId|trackingNumber|orderReference|accessorToken|timelineHead|hash/)
    }
  })

  it("reads like the mail, in the party's time", async () => {
    const { deliverOne, sent } = channel()
    await deliverOne(opened())
    const { text, blocks } = message.parse(JSON.parse(sent[0]?.body ?? "null"))
    expect(text).toBe("Alert: possible privacy breach, act by 4 Nov, 09:04 (WS-4K7QX2M9TB)")
    const shown = blocks.map((block) => block.text.text).join("\n")
    expect(shown).toContain("Do this first: confirm that you have read this alert: see the guide “The breach desk”.")
    expect(shown).toContain("*What happened*")
    expect(shown).toMatch(/^• By Wednesday 4 November 2026, 09:04 Eastern Standard Time: notify the regulator/m)
  })

  it("gets one message about duties that are due together", () => {
    const basis = "Ontario FIPPA s. 40.1"
    const duty = { law: "ca-on-fippa", kind: "tellRegulator" } as const
    const dueTogether = ["one", "two"].map((dutyId) => ({ ...duty, dutyId, basis, dueIs: "target" as const }))
    const lettersOf = dueTogether.map(({ dutyId }) => {
      const data = { ...dutyDue.data.parse(dutyDue.examples[0]), duty: { ...duty, dutyId }, dueTogether }
      return letterOfEvent({ detailType: "DutyDue", data }, party, links)
    })
    expect(lettersOf.map((letter) => letter !== undefined)).toEqual([true, false])
  })

  it.each([429, 500, 404, "unreachable"] as const)(
    "gets a message again after %s, whose address no log has",
    async (status) => {
      const { deliverOne, telemetry } = channel({ status })
      expect(await deliverOne(opened())).toBe("refused")
      expect(JSON.stringify(telemetry)).not.toContain("hooks.slack.com")
    },
  )

  it.each(["http://hooks.slack.com/very-secret", "very-secret"])(
    "is not posted to at %s, and the error does not show it",
    async (url) => {
      const { deliverOne, sent } = channel({ url })
      const failure = await deliverOne(opened()).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(SlackUrlInvalid)
      expect(String(failure)).not.toContain("very-secret")
      expect(sent).toEqual([])
    },
  )

  it("has its address read again after five minutes", async () => {
    let [seconds, reads] = [0, 0]
    const urlOf = slackUrls({
      readSecret: async () => `${address}-${++reads}\n`,
      sealer: memorySealer(),
      clock: () => new Date(seconds * 1_000),
    })
    const read = () => urlOf("northpost", { format: "slack", secretName: "s" })
    expect([await read(), await read()]).toEqual([`${address}-1`, `${address}-1`])
    seconds = 300
    expect(await read()).toBe(`${address}-2`)
  })
})

describe("a message for Slack", () => {
  it("calls nobody, formats nothing and links nowhere because of a hostile text", () => {
    const text = "<!channel> <https://evil.example|log in> *bold* `code` & <@U1>\n# x"
    const body = slackMessage({
      language: "en",
      subject: text,
      sections: [
        {
          heading: text,
          parts: [
            { kind: "lines", lines: [{ text, to: { url: "https://console.hub.example/cases/a|b>c" } }] },
            { kind: "facts", facts: [{ label: text, value: text }] },
          ],
        },
      ],
    })
    const { text: fallback, blocks } = message.parse(JSON.parse(body))
    const shown = [fallback, ...blocks.filter(({ type }) => type === "section").map((block) => block.text.text)].join(
      "\n",
    )
    expect(shown.match(/<[^>]*>/g)?.map((link) => link.split("|")[0])).toEqual([
      "<https://console.hub.example/cases/a%7Cb&gt;c",
    ])
    expect(shown).not.toMatch(/\*bold\*|`code`/)
    for (const { type, text: object } of blocks) expect(type === "header" || object["verbatim"] === true).toBe(true)
  })

  it("keeps to the lengths that Slack takes", () => {
    const items = Array.from({ length: 400 }, (_, place) => ({ text: `${place} ${"x".repeat(900)}` }))
    const body = slackMessage({
      language: "en",
      subject: "y".repeat(300),
      sections: [{ parts: [{ kind: "list", isOrdered: false, items }] }],
    })
    const { blocks } = message.parse(JSON.parse(body))
    expect(blocks.length).toBeLessThanOrEqual(50)
    expect(Math.max(...blocks.map(({ text }) => text.text.length))).toBeLessThanOrEqual(3_000)
    expect(blocks[0]?.text.text.length).toBeLessThanOrEqual(150)
  })
})
