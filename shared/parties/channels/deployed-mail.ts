import {
  type Attachment,
  type Message,
  SESv2Client,
  SESv2ServiceException,
  SendEmailCommand,
} from "@aws-sdk/client-sesv2"
import { NotFoundException, PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { deployedResource, isDeployed } from "../../platform/deployed-resources.ts"
import type { PartyDirectory } from "../party-directory.ts"
import {
  type AlertMail,
  asciiSubject,
  contactsFor,
  type DrillMail,
  type Mail,
  type MailCalendar,
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
  // It slows down by itself when SES answers that the account sends too many mails in a second.
  const client = new SESv2Client({ retryMode: "adaptive", maxAttempts: 6 })
  const from = deployedResource("mailFrom")
  const configurationSet = deployedResource("mailConfigurationSet")
  const send = async (address: string, partyId: string, mail: Mail) => {
    try {
      await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [address] },
          ConfigurationSetName: configurationSet,
          EmailTags: [{ Name: partyTag, Value: partyId }],
          Content: { Simple: messageOf(mail) },
        }),
      )
      return "accepted"
    } catch (error) {
      if (error instanceof SESv2ServiceException && refusals.has(error.name)) return { refusedAs: error.name }
      throw error
    }
  }
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
          async send({ subject, text }) {
            const command = new PublishCommand({
              TopicArn: `${topicPrefix}${partyId}`,
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
          },
        },
      ]
    },
  }
}
