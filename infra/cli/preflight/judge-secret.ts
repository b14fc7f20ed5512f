import type { OperatorSettings } from "../../../shared/pages/operator/operator-settings.ts"
import { webhookSecretName } from "../../../shared/parties/has-channel.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { type CheckResult, resultsOf } from "../deployed-stage/check-result.ts"

/** What is known of a secret without its value. */
export type SecretFacts = {
  /** Absent: the account's own key for secrets. */
  readonly keyId: string | undefined
  readonly isBeingDeleted: boolean
}

/** What the hub knows a secret for. */
type SecretKind = "webhook" | "slackAddress" | "clientSecret" | "operatorSecret"

/** A secret that the parties file names, or the file of the stage. */
export type PartySecret = { readonly name: string; readonly kind: SecretKind }

/** The secrets of parties and of the stage's operators, each once. */
export function partySecrets(
  parties: readonly Party[],
  operators?: Pick<OperatorSettings, "clientSecretName">,
): readonly PartySecret[] {
  const ofOperators = operators?.clientSecretName
  const all = parties.flatMap((party): readonly PartySecret[] => {
    const webhook = webhookSecretName(party)
    const kind = party.channels.webhook?.format === "slack" ? "slackAddress" : "webhook"
    const clientSecret = party.signIn?.clientSecretName
    return [
      ...(webhook === undefined ? [] : [{ name: webhook, kind } as const]),
      ...(clientSecret === undefined ? [] : [{ name: clientSecret, kind: "clientSecret" } as const]),
    ]
  })
  const hubs = ofOperators === undefined ? [] : [{ name: ofOperators, kind: "operatorSecret" } as const]
  return [...new Map([...all, ...hubs].map((secret) => [secret.name, secret])).values()]
}

/** What the preflight calls them. */
export const secretsOfParties = "secrets of parties"

const found = resultsOf(secretsOfParties)
const accountKey = /(^|[:/])alias\/aws\/secretsmanager$/

/** Who names a secret that is missing, what to create it with, and a file with that. */
const missing: Readonly<Record<SecretKind, readonly [named: string, content: string, file: string]>> = {
  webhook: ["a webhook in parties.json", "the key that you share with the party", "whsec_..."],
  slackAddress: [
    "a Slack channel in parties.json",
    "the whole address of Slack's incoming webhook, and nothing else",
    "https://hooks.slack.com/services/...",
  ],
  clientSecret: [
    "a party's signIn in parties.json",
    "the client secret that the party's identity provider gave you",
    "the secret",
  ],
  operatorSecret: [
    "operators in wayseal.config.json",
    "the client secret that your identity provider gave you",
    "the secret",
  ],
}

/** Whether a secret of a party is there, under a key that the function that reads it may use. */
export function judgeSecret({ name, kind }: PartySecret, secret: SecretFacts | undefined): readonly CheckResult[] {
  if (secret === undefined) {
    const [named, content, file] = missing[kind]
    return [
      found.toDo(
        `There is no secret ${name}, which ${named} names. Create it with ${content}.`,
        `aws secretsmanager create-secret --name ${name} --secret-string file://<a file with ${file}>`,
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
        `The secret ${name} is under a key of yours, which the function that reads it may not use. Put it under the ` +
          "account's own key for secrets.",
        `aws secretsmanager update-secret --secret-id ${name} --kms-key-id alias/aws/secretsmanager`,
      ),
    ]
  return [found.ok(`${name} exists`)]
}
