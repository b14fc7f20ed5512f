import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"
import { requirePartiesOfBuses } from "../../../infra/stages/partner-buses.ts"
import { partiesFileProblems, readPartiesFile } from "../../../infra/stages/read-parties.ts"
import { stageConfig } from "../../../infra/stages/stage-config.ts"
import { parties } from "../../../shared/parties/party.ts"

const retailer = {
  id: "leafline",
  kind: "retailer",
  alias: "Leafline",
  account: "111122223333",
  channels: {},
  laws: ["ca-pipeda"],
  jurisdiction: { country: "CA", timeZone: "America/Toronto" },
  ordersPerDay: 100,
  missShare: 0.05,
}
const { ordersPerDay: _, missShare: __, ...ofBoth } = retailer
const carrier = { ...ofBoth, id: "northpost", kind: "carrier", alias: "Northpost", account: "444455556666" }
const key = { kid: "a", kty: "OKP", crv: "Ed25519", x: "vCGFjgxIIe1MCHtLLYSN6iULtNSNFRUWCH-AMn9Hrds" }
const oidc = { issuer: "https://login.example", audience: "wayseal", subject: "integration" }
const thresholds = (each: object) => ({ detection: { thresholds: each } })

const problemsIn = (file: unknown) => partiesFileProblems(file, { hubAccountMayPublish: true })

/** What is said about the two parties, changed as given. */
const problems = (ofRetailer: object, ofCarrier: object = {}) =>
  problemsIn({
    parties: [
      { ...retailer, ...ofRetailer },
      { ...carrier, ...ofCarrier },
    ],
  })

describe("a parties file", () => {
  it("may lead webhooks to the machine itself in the stage of a developer's machine", () => {
    const webhook = (url: string) => ({ parties: [{ ...retailer, channels: { webhook: { url, secretName: "s" } } }] })
    const local = { hubAccountMayPublish: true, allowsLoopback: true }
    expect(partiesFileProblems(webhook("https://127.0.0.1:8443/"), local)).toEqual([])
    expect(partiesFileProblems(webhook("https://10.0.0.1/"), local)).toHaveLength(1)
  })

  it("without a fault has no problem", () => {
    expect(problems({})).toEqual([])
  })

  it.each<[string, object, object, string | RegExp]>([
    [
      "a misspelt time zone",
      { jurisdiction: { country: "CA", timeZone: "America/Torono" } },
      {},
      'leafline: jurisdiction.timeZone "America/Torono" is not an IANA time zone; did you mean America/Toronto?',
    ],
    [
      "an unknown country",
      { jurisdiction: { country: "XX", timeZone: "UTC" } },
      {},
      /country "XX" is not an ISO 3166-1/,
    ],
    ["a small country", { jurisdiction: { country: "ca", timeZone: "UTC" } }, {}, /write two capital letters/],
    [
      "an alias that is another's id",
      { alias: "NorthPost" },
      { alias: "Else" },
      /leafline: alias is the id of another/,
    ],
    [
      "an alias in other letters",
      { alias: "northPOST" },
      { id: "north" },
      /leafline: alias is also the alias of north/,
    ],
    [
      "a role towards a party that is not there",
      { roles: [{ with: "nothpost", role: "holder" }] },
      {},
      'leafline: roles.0.with names no party of this file, "nothpost"; did you mean northpost?',
    ],
    [
      "a role towards a party of its own kind",
      { roles: [{ with: "leafline", role: "holder" }] },
      {},
      /roles\.0\.with is a retailer too/,
    ],
    [
      "a role under a law that does not bind the party",
      { roles: [{ law: "eu-gdpr", role: "holder" }] },
      {},
      /roles\.0\.law is not among laws/,
    ],
    [
      "a contract with a party that is not there",
      { contracts: [{ with: "nothpost", clause: "s. 1", tellWithinHours: 24 }] },
      {},
      'leafline: contracts.0.with names no party of this file, "nothpost"; did you mean northpost?',
    ],
    [
      "two contracts with one party",
      { contracts: ["s. 1", "s. 2"].map((clause) => ({ with: "northpost", clause, tellWithinHours: 24 })) },
      {},
      /leafline: contracts\.1\.with is named before/,
    ],
    [
      "a clause with a mark that is in no citation",
      { contracts: [{ with: "northpost", clause: "<b>", tellWithinHours: 24 }] },
      {},
      /leafline: contracts\[0\]\.clause/,
    ],
    ["a shared account", { account: carrier.account }, {}, /leafline: account is also the account of northpost/],
    ["a queue without reader", { account: undefined, channels: { queue: true } }, {}, /nobody could read the queue/],
    [
      "a reader without queue",
      { channels: { queue: false, queueReader: "arn:aws:iam::111122223333:role/r" } },
      {},
      /queueReader is set, but channels.queue is false/,
    ],
    [
      "a reader besides an account",
      { channels: { queueReader: "arn:aws:iam::111122223333:root" } },
      {},
      /own account reads/,
    ],
    ["no law", { laws: [] }, {}, /laws names no law/],
    ["a law twice", { laws: ["ca-pipeda", "ca-pipeda"] }, {}, "leafline: laws names ca-pipeda twice"],
    ["a law and a reason for none", { noLawBinds: "It only tries things out" }, {}, /noLawBinds is set, but laws/],
    ["a misspelt law", { laws: ["ca-pipda"] }, {}, /laws\[0\] "ca-pipda" is not one of .+; did you mean ca-pipeda\?/],
    ["a misspelt field", { chanels: {} }, {}, "leafline: chanels is not a field here; did you mean channels?"],
    [
      "a misspelt inner field",
      { channels: { email: [] } },
      {},
      "leafline: channels.email is not a field here; did you mean emails?",
    ],
    [
      "a misspelt kind",
      { kind: "retailr" },
      {},
      'leafline: kind "retailr" is not one of retailer, carrier; did you mean retailer?',
    ],
    ["a missing field", { missShare: undefined }, {}, "leafline: missShare is missing"],
    ["a number out of range", { missShare: 2 }, {}, "leafline: missShare must be at most 1"],
    [
      "a webhook without TLS",
      { channels: { webhook: { url: "http://h.example", secretName: "s" } } },
      {},
      /webhook.url is not right: write a whole URL/,
    ],
    [
      "a webhook on the machine itself",
      { channels: { webhook: { url: "https://127.0.0.1/", secretName: "s" } } },
      {},
      "leafline: channels.webhook.url leads to no public address, and nothing is posted to any other. Write a host with a public name, such as hooks.example.com",
    ],
    [
      "a webhook in somebody's network",
      { channels: { webhook: { url: "https://hooks.internal/", secretName: "s" } } },
      {},
      /channels.webhook.url leads to no public address/,
    ],
    [
      "the address of a Slack channel",
      { channels: { webhook: { format: "slack", secretName: "s", url: "https://hooks.slack.com/services/T0/B0/x" } } },
      {},
      /channels.webhook: the address of a Slack channel is a secret. Leave url out, put the address into the secret/,
    ],
    [
      "another format of a webhook",
      { channels: { webhook: { format: "teams", secretName: "s" } } },
      {},
      /channels.webhook has none of the forms that it may have. Its fields may be format, url, secretName/,
    ],
    [
      "another form of credentials",
      { credentials: { keys: [] } },
      {},
      /credentials has none of the forms .+ publicKeys, oidc/,
    ],
    [
      "a key of small order",
      { credentials: { publicKeys: [{ ...key, x: "A".repeat(43) }] } },
      {},
      /publicKeys\[0\] is not a point/,
    ],
    [
      "a key that is no point",
      { credentials: { publicKeys: [{ ...key, x: "AAAA" }] } },
      {},
      /publicKeys\[0\] is not a point/,
    ],
    [
      "a key id twice",
      { credentials: { publicKeys: [key, { ...key, x: "To8MCnJD5QiPqPH6quWyl5VWfLAiKjDpg0EsSARXN78" }] } },
      {},
      /have the same kid/,
    ],
    [
      "one key under two ids",
      { credentials: { publicKeys: [key, { ...key, kid: "b" }] } },
      {},
      /publicKeys\[1\] is the same key as another of its own/,
    ],
    [
      "a key of two parties",
      { credentials: { publicKeys: [key] } },
      { credentials: { publicKeys: [key] } },
      /is also a key of northpost/,
    ],
    [
      "a subject of two parties",
      { credentials: { oidc } },
      { credentials: { oidc: { ...oidc, audience: "other" } } },
      "leafline: credentials.oidc.subject is also the subject of northpost. Each party needs a subject of its own",
    ],
    [
      "a sealed secret",
      { channels: { webhook: { url: "https://h.example", sealedSecret: "s1.x" } } },
      {},
      /webhook.sealedSecret: this is of invited parties alone. Write secretName/,
    ],
    ["a private key", { credentials: { publicKeys: [{ ...key, d: "hidden" }] } }, {}, /a private key must not be in/],
    ["a notice above its alert", thresholds({ walk: { notice: 20, alert: 15 } }), {}, /walk.notice must not be above/],
    [
      "a threshold that nothing crosses",
      thresholds({ guess: { alert: 1000 } }),
      {},
      "leafline: detection.thresholds.guess.alert must be from 8 to 64; 16 is usual",
    ],
    ["a threshold that all cross", thresholds({ walk: { alert: 1 } }), {}, /walk.alert must be from 7 to 56/],
  ])("with %s is refused in a sentence", (_, ofRetailer, ofCarrier, sentence) => {
    const found = problems(ofRetailer, ofCarrier)
    expect(found).toContainEqual(typeof sentence === "string" ? sentence : expect.stringMatching(sentence))
    expect(found.join()).not.toMatch(/hidden|invalid_|ZodError/)
  })

  it("lets parties share an account that say so", () => {
    const shared = { account: "777788889999", sharesAccount: true }
    expect(problems(shared, shared)).toEqual([])
  })

  it("lets a party without an account have a queue that somebody of the hub's account reads", () => {
    expect(
      problems({ account: undefined, channels: { queueReader: "arn:aws:iam::123456789012:role/reader" } }),
    ).toEqual([])
  })

  it("names a party that has no id by its place", () => {
    expect(problemsIn({ parties: [retailer, 7] })).toEqual(["party 2: it must be an object"])
    expect(problemsIn({ parties: [] })).toEqual(["parties must be at least 1 entries long"])
  })

  it("of a stage where only authenticated parties publish refuses one that could not", () => {
    const folder = mkdtempSync(join(tmpdir(), "parties-"))
    const file = join(folder, "parties.json")
    writeFileSync(file, JSON.stringify({ parties: [{ ...retailer, account: undefined }] }))
    expect(() => readPartiesFile(file, { hubAccountMayPublish: false })).toThrow(
      /leafline: it has neither account nor credentials/,
    )
    expect(readPartiesFile(file, { hubAccountMayPublish: true })).toHaveLength(1)
    rmSync(folder, { recursive: true })
  })
})

describe("the party of a partner event bus", () => {
  const file = parties.parse({
    parties: [{ ...retailer, account: undefined }, { ...retailer, id: "maplebooks", alias: "Maple Books" }, carrier],
  })
  const requireFor = (...ids: readonly string[]) => {
    const partnerBuses = ids.map((party) => ({ bus: `aws.partner/shopify.com/1/${party}`, party }))
    const settings = stageConfig.parse({ region: "ca-central-1", partnerBuses })
    requirePartiesOfBuses({ path: "stages/prod/wayseal.config.json", settings }, file.parties)
  }

  it("is a retailer of the parties file without an account of its own", () => {
    expect(() => requireFor("leafline")).not.toThrow()
    expect(() => requireFor()).not.toThrow()
  })

  it("is refused with the setting, the rule and the mend", () => {
    expect(() => requireFor("leafline", "leaflin", "northpost", "maplebooks")).toThrow(
      [
        "stages/prod/wayseal.config.json cannot be used:",
        '  partnerBuses[1].party names no party of the parties file, "leaflin"; did you mean leafline? ' +
          "Enter the retailer there. The shop of an invited one sends over HTTPS instead",
        "  partnerBuses[2].party is the carrier northpost, and shops are a retailer's. Name the retailer of the shop",
        "  partnerBuses[3].party is maplebooks, which publishes from its own AWS account and cannot connect a shop. " +
          "Leave out the bus, or the account",
      ].join("\n"),
    )
  })
})
