import { describe, expect, it } from "@jest/globals"
import { countContacts, judgeIdentity, judgeMailAccount } from "../../../../infra/cli/preflight/judge-mail.ts"
import { exampleParties } from "../../example-stage.ts"

const made = { from: "alerts@hub.example" }
const existing = { from: "alerts@mail.hub.example", existingIdentity: "hub.example" }
const verified = { isVerified: true, dkim: "SUCCESS", tokens: ["one", "two", "three"] }

describe("the identity that mails come from", () => {
  it.each([
    ["is made by the first deployment", { mail: made }, "note", /makes the identity hub\.example.+CNAME/],
    [
      "is in the way if somebody else made it",
      { mail: made, identity: verified },
      "toDo",
      /existingIdentity to "hub\.example"/,
    ],
    ["has to be there if the stage says so", { mail: existing }, "toDo", /no identity hub\.example/],
    ["was deleted behind the stage's back", { mail: made, isOfStage: true }, "toDo", /no identity hub\.example/],
    [
      "is ready once it is verified",
      { mail: made, isOfStage: true, identity: verified },
      "ok",
      /^hub\.example is verified and signs with DKIM$/,
    ],
    ["may be shared with others", { mail: existing, identity: verified }, "ok", /^hub\.example is verified/],
    [
      "without DKIM looks like spam",
      { mail: existing, identity: { ...verified, dkim: "FAILED" } },
      "toDo",
      /spam.+CNAME/,
    ],
  ] as const)("%s", (_, found, state, text) => {
    const { mail, isOfStage, identity } = { isOfStage: false, identity: undefined, ...found }
    expect(judgeIdentity(mail, isOfStage, identity)).toMatchObject([{ state, text: expect.stringMatching(text) }])
  })

  it("needs three records in the DNS, which the check names", () => {
    const [result] = judgeIdentity(made, true, { ...verified, isVerified: false, dkim: "PENDING" })
    expect(result?.state).toBe("toDo")
    for (const token of verified.tokens)
      expect(result?.text).toContain(`${token}._domainkey.hub.example to ${token}.dkim.amazonses.com`)
  })
})

describe("an account that sends mail", () => {
  const account = { isInProduction: true, maySend: true, mailsPerDay: 50_000, mailsPerSecond: 14 }

  it.each([
    ["is in the sandbox at first", { isInProduction: false }, /sandbox/, /put-account-details/],
    ["is paused by AWS", { maySend: false }, /paused/, /get-account/],
    ["may send too little in a day", { mailsPerDay: 200 }, /200 mails a day.+25 contacts may need 250/, undefined],
  ])("%s", (_, change, text, command) => {
    expect(judgeMailAccount({ ...account, ...change }, 25)).toMatchObject([
      {
        state: "toDo",
        text: expect.stringMatching(text),
        ...(command === undefined ? {} : { commands: [expect.stringMatching(command)] }),
      },
    ])
  })

  it.each([50_000, -1])("has room for every contact: %d mails a day", (mailsPerDay) => {
    expect(judgeMailAccount({ ...account, mailsPerDay }, 1_250)).toMatchObject([{ state: "ok" }])
  })
})

it("counts each contact of a party once", () => {
  const channels = { emails: ["a@shop.example", "b@shop.example"], escalationEmails: ["b@shop.example"] }
  expect(countContacts(exampleParties.map((party) => ({ ...party, channels })))).toBe(2 * exampleParties.length)
})
