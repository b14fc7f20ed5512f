import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { type KeyedHash, keyedHash } from "./keyed-hash.ts"

/**
 * Keyed hashes from the secret kept in Secrets Manager, read once: a container lives shorter than a rotation takes.
 *
 * @throws KeyedHashSecretInvalid
 */
export async function loadKeyedHash(options: {
  client: SecretsManagerClient
  secretName: string
  now: () => Date
}): Promise<KeyedHash> {
  const answer = await options.client.send(new GetSecretValueCommand({ SecretId: options.secretName }))
  return keyedHash(answer.SecretString ?? "", options.now)
}
