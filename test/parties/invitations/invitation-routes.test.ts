import { describe, expect, it } from "@jest/globals"
import { aCarrier, aRetailer, fileKey, firstDay, invitationWorld, publicKey } from "./invitation-world.ts"

/** Each within its own bound, but the bytes of all are too many. */
const long = "jane".repeat(480)
const tooMuch = { name: long, title: long, phone: long, address: "é".repeat(1_990), email: "jane@leafline.example" }

const notOpen = {
  status: 404,
  body: expect.objectContaining({
    detail: "No open invitation has this token. It is unknown, it ran out, or it was used. Ask the hub for another.",
  }),
}

describe("an invitation", () => {
  it("says what it asks for, until when, and what happens next", async () => {
    const { tokenOf, read } = invitationWorld()
    expect((await read(await tokenOf("northpost"))).body).toEqual({
      party: "northpost",
      kind: "carrier",
      language: "en",
      until: "2026-11-15T10:00:00.000Z",
      state: "invited",
      next: "Enter what is asked for. The hub then looks at it and approves it",
    })
  })

  it("is answered any number of times until the hub approves, and shows what was entered", async () => {
    const { tokenOf, read, answer, approveLast, historyOf } = invitationWorld()
    const token = await tokenOf("northpost")
    const first = aCarrier()
    expect((await answer(token, first)).body).toMatchObject({ state: "answered", entered: { alias: "Northpost" } })
    await answer(token, { ...first, alias: "North Post" })
    const { body } = await read(token)
    expect(body).toMatchObject({ state: "answered", entered: { alias: "North Post", language: "en", roles: [] } })
    // What is shown can be sent as it is.
    expect((await answer(token, body.entered)).status).toBe(200)
    expect(await approveLast("northpost")).toMatchObject({ outcome: "approved" })
    expect(await historyOf("northpost")).toEqual([
      [4, "approved", "hub"],
      [3, "answered", "northpost"],
      [2, "answered", "northpost"],
      [1, "invited", "hub"],
    ])
  })

  it("changes nothing and writes no history when the same answer comes twice", async () => {
    const { tokenOf, answer, invitedParties } = invitationWorld()
    const token = await tokenOf("northpost")
    const entered = aCarrier()
    const [first, again] = [await answer(token, entered), await answer(token, entered)]
    expect(again.body).toEqual(first.body)
    expect((await invitedParties.current("northpost"))?.version).toBe(2)
  })

  it("keeps of its token only the hash", async () => {
    const { tokenOf, answer, invitedParties } = invitationWorld()
    const token = await tokenOf("northpost")
    await answer(token, aCarrier())
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(JSON.stringify(invitedParties.rows())).not.toContain(token)
  })

  it("answers alike for an unknown token, one that ran out, one that was used and one that was replaced", async () => {
    const { tokenOf, read, answer, approveLast, now } = invitationWorld()
    const replaced = await tokenOf("northpost")
    const used = await tokenOf("northpost", "carrier", { again: true })
    await answer(used, aCarrier())
    await approveLast("northpost")
    const expired = await tokenOf("leafline", "retailer", { days: 1 })
    now.at = "2026-11-02T10:00:00.000Z"
    for (const token of ["nothing", replaced, used, expired]) {
      expect(await read(token)).toMatchObject(notOpen)
      expect(await answer(token, aCarrier())).toMatchObject(notOpen)
    }
  })

  it("counts until its last millisecond", async () => {
    const { tokenOf, read, now } = invitationWorld()
    const token = await tokenOf("northpost", "carrier", { days: 1 })
    now.at = "2026-11-02T09:59:59.999Z"
    expect((await read(token)).status).toBe(200)
  })

  it("lets a retailer enter what a retailer has", async () => {
    const { tokenOf, answer, invitedParties } = invitationWorld()
    const token = await tokenOf("leafline", "retailer", { language: "fr" })
    const entered = aRetailer({
      discreet: true,
      shipperAccounts: [{ carrierId: "northpost", account: "8841-20931" }],
      channels: { emails: ["a@leafline.example"], escalationEmails: ["b@leafline.example"] },
    })
    expect((await answer(token, entered)).status).toBe(200)
    const { answer: stored } = (await invitedParties.current("leafline")) ?? {}
    expect(stored).toMatchObject({
      at: firstDay,
      party: { id: "leafline", kind: "retailer", discreet: true, missShare: 0.05, language: "fr", heavyReaders: [] },
    })
  })
})

describe("a webhook of an invited party", () => {
  const channels = { emails: ["a@northpost.example"], webhookUrl: "https://hooks.northpost.example/" }
  const withWebhook = aCarrier({ channels })

  it("gets a secret, which is shown once and rests sealed", async () => {
    const { tokenOf, read, answer, invitedParties, sealer } = invitationWorld()
    const token = await tokenOf("northpost")
    const { body } = await answer(token, withWebhook)
    expect(body.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(body.entered.channels).toEqual({ ...channels, escalationEmails: [] })
    const { webhook } = (await invitedParties.current("northpost"))?.answer?.party.channels ?? {}
    if (webhook === undefined || !("sealedSecret" in webhook)) throw new Error("there is no sealed secret")
    expect(await sealer.unseal("party#northpost", "webhook", "secret", webhook.sealedSecret)).toBe(body.webhookSecret)
    expect(JSON.stringify(invitedParties.rows())).not.toContain(body.webhookSecret)
    const { text } = await read(token)
    expect(text).not.toContain("Secret")
    expect(text).not.toContain(webhook.sealedSecret)
    const history = JSON.stringify(await invitedParties.history("northpost", { limit: 10 }))
    expect(history).not.toContain(webhook.sealedSecret)
    expect(history).toContain('"newWebhookSecret":true')
  })

  it("keeps its secret at the same address, also when the party is invited again", async () => {
    const { tokenOf, answer, approveLast, invitedParties } = invitationWorld()
    const token = await tokenOf("northpost")
    await answer(token, withWebhook)
    expect((await answer(token, { ...withWebhook, alias: "Other" })).body).not.toHaveProperty("webhookSecret")
    await approveLast("northpost")
    const before = (await invitedParties.current("northpost"))?.approved?.party.channels.webhook
    const again = await tokenOf("northpost", "carrier", { again: true })
    expect((await answer(again, { ...withWebhook, alias: "Third" })).body).not.toHaveProperty("webhookSecret")
    expect((await invitedParties.current("northpost"))?.answer?.party.channels.webhook).toEqual(before)
  })

  it("gets another secret at another address, or when the party asks for one", async () => {
    const { tokenOf, answer } = invitationWorld()
    const token = await tokenOf("northpost")
    const first = (await answer(token, withWebhook)).body.webhookSecret
    const moved = { ...withWebhook, channels: { ...channels, webhookUrl: "https://hooks.northpost.example/new" } }
    const second = (await answer(token, moved)).body.webhookSecret
    const third = (await answer(token, moved, { newWebhookSecret: true })).body.webhookSecret
    expect(new Set([first, second, third, undefined]).size).toBe(4)
  })
})

describe("a wrong entry", () => {
  const small = { kid: "1", kty: "OKP", crv: "Ed25519", x: "A".repeat(43) }
  const key = publicKey()
  const noPoint = "credentials.publicKeys[0] is not a point of its curve. Export the public key again"
  const oidc = { issuer: "https://login.jane.example", audience: "a", subject: "s" }
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["no alias", { alias: undefined }, "alias is missing."],
    ["an unknown field", { janeDoe: 1 }, "party has a field that it may not have. Its fields may be kind, alias, "],
    ["an account of AWS", { account: "111122223333" }, "party has a field that it may not have."],
    ["a queue", { channels: { emails: ["a@b.example"], queue: true } }, "channels has a field that it may not have."],
    ["no contact", { channels: { emails: [] } }, "channels.emails must be at least 1 entries long."],
    [
      "a wrong contact",
      { channels: { emails: ["jane"] } },
      "channels.emails[0] is not right: write an e-mail address.",
    ],
    ["no credentials", { credentials: undefined }, "credentials is missing."],
    ["too many keys", { credentials: { publicKeys: [1, 2, 3].map((kid) => publicKey(`${kid}`)) } }, "credentials"],
    ["a private key", { credentials: { publicKeys: [{ ...key, d: "jane" }] } }, "a private key must not be in"],
    ["a weak key", { credentials: { publicKeys: [small] } }, "credentials.publicKeys[0] is not a point of its curve"],
    ["a key of the letter's example", { credentials: { publicKeys: [{ ...key, x: "..." }] } }, noPoint],
    ["an empty key", { credentials: { publicKeys: [{ ...key, x: "" }] } }, noPoint],
    ["a padded key", { credentials: { publicKeys: [{ ...key, x: `${key.x}=` }] } }, noPoint],
    ["a key with a space", { credentials: { publicKeys: [{ ...key, x: ` ${key.x}` }] } }, noPoint],
    ["a key that is too long", { credentials: { publicKeys: [{ ...key, x: "A".repeat(3_000) }] } }, noPoint],
    ["a weak key in other letters", { credentials: { publicKeys: [{ ...small, x: `${"A".repeat(42)}B` }] } }, noPoint],
    ["one key twice", { credentials: { publicKeys: [key, { ...key, kid: "2" }] } }, "publicKeys[1] is the same key"],
    ["one kid twice", { credentials: { publicKeys: [key, publicKey(key.kid)] } }, "publicKeys have the same kid"],
    [
      "an issuer without TLS",
      { credentials: { oidc: { ...oidc, issuer: "http://jane.example" } } },
      "oidc.issuer: write",
    ],
    [
      "an issuer inside",
      { credentials: { oidc: { ...oidc, issuer: "https://10.1.2.3" } } },
      "oidc.issuer: write an https",
    ],
    [
      "a webhook inside",
      { channels: { emails: ["a@b.example"], webhookUrl: "https://10.1.2.3/" } },
      "channels.webhookUrl: write a host with a public name, such as hooks.example.com.",
    ],
    [
      "a misspelt time zone",
      { jurisdiction: { country: "CA", timeZone: "America/Torono" } },
      "jurisdiction.timeZone is not an IANA time zone; did you mean America/Toronto?",
    ],
    ["an unknown country", { jurisdiction: { country: "XX", timeZone: "UTC" } }, "jurisdiction.country is not an ISO"],
    ["no law", { laws: [] }, "laws names no law, so a breach would give this party no duty."],
    ["a law twice", { laws: ["ca-pipeda", "ca-pipeda"] }, "laws names ca-pipeda twice."],
    ["no law's id", { laws: ["jane"] }, "laws[0] is not right: write the id of a law, such as ca-pipeda"],
    ["an unknown law", { laws: ["ca-pipeda", "xx-jane"] }, "laws[1] must be one of au-privacy-act, ca-ab-pipa, "],
    ["a law and a reason for none", { noLawBinds: "It only tries things out" }, "noLawBinds is set, but laws names"],
    ["a role under another law", { roles: [{ law: "eu-gdpr", role: "holder" }] }, "roles.0.law is not among laws"],
    ["an alias with a space", { alias: "Northpost " }, "alias must have no space at its ends"],
    ["an alias without a letter", { alias: "..." }, "alias must have a letter or a digit. Write your public name"],
    ["an alias of two lines", { alias: "North\npost" }, "alias must have no space at its ends and no control"],
    [
      "a text that controls a terminal",
      { documents: { noticeSender: "\u009b31m" } },
      "no text may have characters that control a terminal",
    ],
    ["a text that turns around", { documents: { contact: { name: "a\u202eb" } } }, "turn the direction of writing"],
    ["another kind", aRetailer(), "kind must be carrier, as which you are invited."],
    [
      "too much",
      {
        documents: { contact: tooMuch, publicContact: { phone: long }, legalName: "jane" },
        noLawBinds: "é".repeat(1_990),
        laws: [],
      },
      "it may have at most 16000 bytes in all.",
    ],
  ])("is refused: %s", async (_, entries, sentence) => {
    const { tokenOf, answer, invitedParties, telemetry } = invitationWorld()
    const token = await tokenOf("northpost")
    const { status, body, text } = await answer(token, aCarrier(entries))
    expect([status, body.detail]).toEqual([400, expect.stringContaining(sentence)])
    expect(text).not.toMatch(/jane|10\.1\.2\.3|Torono|XX|janeDoe/i)
    expect(text).not.toContain(token)
    expect(JSON.stringify(telemetry.lines)).not.toMatch(/jane|Torono|northpost/i)
    expect(JSON.stringify(telemetry.lines)).not.toContain(token)
    expect((await invitedParties.current("northpost"))?.version).toBe(1)
  })

  it("is refused together with all others", async () => {
    const { tokenOf, answer } = invitationWorld()
    const wrong = { jurisdiction: { country: "XX", timeZone: "Mars" }, laws: [] }
    const { body } = await answer(await tokenOf("northpost"), aCarrier(wrong), { newWebhookSecret: true })
    for (const sentence of ["timeZone is not", "country is not", "laws names no law", "newWebhookSecret has no use"])
      expect(body.detail).toContain(sentence)
  })

  it("is refused before the token is looked at, and so is a token that is none", async () => {
    const { call, read } = invitationWorld()
    expect((await call("read", {})).body.detail).toBe("token is missing.")
    expect((await call("read", { token: 7 })).status).toBe(400)
    expect((await call("answer", { token: "x" })).body.detail).toBe("party is missing.")
    expect((await read("x".repeat(201))).status).toBe(400)
    expect((await call("answer", { token: "x", party: aCarrier({ alias: "y".repeat(70_000) }) })).status).toBe(413)
  })
})

describe("what another party has", () => {
  const ofAnother = [
    ["an alias", { alias: "SECOND" }, "alias is also the alias of another party"],
    ["an id as an alias", { alias: "Second-Id" }, /alias is (also )?the (id|alias) of another party/],
    [
      "an account",
      { shipperAccounts: [{ carrierId: "northpost", account: "77" }] },
      "shipperAccounts[0] is also an account of another party. Ask the carrier for yours",
    ],
  ] as const

  it.each(ofAnother)("cannot be entered: %s of an invited party, and the other is not named", async (_, same, says) => {
    const { tokenOf, answer } = invitationWorld()
    const second = aRetailer({ alias: "Second", shipperAccounts: [{ carrierId: "northpost", account: "77" }] })
    expect((await answer(await tokenOf("second-id", "retailer"), second)).status).toBe(200)
    const { status, body, text } = await answer(await tokenOf("leafline", "retailer"), aRetailer(same))
    expect([status, body.detail]).toEqual([
      400,
      typeof says === "string" ? expect.stringContaining(says) : expect.stringMatching(says),
    ])
    expect(text).not.toMatch(/second/i)
  })

  it.each([
    ["a key", { credentials: { publicKeys: [publicKey("9")] } }, "credentials.publicKeys[0] is also a key of another"],
    [
      "a subject",
      { credentials: { oidc: { issuer: "https://login.shared.example", audience: "a", subject: "s" } } },
      "credentials.oidc.subject is also the subject of another party",
    ],
  ])("cannot be entered: %s of an invited party", async (_, same, says) => {
    const { tokenOf, answer } = invitationWorld()
    await answer(await tokenOf("northpost"), aCarrier(same))
    const { body } = await answer(await tokenOf("westpost"), aCarrier({ alias: "Westpost", ...same }))
    expect(body.detail).toContain(says)
  })

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ["an alias", { alias: "maple books" }, "alias is also the alias of another party."],
    ["an id as an alias", { alias: "Maplebooks" }, "alias is the id of another party."],
    ["a key", { credentials: { publicKeys: [{ ...fileKey, kid: "mine" }] } }, "is also a key of another party"],
    [
      "a subject",
      { credentials: { oidc: { issuer: "https://login.eastpost.example", audience: "other", subject: "s" } } },
      "credentials.oidc.subject is also the subject of another party",
    ],
    [
      "an account",
      { shipperAccounts: [{ carrierId: "northpost", account: "4711" }] },
      "shipperAccounts[0] is also an account of another party",
    ],
    [
      "an account, twice",
      { shipperAccounts: [1, 2].map(() => ({ carrierId: "northpost", account: "1" })) },
      "shipperAccounts[1] is there twice",
    ],
  ])("cannot be entered: %s of a party of the file", async (_, same, says) => {
    const { tokenOf, answer } = invitationWorld()
    const { body, text } = await answer(await tokenOf("leafline", "retailer"), aRetailer(same))
    expect(body.detail).toContain(says)
    expect(text).not.toMatch(/maple/i)
  })

  it("can be entered as often as a party likes if it is its own", async () => {
    const { tokenOf, answer, approveLast } = invitationWorld()
    const entered = aCarrier()
    await answer(await tokenOf("northpost"), entered)
    await approveLast("northpost")
    const again = await tokenOf("northpost", "carrier", { again: true })
    expect((await answer(again, entered)).status).toBe(200)
  })

  it("does not show by an answer whether a role names a party that there is", async () => {
    const { tokenOf, answer } = invitationWorld()
    const token = await tokenOf("northpost")
    const towards = (id: string) => answer(token, aCarrier({ roles: [{ with: id, role: "holder" }] }))
    for (const id of ["maplebooks", "eastpost", "nobody"]) expect((await towards(id)).status).toBe(200)
  })
})
