// Ships the access logs of your tracking tool as they arrive in a bucket. Lambda has the client of AWS already.
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager"
import { overEventBridge, overHttps, readPrivateKey, tokenSource } from "@wayseal/client"
import { s3LogHandler } from "@wayseal/client/access-logs"

const { API_URL: apiUrl, AUDIENCE: audience, BUS_NAME: busName, PARTY: partyId } = process.env
const secret = new GetSecretValueCommand({ SecretId: process.env.SECRET_ARN })
const { SecretString } = await new SecretsManagerClient({}).send(secret)
const { fingerprintKey, privateKey, kid } = JSON.parse(SecretString)

export const handler = s3LogHandler({
  reference: process.env.REFERENCE,
  fields: process.env.FIELDS,
  fingerprintKey: Buffer.from(fingerprintKey, "base64"),
  stateBucket: process.env.STATE_BUCKET,
  queueUrls: process.env.QUEUE_URLS.split(","),
  transport: busName ? overEventBridge({ busName, source: `wayseal.carrier.${partyId}` }) : await overHub(),
})

async function overHub() {
  // The text of a PEM, with its kid beside it, or a JWK.
  const key = await readPrivateKey(typeof privateKey === "string" ? privateKey : JSON.stringify(privateKey), kid)
  return overHttps({ apiUrl, token: tokenSource({ partyId, audience, key }), timeoutSeconds: 10 })
}
