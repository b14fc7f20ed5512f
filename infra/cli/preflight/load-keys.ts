import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient } from "@aws-sdk/client-kms"
import { failureOf, unlessAbsent } from "../../../client/command-line/aws-failure.ts"
import type { AwsConnection } from "../deployed-stage/aws-connection.ts"
import type { KeyFacts } from "./judge-keys.ts"

/** The IAM actions that reading a key takes. */
export const keyActions = ["kms:DescribeKey", "kms:GetKeyPolicy"]

/**
 * Reads a KMS key; undefined if there is none.
 *
 * @throws what the SDK throws, unless only the policy may not be read
 */
export async function readKey(connection: AwsConnection, arn: string): Promise<KeyFacts | undefined> {
  const client = new KMSClient(connection)
  try {
    const answer = await unlessAbsent(() => client.send(new DescribeKeyCommand({ KeyId: arn })), "NotFoundException")
    const metadata = answer?.KeyMetadata
    if (metadata === undefined) return undefined
    const { KeyState: state = "", KeySpec: spec = "", KeyUsage: usage = "" } = metadata
    return { state, spec, usage, policy: await policyOf(client, arn) }
  } finally {
    client.destroy()
  }
}

async function policyOf(client: KMSClient, arn: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: "default" }))).Policy
  } catch (error) {
    if (failureOf(error).kind === "denied") return undefined
    throw error
  }
}
