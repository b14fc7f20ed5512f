import { readFileSync } from "node:fs"
import type { Settings } from "./settings.ts"

/** What a client of the AWS SDK for JavaScript takes. */
export type AwsSettings = {
  readonly region?: string
  readonly endpoint?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly requestHandler?: { readonly httpsAgent: { readonly ca: string } }
}

/**
 * Settings for clients of AWS, where a file of settings names them. What is absent comes from the environment, as the
 * SDK finds it.
 *
 * @throws Error when the certificate in AWS_CA_BUNDLE cannot be read
 */
export function awsSettings(settings: Settings): AwsSettings {
  const region = settings["AWS_REGION"]
  const endpoint = settings["AWS_ENDPOINT_URL"]
  const accessKeyId = settings["AWS_ACCESS_KEY_ID"]
  const secretAccessKey = settings["AWS_SECRET_ACCESS_KEY"]
  const bundle = settings["AWS_CA_BUNDLE"]
  const isWhole =
    accessKeyId !== undefined && secretAccessKey !== undefined && settings["AWS_SESSION_TOKEN"] === undefined
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(isWhole ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    ...(bundle === undefined ? {} : { requestHandler: { httpsAgent: { ca: readFileSync(bundle, "utf8") } } }),
  }
}
