import { createHash } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import { silentTelemetry } from "../../../shared/base/platform/telemetry.ts"
import { currentParties } from "../../../shared/parties/current-parties.ts"
import { nobodyInvited } from "../invitations/nobody-invited.ts"
import { deployed, settingsApi } from "./settings-api.ts"

describe("a change of settings under an idempotency key", () => {
  const change = { ifMatch: '"0"', key: "key-0001", body: { emails: ["new@leafline.example"] } }

  it("is made once, and each repeat gets the first answer, also after later changes", async () => {
    const { call, patch, get } = settingsApi()
    const first = await call("leafline", "PATCH", change)
    await patch("leafline", { emails: ["newer@leafline.example"] }, '"1"')
    const again = await call("leafline", "PATCH", change)
    expect([again.status, again.etag, again.text]).toEqual([200, '"1"', first.text])
    const { body, text } = await get("leafline")
    expect(body.version).toBe(2)
    expect(text).not.toContain("command")
  })

  it("is refused with another body, and is another party's own affair", async () => {
    const { call } = settingsApi()
    await call("leafline", "PATCH", change)
    const other = await call("leafline", "PATCH", { ...change, body: { emails: ["other@leafline.example"] } })
    expect([other.status, other.body.code]).toEqual([422, "idempotencyKeyReused"])
    expect((await call("northpost", "PATCH", { ...change, body: { escalationEmails: [] } })).status).toBe(200)
  })

  it("stores neither key nor body as a hash that somebody without the hub's secret can make", async () => {
    const { call, settings } = settingsApi()
    await call("leafline", "PATCH", change)
    await call("northpost", "PATCH", { ...change, body: { escalationEmails: [] } })
    const stored = async (party: string) => JSON.stringify((await settings.history(party, { limit: 1 }))[0]?.command)
    const guess = (text: string) => createHash("sha256").update(text).digest("hex")
    for (const text of [change.key, JSON.stringify(change.body), JSON.stringify(change.key)])
      expect(await stored("leafline")).not.toContain(guess(text))
    const [ours, theirs] = [JSON.parse(await stored("leafline")), JSON.parse(await stored("northpost"))]
    expect(ours.id).not.toBe(theirs.id)
  })

  it("is made once when it is under way twice at the same time", async () => {
    const { call, get } = settingsApi()
    const answers = await Promise.all([call("leafline", "PATCH", change), call("leafline", "PATCH", change)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers[0]?.text).toBe(answers[1]?.text)
    expect((await get("leafline")).body.version).toBe(1)
  })
})

describe("a party's settings", () => {
  it("are those of the parties file until it changes one", async () => {
    const { get } = settingsApi()
    const { status, etag, body } = await get("leafline")
    expect([status, etag]).toEqual([200, '"0"'])
    expect(body).toEqual({
      version: 0,
      settings: {
        emails: ["privacy@leafline.example"],
        escalationEmails: [],
        heavyReaders: [],
        thresholds: { walk: { alert: 15, notice: 10 } },
      },
      changed: [],
      history: [],
    })
  })

  it("change field by field, and say who changed what, when, from what to what", async () => {
    const { patch, get } = settingsApi()
    const first = await patch("leafline", { emails: ["new@leafline.example"] })
    expect([first.status, first.etag, first.body.changed]).toEqual([200, '"1"', ["emails"]])
    await patch("leafline", { escalationEmails: ["head@leafline.example"] }, '"1"')
    const { body } = await get("leafline")
    expect(body.settings).toMatchObject({
      emails: ["new@leafline.example"],
      escalationEmails: ["head@leafline.example"],
    })
    const by = { party: "leafline", credential: "leafline-key" }
    const at = "2026-11-01T10:00:00.000Z"
    expect(body.history).toEqual([
      {
        version: 2,
        at,
        by,
        changes: [{ field: "escalationEmails", before: [], after: ["head@leafline.example"] }],
      },
      {
        version: 1,
        at,
        by,
        changes: [{ field: "emails", before: ["privacy@leafline.example"], after: ["new@leafline.example"] }],
      },
    ])
  })

  it("name the person who changed them in the console", async () => {
    const { patch, get } = settingsApi()
    await patch("leafline as person-1", { emails: ["new@leafline.example"] })
    const { body } = await get("leafline")
    expect(body.history).toMatchObject([{ by: { party: "leafline", credential: "person-1" } }])
  })

  it("reach functions that run", async () => {
    const { settings, patch } = settingsApi()
    await patch("northpost", { webhookUrl: "https://hooks.northpost.example/new" })
    const clock = () => new Date()
    const stored = { invited: nobodyInvited, settings }
    const current = currentParties({ file: deployed, stored, clock, telemetry: silentTelemetry })
    expect((await current.byId("northpost"))?.channels.webhook).toEqual({
      url: "https://hooks.northpost.example/new",
      secretName: "northpost-webhook",
    })
  })

  it("merge thresholds chart by chart, and levels one by one", async () => {
    const { patch } = settingsApi()
    const { body } = await patch("leafline", { thresholds: { walk: { alert: 20 }, guess: { alert: 18 } } })
    expect(body.settings.thresholds).toEqual({ walk: { alert: 20, notice: 10 }, guess: { alert: 18 } })
    const without = await patch("leafline", { thresholds: { walk: null } }, '"1"')
    expect(without.body.settings.thresholds).toEqual({ guess: { alert: 18 } })
  })

  it("follow the parties file again after null", async () => {
    const { patch, settings } = settingsApi()
    await patch("leafline", { emails: ["new@leafline.example"], thresholds: { walk: { alert: 20 } } })
    const { body } = await patch("leafline", { emails: null, thresholds: null }, '"1"')
    expect(body).toMatchObject({
      version: 2,
      settings: { emails: ["privacy@leafline.example"], thresholds: { walk: { alert: 15, notice: 10 } } },
      changed: [],
    })
    expect((await settings.get("leafline"))?.settings).toEqual({})
  })

  it("of others stay as they are, and are not shown", async () => {
    const { patch, get } = settingsApi()
    await patch("leafline", { emails: ["new@leafline.example"] })
    expect((await get("northpost")).body).toMatchObject({ version: 0, changed: [], history: [] })
    expect((await get("northpost")).text).not.toContain("leafline")
  })

  it("are shown and changed only for a party that is authenticated", async () => {
    const { get, patch } = settingsApi()
    expect((await get("nobody")).status).toBe(401)
    expect((await patch("nobody", {})).status).toBe(401)
  })
})

describe("a party without a webhook", () => {
  it.each<[string, readonly string[], string]>([
    ["of the file", [], "Ask the hub to enter one with its secret, and to deploy."],
    [
      "that was invited",
      ["leafline"],
      "Ask the hub to invite you again, and enter channels.webhookUrl in your answer, which gives you the secret.",
    ],
  ])("%s learns how it gets one", async (_, invited, mend) => {
    const { patch } = settingsApi({ invited })
    const { status, body } = await patch("leafline", { webhookUrl: "https://hooks.leafline.example/" })
    expect([status, body.detail]).toEqual([400, `webhookUrl has no use: you have no webhook yet. ${mend}`])
  })
})

describe("two writers", () => {
  it("cannot lose a change: the second has to read again", async () => {
    const { patch, get } = settingsApi()
    expect((await patch("leafline", { emails: ["first@leafline.example"] })).status).toBe(200)
    const second = await patch("leafline", { emails: ["second@leafline.example"] })
    expect([second.status, second.body.code]).toEqual([412, "preconditionFailed"])
    expect((await patch("leafline", { emails: ["first@leafline.example"] })).status).toBe(412)
    expect((await get("leafline")).body.settings.emails).toEqual(["first@leafline.example"])
  })

  it("at the same moment, one of them wins", async () => {
    const { patch, get } = settingsApi()
    const both = ["first", "second"].map((name) => patch("leafline", { emails: [`${name}@leafline.example`] }))
    const statuses = (await Promise.all(both)).map(({ status }) => status)
    expect(statuses.sort()).toEqual([200, 412])
    expect((await get("leafline")).body.history).toHaveLength(1)
  })

  it("have to say what they read", async () => {
    const { call } = settingsApi()
    const without = await call("leafline", "PATCH", { body: { emails: ["a@leafline.example"] } })
    expect([without.status, without.body.code]).toEqual([428, "preconditionRequired"])
    for (const ifMatch of ["*", '"one"', ""]) {
      const { status } = await call("leafline", "PATCH", { body: { emails: ["a@leafline.example"] }, ifMatch })
      expect([ifMatch, status]).toEqual([ifMatch, 412])
    }
  })

  it("leave no history by a change that changes nothing", async () => {
    const { patch, get } = settingsApi()
    expect((await patch("leafline", {})).body.version).toBe(0)
    await patch("leafline", { emails: ["a@leafline.example"] })
    expect((await patch("leafline", { emails: ["a@leafline.example"] }, '"1"')).etag).toBe('"1"')
    expect((await get("leafline")).body.history).toHaveLength(1)
  })
})

describe("the history", () => {
  it("is read page by page, the newest first, to its end", async () => {
    const { patch, get } = settingsApi()
    for (let version = 0; version < 5; version += 1)
      await patch("leafline", { emails: [`contact-${version}@leafline.example`] }, `"${version}"`)
    const versions: number[][] = []
    let query: string | undefined = "limit=2"
    while (query !== undefined) {
      const { body } = await get("leafline", query)
      versions.push(body.history.map((change: { version: number }) => change.version))
      query = body.next === undefined ? undefined : `limit=2&after=${body.next}`
    }
    expect(versions).toEqual([[5, 4], [3, 2], [1]])
    expect((await get("leafline", "limit=5")).body.next).toBeUndefined()
  })

  it.each(["limit=0", "limit=101", "limit=x", "after=0", "after=-1"])("refuses %s", async (query) => {
    const { get } = settingsApi()
    expect((await get("leafline", query)).status).toBe(400)
  })
})

describe("a wrong setting", () => {
  const shopWith = (carriers: object) => ({
    vendors: { shopify: { shop: "leafline.myshopify.com", secret: "a-secret-of-the-app", carriers } },
  })
  const noCarrier =
    "vendors.shopify.carriers.Canada Post is not the party id of a carrier that takes part. Ask the hub which ones do"
  const reader = { name: "bot", class: "aggregator", networks: [], credentials: [] }
  it.each<[string, string, unknown, string]>([
    ["a carrier of a shop that is no party", "leafline", shopWith({ "Canada Post": "janedoe" }), noCarrier],
    ["a carrier of a shop that is a retailer", "leafline", shopWith({ "Canada Post": "leafline" }), noCarrier],
    ["no contact", "leafline", { emails: [] }, "emails must be at least 1 entries long."],
    ["a bad address", "leafline", { emails: ["jane.doe"] }, "emails[0] is not right: write an e-mail address."],
    ["an unknown field", "leafline", { janeDoe: 1 }, "it has a field that it may not have. Its fields may be emails, "],
    [
      "a webhook without TLS",
      "northpost",
      { webhookUrl: "http://hooks.northpost.example/" },
      "webhookUrl is not right: write a whole URL that starts with https://.",
    ],
    ["an address as webhook", "northpost", { webhookUrl: "https://10.0.0.7/" }, "write a host with a public name"],
    ["another address", "northpost", { webhookUrl: "https://[fd00::1]/" }, "write a host with a public name"],
    ["an address in one number", "northpost", { webhookUrl: "https://167772167/" }, "write a host with a public name"],
    ["an internal host", "northpost", { webhookUrl: "https://db.internal/" }, "write a host with a public name"],
    ["a host of a local network", "northpost", { webhookUrl: "https://printer.local/" }, "a host with a public name"],
    ["a host of its own", "northpost", { webhookUrl: "https://localhost/" }, "write a host with a public name"],
    ["no webhook to move", "leafline", { webhookUrl: "https://hooks.leafline.example/" }, "you have no webhook yet"],
    ["a carrier's threshold", "northpost", { thresholds: { walk: { alert: 14 } } }, "thresholds are a retailer's"],
    [
      "a threshold out of range",
      "leafline",
      { thresholds: { walk: { alert: 999 } } },
      "thresholds.walk.alert must be from 7 to 56; 14 is usual.",
    ],
    [
      "a notice above its alert",
      "leafline",
      { thresholds: { walk: { notice: 16 } } },
      "thresholds.walk.notice must not be above thresholds.walk.alert.",
    ],
    [
      "a chart without alert",
      "leafline",
      { thresholds: { guess: { notice: 9 } } },
      "thresholds.guess.alert is missing.",
    ],
    ["an unknown chart", "leafline", { thresholds: { wallk: { alert: 9 } } }, "thresholds has a field that it may not"],
    [
      "a network that is none",
      "leafline",
      { heavyReaders: [{ ...reader, networks: ["203.0.113.0/99"] }] },
      "heavyReaders[0].networks[0]: write a network in CIDR notation",
    ],
    [
      "a field that no reader has",
      "leafline",
      { heavyReaders: [{ ...reader, janeDoe: 1 }] },
      "heavyReaders[0] has a field that it may not have. Its fields may be name, class, networks",
    ],
    [
      "more than fits",
      "leafline",
      { heavyReaders: Array(50).fill({ ...reader, credentials: Array(40).fill("credential") }) },
      "it may have at most 16000 bytes together with what you changed before. Name fewer heavyReaders.",
    ],
    [
      "an unknown class",
      "leafline",
      { heavyReaders: [{ ...reader, class: "jane.doe" }] },
      "heavyReaders[0].class must be one of aggregator, verifiedBot, mailScanner, partnerPoller.",
    ],
  ])("is refused: %s", async (_, as, body, sentence) => {
    const { patch, settings } = settingsApi()
    const answer = await patch(as, body)
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining(sentence)])
    // Nothing of what was sent comes back.
    expect(answer.text).not.toMatch(/jane|10\.0\.0\.7|fd00|wallk|999|\/99/i)
    expect(settings.rows()).toEqual([])
  })
})

describe("where people track their parcels", () => {
  const trackingSite = { site: "leafline.example", entry: { en: "Track my order", fr: "Suivre ma commande" } }

  it("is set, changed in part and unset by the party", async () => {
    const { patch, get } = settingsApi()
    expect((await patch("leafline", { trackingSite }, '"0"')).status).toBe(200)
    expect((await get("leafline")).body).toMatchObject({ settings: { trackingSite }, changed: ["trackingSite"] })
    expect((await patch("leafline", { trackingSite: { entry: { fr: null } } }, '"1"')).body.settings).toMatchObject({
      trackingSite: { site: "leafline.example", entry: { en: "Track my order" } },
    })
    expect((await patch("leafline", { trackingSite: null }, '"2"')).body.settings).not.toHaveProperty("trackingSite")
  })

  it.each([
    "https://leafline.example/track",
    "leafline.example/track",
    "Leafline «Email»",
    "{code}",
    "leafline@example",
    "x",
    "a\u202Eb",
  ])("is no link, no slot and no gap: %j", async (site) => {
    const { patch, settings } = settingsApi()
    const answer = await patch("leafline", { trackingSite: { site } }, '"0"')
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining("trackingSite.site")])
    expect(settings.rows()).toEqual([])
  })
})

describe("what a second person has to approve", () => {
  it("is named by the party with its own key, and not by a person alone", async () => {
    const { patch, get } = settingsApi()
    const byPerson = await patch("leafline as officer-anna-3f9c", { approvals: [] }, '"0"')
    expect([byPerson.status, byPerson.body.code]).toEqual([403, "forbidden"])
    expect(byPerson.text).toContain("own key")
    expect((await patch("leafline", { approvals: ["closing", "report"] }, '"0"')).status).toBe(200)
    expect((await get("leafline")).body).toMatchObject({
      settings: { approvals: ["closing", "report"] },
      changed: ["approvals"],
    })
    expect((await patch("leafline", { approvals: ["everything"] }, '"1"')).status).toBe(400)
    expect((await patch("leafline", { approvals: null }, '"1"')).status).toBe(200)
    expect((await get("leafline")).body.settings).not.toHaveProperty("approvals")
  })
})
