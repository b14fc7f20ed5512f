import { PublishCommand, SNSClient } from "@aws-sdk/client-sns"
import { deployedResource } from "../../platform/deployed-resources.ts"
import type { PartyDirectory } from "../party-directory.ts"
import { type AlertMail, mailLevelAttribute } from "./mail.ts"

/** Mail through one SNS topic per party. */
export function deployedMail(parties: PartyDirectory): AlertMail {
  const client = new SNSClient({})
  const topicPrefix = deployedResource("alertTopicPrefix")
  return {
    async send(partyId, { subject, text }, level) {
      if (parties.byId(partyId) === undefined) return
      await client.send(
        new PublishCommand({
          TopicArn: `${topicPrefix}${partyId}`,
          // SNS takes printable ASCII up to 100 characters as a subject.
          Subject: subject.replace(/[^\x20-\x7e]/g, " ").slice(0, 100),
          Message: text,
          MessageAttributes: { [mailLevelAttribute]: { DataType: "String", StringValue: level } },
        }),
      )
    },
  }
}
