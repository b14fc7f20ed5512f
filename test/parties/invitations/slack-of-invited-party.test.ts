import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { letterOfEvent } from "../../../shared/desk/alerts/letter-of-event.ts"
import { knownLawIds } from "../../../shared/desk/law/catalogue.ts"
import type { WebhookMessage } from "../../../shared/parties/channels/webhook.ts"
import { slackUrls, webhookSigners } from "../../../shared/parties/channels/webhook-signers.ts"
import { currentParties } from "../../../shared/parties/current-parties.ts"
import { makeFollowApproval } from "../../../shared/parties/invitations/follow-approval.ts"
import { settingsOf, withSettings } from "../../../shared/parties/settings/apply-settings.ts"
import { makeChangeSettings } from "../../../shared/parties/settings/change-settings.ts"
import type { SettingsPatch } from "../../../shared/parties/settings/settings-patch.ts"
import { makeDeliverWebhook } from "../../../shared/parties/webhooks/deliver-webhook.ts"
import { usualThresholds } from "../../../shared/watch/detection/class-policy.ts"
import { memorySettings } from "../memory-stores.ts"
import { untried } from "../webhooks/delivery-tools.ts"
import { aCarrier, hub, invitationWorld } from "./invitation-world.ts"

const emails = ["privacy@northpost.example"]
const host = "https://hooks.slack.com/"
const [first, second, third] = ["first", "second", "third"].map((name) => `${host}services/T0/B0/${name}Secret`)
const inSlack = (webhookUrl: string | undefined) =>
  aCarrier({ channels: { emails, webhookUrl, webhookFormat: "slack" } })

/** An exchange with an invited carrier, whose settings and messages are at hand. */
function exchange() {
  const invitations = invitationWorld()
  const settings = memorySettings()
  const { invitedParties, sealer, now } = invitations
  const isInFile = () => false
  const change = makeChangeSettings({ settings, knownLaws: knownLawIds, usualThresholds, isInFile, sealer })
  const clock = () => new Date(now.at)
  const sent: WebhookMessage[] = []
  const secrets = { readSecret: () => Promise.reject(new Error("no secret of the file")), sealer, clock }
  const approved = async () => {
    const party = (await invitedParties.current("northpost"))?.approved?.party
    if (party === undefined) throw new Error("northpost is not approved")
    return party
  }
  return {
    ...{ ...invitations, settings, sent },
    /** Approves what was entered last, and lets settings follow it, as `npx wayseal parties approve` does. */
    async approve() {
      const result = await invitations.approveLast("northpost")
      if (result.outcome !== "approved") throw new Error(result.outcome)
      return makeFollowApproval({ settings, changeSettings: change })({ ...result.replaces, by: hub, at: now.at })
    },
    async set(patch: SettingsPatch) {
      const version = (await settings.get("northpost"))?.version ?? 0
      return change({
        party: await approved(),
        by: { party: "northpost", credential: "1" },
        version,
        patch,
        at: now.at,
      })
    },
    shown: async () => settingsOf(withSettings(await approved(), (await settings.get("northpost"))?.settings ?? {})),
    /** Delivers an alert as a new container does. */
    async alert() {
      const stored = { invited: invitedParties, settings }
      const deliver = makeDeliverWebhook({
        parties: currentParties({ file: [], stored, clock, telemetry: silentTelemetry }),
        signerOf: webhookSigners(secrets),
        slackUrlOf: slackUrls(secrets),
        letterOf: async (event, party) => letterOfEvent(event, party, { apiUrl: "https://api.hub.example" }),
        post: async (message) => {
          sent.push(message)
          return { status: 200 }
        },
        ...untried(),
        clock,
        telemetry: silentTelemetry,
      })
      const metadata = { id: "the-event", occurredAt: now.at, correlationId: "c-1", version: 1, audience: "northpost" }
      const data = breachCaseOpened.data.parse(breachCaseOpened.examples[0])
      const { detailType } = breachCaseOpened
      const event = { contract: breachCaseOpened, detailType, data, metadata, receivedAt: now.at, eventBridgeId: "e-1" }
      return deliver(event, "the body")
    },
    everythingStored: async () =>
      JSON.stringify([
        invitedParties.rows(),
        await invitedParties.history("northpost", { limit: 50 }),
        await settings.get("northpost"),
        await settings.history("northpost", { limit: 50 }),
      ]),
  }
}

/** An exchange whose carrier has the first Slack channel. */
async function withChannel() {
  const world = exchange()
  await world.answer(await world.tokenOf("northpost"), inSlack(first))
  await world.approve()
  return world
}

describe("a Slack channel of an invited party", () => {
  it("gets messages for people at its address, which rests sealed and is never shown", async () => {
    const world = exchange()
    const token = await world.tokenOf("northpost")
    const answered = await world.answer(token, inSlack(first))
    const channels = { emails, escalationEmails: [], webhookUrl: host, webhookFormat: "slack" }
    expect([answered.status, answered.body.entered.channels]).toEqual([200, channels])
    expect(answered.body).not.toHaveProperty("webhookSecret")
    const { text: read } = await world.read(token)
    await world.approve()
    // A form that release 0.1.0 reads. It finds no secret of a webhook in it, and posts nothing.
    const { webhook } = (await world.invitedParties.current("northpost"))?.approved?.party.channels ?? {}
    expect(webhook).toEqual({ url: host, sealedSecret: expect.stringMatching(/^s1\./) })
    expect(await world.alert()).toBe("delivered")
    expect(world.sent).toEqual([
      { url: first, body: expect.stringContaining("possible privacy breach"), headers: expect.anything() },
    ])
    for (const text of [read, answered.text, await world.everythingStored(), JSON.stringify(world.telemetry.lines)])
      expect(text).not.toContain("firstSecret")
  })

  it("stays the same for the same address, and for the host that stands for it", async () => {
    const world = exchange()
    const token = await world.tokenOf("northpost")
    const entered = inSlack(first)
    await world.answer(token, entered)
    const version = async () => (await world.invitedParties.current("northpost"))?.version
    const before = await version()
    expect((await world.answer(token, entered)).status).toBe(200)
    expect((await world.answer(token, { ...entered, ...inSlack(host), credentials: entered.credentials })).status).toBe(
      200,
    )
    expect(await version()).toBe(before)
    await world.answer(token, inSlack(second))
    await world.approve()
    await world.alert()
    expect(world.sent.map(({ url }) => url)).toEqual([second])
    const history = await world.invitedParties.history("northpost", { limit: 50 })
    expect(history.map(({ newWebhookSecret = false }) => newWebhookSecret)).toEqual([false, true, true, false])
  })

  it("can be changed as a setting, and follows what was approved again", async () => {
    const world = await withChannel()
    expect(await world.set({ webhookUrl: second })).toMatchObject({ outcome: "changed", version: 1 })
    for (const webhookUrl of [second, host]) expect((await world.set({ webhookUrl })).outcome).toBe("unchanged")
    expect(await world.shown()).toMatchObject({ webhookUrl: host })
    await world.alert()
    await world.set({ emails: ["new@northpost.example"] })
    await world.alert()
    await world.set({ webhookUrl: third })
    await world.alert()
    await world.set({ webhookUrl: null })
    await world.alert()
    expect(world.sent.map(({ url }) => url)).toEqual([second, second, third, first])
    const history = await world.settings.history("northpost", { limit: 50 })
    expect(history.map(({ changes }) => changes.map(({ field }) => field))).toEqual([
      ["webhookUrl"],
      ["webhookUrl"],
      ["emails"],
      ["webhookUrl"],
    ])
    expect(await world.everythingStored()).not.toMatch(/(first|second|third)Secret/)
  })

  it("is the one that was approved last, of its kind, whatever was set before", async () => {
    const world = await withChannel()
    await world.set({ webhookUrl: second })
    world.now.at = "2026-11-03T10:00:00.000Z"
    const again = { again: true }
    await world.answer(await world.tokenOf("northpost", "carrier", again), inSlack(third))
    expect(await world.approve()).toEqual(["webhookUrl"])
    await world.alert()
    const program = "https://hooks.northpost.example/"
    await world.answer(
      await world.tokenOf("northpost", "carrier", again),
      aCarrier({ channels: { emails, webhookUrl: program } }),
    )
    // Set for the Slack channel, after the answer and before the approval.
    world.now.at = "2026-11-04T10:00:00.000Z"
    await world.set({ webhookUrl: second })
    await world.approve()
    await world.alert()
    expect(world.sent.map(({ url }) => url)).toEqual([third, program])
    expect(world.sent[1]?.headers).toHaveProperty("webhook-signature")
  })

  it("gets nothing once the key of its removed party was destroyed", async () => {
    const world = await withChannel()
    await world.sealer.shred("party#northpost")
    expect(await world.alert()).toBe("noWebhook")
    expect(world.sent).toEqual([])
  })

  const whole = "write the address of an incoming webhook of Slack, such as https://hooks.slack.com/services/T…/B…/…."
  it.each<[string, object, Readonly<Record<string, unknown>>, string]>([
    [
      "no format",
      { webhookUrl: first },
      {},
      'channels.webhookUrl leads to Slack, which takes messages and no events. Add "webhookFormat": "slack", or',
    ],
    ["no address", { webhookFormat: "slack" }, {}, "channels.webhookFormat has no use without channels.webhookUrl."],
    ["another host", { webhookFormat: "slack", webhookUrl: "https://jane.example/services/T0/B0/x" }, {}, whole],
    ["a page of Slack", { webhookFormat: "slack", webhookUrl: `${host}workflows/T0/A0/1/jane` }, {}, whole],
    ["a query", { webhookFormat: "slack", webhookUrl: `${first}?jane=1` }, {}, whole],
    ["a host that stands for nothing yet", { webhookFormat: "slack", webhookUrl: host }, {}, whole],
    ["another format", { webhookFormat: "jane", webhookUrl: first }, {}, "channels.webhookFormat must be slack."],
    [
      "a secret of the hub's",
      { webhookFormat: "slack", webhookUrl: first },
      { newWebhookSecret: true },
      "newWebhookSecret has no use for a Slack channel. Have Slack make another webhook, and enter its address.",
    ],
  ])("is refused with %s, in a sentence that shows no address", async (_, entered, more, sentence) => {
    const { tokenOf, answer, invitedParties } = invitationWorld()
    const channels = { emails, ...entered }
    const { status, body, text } = await answer(await tokenOf("northpost"), aCarrier({ channels }), more)
    expect([status, body.detail]).toEqual([400, expect.stringContaining(sentence)])
    expect(text).not.toMatch(/firstSecret|jane/)
    expect((await invitedParties.current("northpost"))?.version).toBe(1)
  })
})

describe("the setting webhookUrl", () => {
  it("is refused if it is no address for the webhook that the party has", async () => {
    const slack = await withChannel()
    const program = exchange()
    const channels = { emails, webhookUrl: "https://hooks.northpost.example/" }
    await program.answer(await program.tokenOf("northpost"), aCarrier({ channels }))
    await program.approve()
    expect(await slack.set({ webhookUrl: channels.webhookUrl })).toEqual({
      outcome: "invalid",
      sentences: [
        "webhookUrl is not right: your webhook is a Slack channel. Write the address of an incoming webhook of Slack, " +
          "such as https://hooks.slack.com/services/T…/B…/…",
      ],
    })
    expect(await program.set({ webhookUrl: first ?? "" })).toEqual({
      outcome: "invalid",
      sentences: [
        "webhookUrl leads to Slack, which takes messages, and your webhook gets events. Ask the hub to invite you again, " +
          'and answer with "webhookFormat": "slack"',
      ],
    })
  })
})
