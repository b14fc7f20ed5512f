import { webhookSecretName } from "../../../shared/parties/has-channel.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** What is known of a secret without its value. */
export type SecretFacts = {
  /** Absent: the account's own key for secrets. */
  readonly keyId: string | undefined
  readonly isBeingDeleted: boolean
}

/** The names of the secrets that sign the webhooks of parties. */
export function webhookSecretNames(parties: readonly Party[]): readonly string[] {
  return [...new Set(parties.flatMap((party) => webhookSecretName(party) ?? []))]
}

const found = resultsOf("webhook secrets")
const accountKey = /(^|[:/])alias\/aws\/secretsmanager$/

/** Whether a secret that a webhook needs is there, under a key that the function may use. */
export function judgeSecret(name: string, secret: SecretFacts | undefined): readonly CheckResult[] {
  if (secret === undefined)
    return [
      found.toDo(
        `There is no secret ${name}, which a webhook in parties.json names. Create it with the key that you share ` +
          "with the party.",
        `aws secretsmanager create-secret --name ${name} --secret-string file://<a file with whsec_...>`,
      ),
    ]
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
