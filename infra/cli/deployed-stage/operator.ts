import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts"
import type { AwsConnection } from "./aws-connection.ts"

/** The role or user behind an ARN, without the name of a session, which can be a person's. CloudTrail has that. */
export function operatorOf(arn: string): string {
  const [, kind = "unknown", name = ""] = /:(?:sts|iam)::\d{12}:(assumed-role|user|root)(?:\/([^/]+))?/.exec(arn) ?? []
  return name === "" ? kind : `${kind}/${name}`
}

/** What ARNs of a service begin with in the caller's account, such as `arn:aws:sns:ca-central-1:111122223333:`. */
export async function arnPrefix(connection: AwsConnection, service: string): Promise<string> {
  const [, partition = "aws", , , account = ""] = (await callerArn(connection)).split(":")
  return `arn:${partition}:${service}:${connection.region}:${account}:`
}

/** The role or user who runs a command, as histories name it. Takes sts:GetCallerIdentity. */
export async function whoAsks(connection: AwsConnection): Promise<string> {
  return operatorOf(await callerArn(connection))
}

async function callerArn(connection: AwsConnection): Promise<string> {
  const client = new STSClient(connection)
  try {
    const { Arn = "" } = await client.send(new GetCallerIdentityCommand({}))
    return Arn
  } finally {
    client.destroy()
  }
}
