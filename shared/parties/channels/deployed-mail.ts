import {
  type Attachment,
  type Message,
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2"
import { NotFoundException, PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { deployedResource, isDeployed } from "../../base/platform/deployed-resources.ts"
import type { PartyDirectory } from "../party-directory.ts"
import {
  type AlertMail,
  asciiSubject,
  contactsFor,
  type DrillMail,
  type LetterMail,
  letterReceivers,
  type Mail,
  type MailCalendar,
  type MailLevel,
  type MailOutcome,
  mailLevelAttribute,
  partyTag,
} from "./mail.ts"

/** Names a contact of a party by a keyed hash, so that nobody can find out whether a guessed address is the contact. */
export type ContactKey = (partyId: string, address: string) => string

/** Mail through SES if the stage has a sender, and otherwise through one SNS topic per party. */
export function deployedMail(parties: PartyDirectory, contactKey: ContactKey): AlertMail {
  return isDeployed("mailFrom") ? mailThroughSes(parties, contactKey) : mailThroughTopics(parties)
}

/** The same for drills, which store nothing about a single mail. */
export function deployedDrillMail(parties: PartyDirectory): DrillMail {
  return deployedMail(parties, () => "")
}

/**
 * Letters to named counterparties: through SES if the stage has a sender. Otherwise they go to a topic of the stage, to
 * which its operator subscribes whoever posts them.
 */
export function deployedLetterMail(): LetterMail {
  if (!isDeployed("mailFrom")) return lettersThroughTopic()
  const send = sesSender()
  return { send: (address, mail) => send(address, letterReceivers, mail) }
}

function lettersThroughTopic(): LetterMail {
  const client = new SNSClient({})
  const topic = `${deployedResource("alertTopicPrefix")}${letterReceivers}`
  return {
    send: (address, { subject, text }) => publishTo(client, topic, { subject, text: `To: ${address}\n\n${text}` }),
  }
}

/**
 * What SES answers when no retry would help, because of the address, the sender or the account. A mail with one of
 * these must not hold up the alerts behind it.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
 */
const refusals: ReadonlySet<string> = new Set([
  "AccountSuspendedException",
  "BadRequestException",
  "MailFromDomainNotVerifiedException",
  "MessageRejected",
  "SendingPausedException",
])

/** One mail for each contact, so that none sees another. */
function mailThroughSes(parties: PartyDirectory, contactKey: ContactKey): AlertMail {
  const send = sesSender()
  return {
    async receivers(partyId, level) {
      const party = await parties.byId(partyId)
      if (party === undefined) return []
      return contactsFor(party.channels, level).map((address) => ({
        key: contactKey(partyId, address),
        send: (mail) => send(address, partyId, mail),
      }))
    },
  }
}

/** Sends one mail to one address. */
function sesSender(): (address: string, tag: string, mail: Mail) => Promise<MailOutcome> {
  // It slows down by itself when SES answers that the account sends too many mails in a second.
  const client = new SESv2Client({ retryMode: "adaptive", maxAttempts: 6 })
  const from = deployedResource("mailFrom")
  const configurationSet = deployedResource("mailConfigurationSet")
  return async (address, tag, mail) => {
    try {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [address] },
          ConfigurationSetName: configurationSet,
          EmailTags: [{ Name: partyTag, Value: tag }],
          Content: { Simple: messageOf(mail) },
        }),
      )
      return "accepted"
    } catch (error) {
      if (error instanceof SESv2ServiceException && refusals.has(error.name)) return { refusedAs: error.name }
      throw error
    }
  }
}

/** The parts of a mail as SES takes them, which makes one MIME message of them. */
function messageOf({ subject, text, html, calendar }: Mail): Message {
  const utf8 = (Data: string) => ({ Data, Charset: "UTF-8" })
  return {
    Subject: utf8(subject),
    Body: { Text: utf8(text), ...(html === undefined ? {} : { Html: utf8(html) }) },
    ...(calendar === undefined ? {} : { Attachments: [attachmentOf(calendar)] }),
  }
}

function attachmentOf({ fileName, content }: MailCalendar): Attachment {
  return {
    FileName: fileName,
    ContentType: "text/calendar",
    ContentDisposition: "ATTACHMENT",
    ContentTransferEncoding: "BASE64",
    RawContent: Buffer.from(content),
  }
}

function mailThroughTopics(parties: PartyDirectory): AlertMail {
  const client = new SNSClient({})
  const topicPrefix = deployedResource("alertTopicPrefix")
  return {
    async receivers(partyId, level) {
      const party = await parties.byId(partyId)
      if (party === undefined || contactsFor(party.channels, level).length === 0) return []
      return [
        {
          key: "topic",
          send: (mail) => publishTo(client, `${topicPrefix}${partyId}`, mail, level),
        },
      ]
    },
  }
}

async function publishTo(
  client: SNSClient,
  TopicArn: string,
  { subject, text }: Pick<Mail, "subject" | "text">,
  level: MailLevel = "alert",
): Promise<MailOutcome> {
  const command = new PublishCommand({
    TopicArn,
    Subject: asciiSubject(subject),
    Message: text,
    MessageAttributes: { [mailLevelAttribute]: { DataType: "String", StringValue: level } },
  })
  try {
    await client.send(command)
    return "accepted"
  } catch (error) {
    // A new invited party has no topic yet. Nobody has confirmed to get its mails, so waiting helps nobody.
    if (error instanceof NotFoundException) return { refusedAs: error.name }
    throw error
  }
}
