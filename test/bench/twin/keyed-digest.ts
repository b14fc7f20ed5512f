import { createHmac } from "node:crypto"
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"

const { SecretString: secret = "" } = await new SecretsManagerClient({}).send(
  new GetSecretValueCommand({ SecretId: process.env["SECRET_NAME"] ?? "" }),
)

/** HMAC-SHA-256 of the parts under the deployed secret, which is read once per container. */
export function keyedDigest(...parts: readonly string[]): string {
  return createHmac("sha256", secret).update(JSON.stringify(parts)).digest("base64url")
}
