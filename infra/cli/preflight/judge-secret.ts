import { webhookSecretName } from "../../../shared/parties/has-channel.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** What is known of a secret without its value. */
export type SecretFacts = {
  /** Absent: the account's own key for secrets. */
  readonly keyId: string | undefined
  readonly isBeingDeleted: boolean
}

/** A secret of a webhook: a key that signs what is posted, or the address of a Slack channel. */
export type WebhookSecret = { readonly name: string; readonly isSlackAddress: boolean }

/** The secrets of the webhooks of parties, each once. */
export function webhookSecrets(parties: readonly Party[]): readonly WebhookSecret[] {
  const all = parties.flatMap((party): readonly WebhookSecret[] => {
    const name = webhookSecretName(party)
    return name === undefined ? [] : [{ name, isSlackAddress: party.channels.webhook?.format === "slack" }]
  })
  return [...new Map(all.map((secret) => [secret.name, secret])).values()]
}

const found = resultsOf("webhook secrets")
const accountKey = /(^|[:/])alias\/aws\/secretsmanager$/

/** Whether a secret that a webhook needs is there, under a key that the function may use. */
export function judgeSecret(
  { name, isSlackAddress }: WebhookSecret,
  secret: SecretFacts | undefined,
): readonly CheckResult[] {
  if (secret === undefined) {
    const create = `aws secretsmanager create-secret --name ${name} --secret-string`
    return [
      isSlackAddress
        ? found.toDo(
            `There is no secret ${name}, which a Slack channel in parties.json names. Create it with the whole address ` +
              "of Slack's incoming webhook, and nothing else.",
            `${create} file://<a file with https://hooks.slack.com/services/...>`,
          )
        : found.toDo(
            `There is no secret ${name}, which a webhook in parties.json names. Create it with the key that you share ` +
              "with the party.",
            `${create} file://<a file with whsec_...>`,
          ),
    ]
  }
  if (secret.isBeingDeleted)
    return [
      found.toDo(
        `The secret ${name} is being deleted. Keep it.`,
        `aws secretsmanager restore-secret --secret-id ${name}`,
      ),
    ]
  if (secret.keyId !== undefined && !accountKey.test(secret.keyId))
    return [
      found.toDo(
        `The secret ${name} is under a key of yours, which the function that signs may not use. Put it under the ` +
          "account's own key for secrets.",
        `aws secretsmanager update-secret --secret-id ${name} --kms-key-id alias/aws/secretsmanager`,
      ),
    ]
  return [found.ok(`${name} exists`)]
}
