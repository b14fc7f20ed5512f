import { readFileSync } from "node:fs"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { baseEnvironment } from "../host-environment.ts"

/** The emulator's address and certificate. */
export interface EmulatorEndpoint {
  /** Base URL on a loopback address, without a trailing slash. */
  readonly url: string
  /** The PEM file to trust. Absent for an emulator with plain HTTP. */
  readonly certificatePath?: string
}

export const emulatorRegion = "ca-central-1"
export const emulatorAccount = "000000000000"
/** The emulator's root credentials. They work nowhere else. */
export const emulatorCredentials = { accessKeyId: "test", secretAccessKey: "test" } as const

const loopbackHosts = new Set(["127.0.0.1", "localhost", "[::1]"])

/**
 * Returns the URL without a trailing slash.
 *
 * @throws Error when it is not an http(s) URL on this machine
 */
export function requireLoopback(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || !["http:", "https:"].includes(parsed.protocol) || !loopbackHosts.has(parsed.hostname))
    throw new Error(
      "AWS_ENDPOINT_URL must be an http(s) URL on 127.0.0.1 or localhost. Local commands never touch a real account.",
    )
  return url.replace(/(?<!\/)\/+$/, "")
}

/** The environment of a child process, such as the CDK. It can reach the emulator and no real account. */
export function emulatorEnvironment(endpoint: EmulatorEndpoint): Record<string, string> {
  return {
    ...environmentWithoutEmulator(),
    AWS_ENDPOINT_URL: requireLoopback(endpoint.url),
    ...(endpoint.certificatePath === undefined
      ? {}
      : { AWS_CA_BUNDLE: endpoint.certificatePath, NODE_EXTRA_CA_CERTS: endpoint.certificatePath }),
  }
}

/** The environment of a child process that calls no AWS, such as the CDK when it synthesises. */
export function environmentWithoutEmulator(): Record<string, string> {
  return {
    ...baseEnvironment(),
    AWS_ACCESS_KEY_ID: emulatorCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: emulatorCredentials.secretAccessKey,
    AWS_REGION: emulatorRegion,
    AWS_DEFAULT_REGION: emulatorRegion,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    CDK_DEFAULT_ACCOUNT: emulatorAccount,
    CDK_DEFAULT_REGION: emulatorRegion,
    CDK_DISABLE_CLI_TELEMETRY: "true",
    // The tests and deployments to AWS validate the same template. Here validation would take most of the time.
    CDK_VALIDATION: "false",
  }
}

/** Settings for SDK clients in this process. Call `trustEmulator` first. */
export function emulatorClientSettings(endpoint: EmulatorEndpoint) {
  return { endpoint: requireLoopback(endpoint.url), region: emulatorRegion, credentials: emulatorCredentials }
}

/** Makes this process accept the emulator's certificate too. */
export function trustEmulator(endpoint: EmulatorEndpoint): void {
  if (endpoint.certificatePath === undefined) return
  const certificate = readFileSync(endpoint.certificatePath, "utf8")
  const trusted = getCACertificates("default")
  if (!trusted.includes(certificate)) setDefaultCACertificates([...trusted, certificate])
}
