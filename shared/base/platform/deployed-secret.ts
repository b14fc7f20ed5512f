import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"

const client = new SecretsManagerClient({})

/** The current text of a secret; empty if it holds none. */
export async function readSecret(secretName: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretName }))
  return SecretString ?? ""
}
