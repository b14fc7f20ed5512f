import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns"
import type { AlertMail } from "./mail.ts"

/** Mail through one SNS topic per party. */
export function snsAlertMail(options: { client: SNSClient; topics: Readonly<Record<string, string>> }): AlertMail {
  return {
    async send(partyId, { subject, text }, level) {
      const TopicArn = options.topics[partyId]
      if (TopicArn === undefined) return
      await options.client.send(
        new PublishCommand({
          TopicArn,
          // SNS takes printable ASCII up to 100 characters as a subject.
          Subject: subject.replace(/[^\x20-\x7e]/g, " ").slice(0, 100),
          Message: text,
          MessageAttributes: { level: { DataType: "String", StringValue: level } },
        }),
      )
    },
  }
}
