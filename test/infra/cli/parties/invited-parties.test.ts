import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { approveParty, declineParty, removeParty } from "../../../../infra/cli/parties/decide-party.ts"
import type { Hub } from "../../../../infra/cli/parties/hub.ts"
import { listParties } from "../../../../infra/cli/parties/list-parties.ts"
import { type InviteOptions, sendInvitation } from "../../../../infra/cli/parties/send-invitation.ts"
import { showParty } from "../../../../infra/cli/parties/show-party.ts"
import { exhaustively } from "../../../exhaustively.ts"
import { aCarrier, aRetailer, firstDay, publicKey } from "../../../parties/invitations/invitation-world.ts"
import { office } from "./office.ts"

describe("npx wayseal parties invite", () => {
  it("writes a letter with all that the party needs, and says how to send it", async () => {
    const { invite, world } = office()
    const { text, data, status } = await invite("northpost")
    const { token } = z.object({ token: z.string() }).parse(data)
    expect(status).toBe(0)
    expect(text).toContain("Send this letter on a way that nobody else reads.")
    for (const part of [
      "as a carrier",
      "Your id: northpost",
      "sign then: wayseal-prod",
      "15 November 2026, 10:00 (UTC)",
      `token": "${token}"`,
    ])
      expect(text).toContain(part)
    expect(text).toContain(
      "curl -sS 'https://api.hub.example/v1/invitations/answer' -H 'content-type: application/json' -d @answer.json",
    )
    expect((await world.read(token)).status).toBe(200)
  })

  it("gives an example that has the form of an answer", async () => {
    const { invite, world } = office()
    for (const kind of ["carrier", "retailer"] as const) {
      const { text } = await invite(`the-${kind}`, { kind })
      const example = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1))
      const { alias: _, credentials: __, channels: ___, ...fixed } = example.party
      const mine = {
        alias: `The ${kind}`,
        credentials: { publicKeys: [publicKey()] },
        channels: { emails: ["a@b.example"] },
      }
      expect((await world.answer(example.token, { ...fixed, ...mine })).status).toBe(200)
    }
  })

  it("gives an example of which each line that is left as it is gets a sentence", async () => {
    const { invite, world } = office()
    const { text } = await invite("northpost", { kind: "carrier" })
    const { token, party } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1))
    const mine: Readonly<Record<string, unknown>> = {
      alias: "Northpost",
      credentials: { publicKeys: [publicKey()] },
      channels: { emails: ["a@b.example"] },
    }
    const untouched = [party, ...Object.keys(mine).map((name) => ({ ...party, ...mine, [name]: party[name] }))]
    for (const each of untouched) {
      const { status, body } = await world.answer(token, each)
      expect([status, body.detail]).toEqual([400, expect.any(String)])
    }
    expect((await world.answer(token, { ...party, ...mine })).status).toBe(200)
  })

  it("writes it in French", async () => {
    const { invite } = office()
    const { text } = await invite("feuille", { kind: "retailer", language: "fr" })
    expect(text).toContain("Invitation à participer à Wayseal")
    expect(text).toContain("en tant que détaillant")
    expect(text).toContain("Votre jeton\u00a0: ")
  })

  it("mails it in a stage with mail, and prints it when that fails", async () => {
    const works = office({ mail: "works" })
    expect(await works.invite("northpost", { email: "privacy@northpost.example" })).toMatchObject({
      status: 0,
      data: { mailed: true },
      text: expect.stringContaining("this letter is mailed"),
    })
    expect(works.sent).toEqual([
      { to: "privacy@northpost.example", subject: "Invitation to take part in Wayseal", text: expect.any(String) },
    ])
    const fails = office({ mail: "fails" })
    const { status, text } = await fails.invite("northpost", { email: "privacy@northpost.example" })
    expect(status).toBe(1)
    expect(text).toContain("The letter could not be mailed: The credentials do not allow this. northpost is invited.")
    expect(text).toContain("Your token: ")
    expect(text).not.toContain("secret\n")
  })

  it.each<[string, string, Partial<InviteOptions>, string]>([
    ["an id that is none", "North Post", {}, '"North Post" is no id. Write 2 to 32 lower-case letters'],
    ["a party of the file", "maplebooks", {}, 'maplebooks stands in the parties file of stage "prod"'],
    ["a wrong address", "newpost", { email: "privacy" }, "--email: write an e-mail address"],
    ["a mail in a stage without", "newpost", { email: "a@b.example" }, 'Stage "prod" has no mail in its file'],
    [
      "a party that was invited",
      "northpost",
      {},
      "northpost was invited before. To send it a new invitation, write --again",
    ],
    ["another kind", "northpost", { again: true, kind: "retailer" }, "northpost was invited as the other kind"],
    ["a misspelt party", "nothpost", { again: true }, 'the id "nothpost"; did you mean northpost?'],
  ])("refuses %s, and says what to do", async (_, party, more, says) => {
    const { invite, world } = office()
    await invite("northpost")
    await expect(invite(party, more)).rejects.toThrow(says)
    expect(await world.historyOf("northpost")).toHaveLength(1)
  })

  it("refuses a party without a kind, a name that is taken, and a removed one that is not invited again", async () => {
    const { hub, invite, answered } = office()
    await expect(sendInvitation(hub, "northpost", { days: 14 })).rejects.toThrow("--kind retailer or --kind carrier")
    await answered("northpost", aCarrier({ alias: "Westpost" }))
    await expect(invite("westpost")).rejects.toThrow('Another party has the alias "westpost"')
    await removeParty(hub, "northpost")
    await expect(invite("northpost")).rejects.toThrow("write --again")
    expect((await invite("northpost", { again: true })).status).toBe(0)
    expect((await showParty(hub, "northpost")).text).toContain("stays out until you approve what it enters")
  })
})

describe("a party that was never invited", () => {
  it.each([
    ["show", showParty],
    ["approve", (hub: Hub, party: string) => approveParty(hub, party, undefined)],
    ["approve a version of", (hub: Hub, party: string) => approveParty(hub, party, 2)],
    ["decline", declineParty],
    ["remove", removeParty],
  ])("cannot be used with %s, which says which one may be meant", async (_, run) => {
    const { hub, invite } = office()
    await invite("northpost")
    await expect(run(hub, "nothpost")).rejects.toThrow(
      'No invited party has the id "nothpost"; did you mean northpost?',
    )
    await expect(run(hub, "maplebooks")).rejects.toThrow("maplebooks stands in the parties file")
  })
})

describe("npx wayseal parties show", () => {
  it("shows what was entered and who changed what, and neither token nor secret", async () => {
    const { hub, answered, world } = office()
    const channels = { emails: ["a@northpost.example"], webhookUrl: "https://hooks.northpost.example/" }
    await answered("northpost", aCarrier({ channels }))
    const { text, data } = await showParty(hub, "northpost")
    expect(text).toContain(`northpost: carrier, answered since ${firstDay}, version 2`)
    expect(text).toContain('"webhookUrl":"https://hooks.northpost.example/"')
    expect(text).toContain(`  1. ${firstDay}, invited by hub with user/ops\n`)
    expect(text).toMatch(/ {2}2\. .+, answered by northpost with invitation: .+; a new webhook secret\n/)
    const hash = (await world.invitedParties.current("northpost"))?.invitation?.tokenHash ?? "none"
    for (const shown of [text, JSON.stringify(data)]) {
      expect(shown).not.toContain("sealedSecret")
      expect(shown).not.toContain(hash)
    }
  })
})

describe("npx wayseal parties approve, of a party with a Slack channel", () => {
  it("shows the format and Slack's host, and that another address would come into force, but no address", async () => {
    const { hub, answered, invite, world } = office()
    const channels = (name: string) => ({
      emails: ["a@northpost.example"],
      webhookUrl: `https://hooks.slack.com/services/T0/B0/${name}`,
      webhookFormat: "slack",
    })
    const entered = aCarrier({ channels: channels("first") })
    await answered("northpost", entered)
    const shown = await showParty(hub, "northpost")
    expect(shown.text).toContain('"webhookUrl":"https://hooks.slack.com/","webhookFormat":"slack"')
    await world.approveLast("northpost")
    const { data } = await invite("northpost", { again: true })
    const { token } = z.object({ token: z.string() }).parse(data)
    await world.answer(token, { ...entered, channels: channels("second") })
    const { text } = await showParty(hub, "northpost")
    expect(text).toContain("  nothing, except secrets\n")
    expect(text).toMatch(/answered by northpost with invitation: a new webhook secret\n/)
    expect(`${shown.text}${text}${JSON.stringify(shown.data)}`).not.toMatch(/services|first|second/)
  })
})

const page = z.object({
  parties: z.array(z.object({ party: z.string() })),
  more: z.number().optional(),
  next: z.string().optional(),
})

describe("npx wayseal parties list", () => {
  async function everyState() {
    const { hub, answered, invite, world } = office()
    await answered("answered", aCarrier({ alias: "Answered" }))
    await answered("approved", aRetailer({ alias: "Approved" }))
    await approveParty(hub, "approved", 2)
    await answered("removed", aCarrier({ alias: "Removed" }))
    await removeParty(hub, "removed")
    await answered("declined", aCarrier({ alias: "Declined" }))
    await declineParty(hub, "declined")
    await invite("expired", { days: 1 })
    world.now.at = "2026-11-03T10:00:00.000Z"
    await invite("invited")
    return hub
  }

  it("counts the parties by state and shows each on a line", async () => {
    const { text } = await listParties(await everyState(), { limit: 100 })
    expect(text.split("\n")).toEqual([
      "1 invited, 1 answered, 1 approved, 1 expired, 1 declined, 1 removed",
      `answered: carrier, answered since ${firstDay}, alias "Answered"`,
      `approved: retailer, approved since ${firstDay}, alias "Approved"`,
      `declined: carrier, declined since ${firstDay}`,
      "expired: carrier, expired since 2026-11-02T10:00:00.000Z",
      "invited: carrier, invited since 2026-11-03T10:00:00.000Z",
      `removed: carrier, removed since ${firstDay}`,
      "",
    ])
  })

  it("shows one state, or a page", async () => {
    const hub = await everyState()
    const ids = async (options: Partial<Parameters<typeof listParties>[1]>) => {
      const { data } = await listParties(hub, { limit: 100, ...options })
      const { parties, more, next } = page.parse(data)
      return [parties.map(({ party }) => party), more, next]
    }
    expect(await ids({ state: "answered" })).toEqual([["answered"], undefined, undefined])
    expect(await ids({ limit: 2 })).toEqual([["answered", "approved"], 4, "approved"])
    expect(await ids({ limit: 10, after: "approved" })).toEqual([
      ["declined", "expired", "invited", "removed"],
      undefined,
      undefined,
    ])
  })

  it("says how to begin when nobody was invited", async () => {
    expect((await listParties(office().hub, { limit: 100 })).text).toContain("npx wayseal parties invite")
  })
})

describe("10,000 invited parties", () => {
  exhaustively("get numbers of their own, and are counted and paged", async () => {
    const { hub, world } = office()
    const numbers = new Set<number>()
    for (let place = 0; place < 10_000; place += 1) {
      const id = `carrier-${place}`
      await world.answer(await world.tokenOf(id), aCarrier({ alias: `Carrier ${place}`, credentials: oidcOf(id) }))
      const result = await world.approve(id, 2)
      if (result.outcome === "approved") numbers.add(result.number)
    }
    expect(numbers.size).toBe(10_000)
    const { text, data } = await listParties(hub, { limit: 3, state: "approved" })
    expect(text.split("\n")[0]).toBe("10000 approved")
    expect(data).toMatchObject({ more: 9_997, next: "carrier-10" })
  })
})

const oidcOf = (subject: string) => ({ oidc: { issuer: "https://login.example.com", audience: "a", subject } })
