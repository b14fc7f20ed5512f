import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { KeyedHash } from "../../tracking/keyed-hash.ts"
import { type Canaries, canaries } from "./canaries.ts"

/**
 * Canaries from Secrets Manager, read once.
 *
 * @throws CanariesInvalid
 */
export async function loadCanaries(options: {
  client: SecretsManagerClient
  secretName: string
  parties: PartyDirectory
  keyedHash: KeyedHash
}): Promise<Canaries> {
  const answer = await options.client.send(new GetSecretValueCommand({ SecretId: options.secretName }))
  return canaries(answer.SecretString ?? "", options.parties, options.keyedHash)
}
