import { readFileSync } from "node:fs"
import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { baseEnvironment } from "../host-environment.ts"

/** Where the emulator is and which certificate proves it. */
export interface EmulatorEndpoint {
  /** Base URL, always on a loopback address, without a trailing slash. */
  readonly url: string
  /** PEM file to trust; absent for an emulator somebody else runs over plain HTTP. */
  readonly certificatePath?: string
}

export const emulatorRegion = "ca-central-1"
export const emulatorAccount = "000000000000"
/** The emulator's root. Worthless anywhere else, on purpose. */
export const emulatorCredentials = { accessKeyId: "test", secretAccessKey: "test" } as const

const loopbackHosts = new Set(["127.0.0.1", "localhost", "[::1]"])

/**
 * Refuses any endpoint that is not this machine.
 *
 * @throws Error naming the rule, when the URL is not http(s) on a loopback address.
 */
export function requireLoopback(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || !["http:", "https:"].includes(parsed.protocol) || !loopbackHosts.has(parsed.hostname))
    throw new Error(
      "AWS_ENDPOINT_URL must be an http(s) URL on 127.0.0.1 or localhost: local commands never touch a real account.",
    )
  return url.replace(/\/+$/, "")
}

/** Environment of a child (CDK, npm script) that may speak to the emulator and to nothing else. */
export function emulatorEnvironment(endpoint: EmulatorEndpoint): Record<string, string> {
  return {
    ...baseEnvironment(),
    AWS_ENDPOINT_URL: requireLoopback(endpoint.url),
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
    // Tests and deploys to AWS validate the same template; here it would take most of the time.
    CDK_VALIDATION: "false",
    ...(endpoint.certificatePath === undefined
      ? {}
      : { AWS_CA_BUNDLE: endpoint.certificatePath, NODE_EXTRA_CA_CERTS: endpoint.certificatePath }),
  }
}

/** Settings for SDK clients of this process; call `trustEmulator` first. */
export function emulatorClientSettings(endpoint: EmulatorEndpoint) {
  return { endpoint: requireLoopback(endpoint.url), region: emulatorRegion, credentials: emulatorCredentials }
}

/** Makes this process accept the emulator's certificate, beside those it already trusts. */
export function trustEmulator(endpoint: EmulatorEndpoint): void {
  if (endpoint.certificatePath === undefined) return
  const certificate = readFileSync(endpoint.certificatePath, "utf8")
  const trusted = getCACertificates("default")
  if (!trusted.includes(certificate)) setDefaultCACertificates([...trusted, certificate])
}
