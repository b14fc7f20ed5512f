import { createHmac } from "node:crypto"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { deployedMail } from "../../../shared/parties/channels/deployed-mail.ts"
import type { Mail, MailLevel } from "../../../shared/parties/channels/mail.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import { parties } from "../../../shared/parties/party.ts"
import { partyDirectory } from "../../../shared/parties/party-directory.ts"
import { exhaustively } from "../../exhaustively.ts"
import { type AwsStub, type StubAnswer, type StubCall, startAwsStub } from "../../infra/cli/aws-stub.ts"

const [first, ...others] = readParties(new URL("../../../stages/local/parties.json", import.meta.url))
if (first === undefined) throw new Error("the example has no parties")
const channels = {
  ...first.channels,
  emails: ["vieprivee@boutique.example", "securite@boutique.example"],
  escalationEmails: ["direction@boutique.example", "securite@boutique.example"],
}
const directory = partyDirectory(parties.parse({ parties: [{ ...first, channels }, ...others] }).parties)
const mail = { subject: "[Wayseal] Atteinte possible à la vie privée — « dossier » WS-1", text: "Bonjour à tous.\nÉté" }

const before = { ...process.env }
let aws: AwsStub | undefined
let answer: (call: StubCall) => StubAnswer
beforeEach(async () => {
  answer = () => ({ json: { MessageId: "m-1" } })
  aws = await startAwsStub((call) => answer(call))
  Object.assign(process.env, {
    AWS_REGION: "ca-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_ENDPOINT_URL: aws.url,
    ALERT_TOPIC_PREFIX: "arn:aws:sns:ca-central-1:111122223333:wayseal-dev-alerts-",
  })
})
afterEach(async () => {
  await aws?.stop()
  process.env = { ...before }
})

const withSender = () =>
  Object.assign(process.env, { MAIL_FROM: "alerts@hub.example", MAIL_CONFIGURATION_SET: "wayseal-set" })

/** Names contacts without their address. */
const contactKey = (partyId: string, address: string) =>
  createHmac("sha256", "a secret").update(`${partyId} ${address}`).digest("hex")

async function sendToAll(level: MailLevel, sentMail: Mail = mail) {
  const receivers = await deployedMail(directory, contactKey).receivers(first?.id ?? "", level)
  const outcomes = []
  for (const receiver of receivers) outcomes.push(await receiver.send(sentMail))
  return { receivers, outcomes, sent: aws?.calls.map(({ parameters }) => parameters) ?? [] }
}

describe("mail through SES", () => {
  it("goes to each contact alone, from the sender, with its accents", async () => {
    withSender()
    const { sent, outcomes } = await sendToAll("alert")
    expect(outcomes).toEqual(["accepted", "accepted"])
    expect(sent).toEqual(
      channels.emails.map((address) => ({
        FromEmailAddress: "alerts@hub.example",
        Destination: { ToAddresses: [address] },
        ConfigurationSetName: "wayseal-set",
        EmailTags: [{ Name: "wayseal-party", Value: first?.id }],
        Content: {
          Simple: {
            Subject: { Data: mail.subject, Charset: "UTF-8" },
            Body: { Text: { Data: mail.text, Charset: "UTF-8" } },
          },
        },
      })),
    )
    expect(aws?.calls.map(({ service, action }) => `${service} ${action}`)).toEqual(
      Array(2).fill("ses POST /v2/email/outbound-emails"),
    )
  })

  it("carries its HTML and its calendar beside the text", async () => {
    withSender()
    const calendar = { fileName: "echeances.ics", content: "BEGIN:VCALENDAR\r\nSUMMARY:Échéance\r\nEND:VCALENDAR" }
    const { sent } = await sendToAll("alert", { ...mail, html: "<p>Été</p>", calendar })
    expect(sent[0]).toMatchObject({
      Content: {
        Simple: {
          Body: { Text: { Data: mail.text }, Html: { Data: "<p>Été</p>", Charset: "UTF-8" } },
          Attachments: [
            {
              FileName: "echeances.ics",
              ContentType: "text/calendar",
              ContentDisposition: "ATTACHMENT",
              RawContent: Buffer.from(calendar.content).toString("base64"),
            },
          ],
        },
      },
    })
  })

  it("goes to contacts for escalations only when nobody acted, once to each address", async () => {
    withSender()
    const { sent, receivers } = await sendToAll("escalation")
    expect(sent.map(({ Destination }) => Destination)).toEqual(
      [...channels.emails, "direction@boutique.example"].map((address) => ({ ToAddresses: [address] })),
    )
    const keys = receivers.map(({ key }) => key)
    expect(new Set(keys).size).toBe(3)
    expect(keys.join()).not.toMatch(/boutique|direction|@/)
    expect(keys[0]).toBe(contactKey(first?.id ?? "", "vieprivee@boutique.example"))
  })

  it.each(["MessageRejected", "BadRequestException", "AccountSuspendedException"])(
    "is refused for good by %s",
    async (error) => {
      withSender()
      answer = () => ({ error })
      expect((await sendToAll("alert")).outcomes).toEqual(Array(2).fill({ refusedAs: error }))
    },
  )

  exhaustively("fails when a retry can help, and leaves that to the caller", async () => {
    withSender()
    answer = () => ({ error: "LimitExceededException" })
    await expect(sendToAll("alert")).rejects.toThrow()
  })

  it("goes to nobody of a party that there is not", async () => {
    withSender()
    expect(await deployedMail(directory, contactKey).receivers("nobody", "alert")).toEqual([])
  })
})

describe("mail through a topic", () => {
  it("goes once to the party's topic, with a subject that SNS takes", async () => {
    answer = () => ({ xml: "<MessageId>m-1</MessageId>" })
    const calendar = { fileName: "due-times.ics", content: "BEGIN:VCALENDAR" }
    const { sent } = await sendToAll("escalation", { ...mail, html: "<p>Été</p>", calendar })
    expect(JSON.stringify(sent)).not.toMatch(/VCALENDAR|<p>/)
    expect(sent).toMatchObject([
      {
        Action: "Publish",
        TopicArn: `arn:aws:sns:ca-central-1:111122223333:wayseal-dev-alerts-${first?.id}`,
        Subject: expect.stringMatching(/^[\x20-\x7e]{1,100}$/),
        Message: mail.text,
        "MessageAttributes.entry.1.Value.StringValue": "escalation",
      },
    ])
  })

  it("is refused for good when the party has no topic yet, and fails for any other reason", async () => {
    answer = () => ({ error: "NotFound" })
    expect((await sendToAll("alert")).outcomes).toEqual([{ refusedAs: "NotFoundException" }])
    answer = () => ({ error: "AuthorizationError" })
    await expect(sendToAll("alert")).rejects.toThrow()
  })
})
