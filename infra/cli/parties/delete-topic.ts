import { DeleteTopicCommand, SNSClient } from "@aws-sdk/client-sns"
import { alertTopicName } from "../../party-names.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import { arnPrefix } from "../deployed-stage/operator.ts"

/**
 * Deletes the topic that mails the contacts of a party. SNS answers for a topic that is not there as if it had been.
 *
 * @throws what the SDK throws. Takes sns:DeleteTopic and sts:GetCallerIdentity
 */
export function topicDeleter(connection: AwsConnection, stage: string): (partyId: string) => Promise<void> {
  return async (partyId) => {
    const client = new SNSClient(connection)
    try {
      const TopicArn = `${await arnPrefix(connection, "sns")}${alertTopicName(stage, partyId)}`
      await client.send(new DeleteTopicCommand({ TopicArn }))
    } finally {
      client.destroy()
    }
  }
}
