import { Stack } from "aws-cdk-lib"
import { AnyPrincipal, Effect, type IPrincipal, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import type { IKey } from "aws-cdk-lib/aws-kms"

/** Of a key that the stage was given, CloudFormation cannot change the policy. `preflight` compares it with this. */
function allow(key: IKey, principal: IPrincipal, actions: string[], conditions: Record<string, unknown> = {}): void {
  key.addToResourcePolicy(
    new PolicyStatement({ effect: Effect.ALLOW, principals: [principal], actions, resources: ["*"], conditions }),
  )
}

/**
 * Lets EventBridge deliver to queues that the key encrypts. A condition on the source would drop every event, because
 * EventBridge does not pass the source to KMS. Each queue's own policy names the rules that may send to it.
 */
export function letEventBridgeDeliver(key: IKey): void {
  allow(key, new ServicePrincipal("events.amazonaws.com"), ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"])
}

/** Lets EventBridge encrypt the archive of one bus. It takes the bus by name, because the bus depends on the key. */
export function letArchiveUse(key: IKey, busName: string): void {
  const archivedBus = Stack.of(key).formatArn({ service: "events", resource: "event-bus", resourceName: busName })
  allow(key, new ServicePrincipal("events.amazonaws.com"), ["kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncrypt*"], {
    StringEquals: { "kms:EncryptionContext:aws:events:event-bus:arn": archivedBus },
  })
}

/** Lets the alarms of this account publish to topics that the key encrypts. */
export function letAlarmsPublish(key: IKey): void {
  allow(key, new ServicePrincipal("cloudwatch.amazonaws.com"), ["kms:Decrypt", "kms:GenerateDataKey*"], {
    StringEquals: { "aws:SourceAccount": Stack.of(key).account },
  })
}

/**
 * Lets DynamoDB use the key for every principal of this account that may use a table under it, as AWS's own key for
 * DynamoDB does. So no function needs a grant on the key itself, which it could use in other ways.
 */
export function letTablesUse(key: IKey): void {
  const { account, region } = Stack.of(key)
  allow(
    key,
    new AnyPrincipal(),
    ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
    { StringEquals: { "kms:CallerAccount": account, "kms:ViaService": `dynamodb.${region}.amazonaws.com` } },
  )
}

/** Lets a reader decrypt what it receives from a queue under the key, and nothing else. */
export function letReadQueues(key: IKey, reader: IPrincipal): void {
  allow(key, reader, ["kms:Decrypt"], {
    StringEquals: { "kms:ViaService": `sqs.${Stack.of(key).region}.amazonaws.com` },
  })
}
