import { trustEmulator } from "../../local/emulator/emulator-environment.ts"
import { readHostVariable } from "../../local/host-environment.ts"

/** Settings of the SDK clients of one command. Credentials come from where the AWS CLI finds them too. */
export type AwsConnection = {
  readonly region: string
  /** Replaces the addresses of AWS, for an emulator. */
  readonly endpoint?: string
  readonly maxAttempts: number
  readonly requestHandler: { readonly connectionTimeout: number; readonly requestTimeout: number }
}

/** A person waits, so a request ends before long. */
const requestHandler = { connectionTimeout: 4_000, requestTimeout: 15_000 }

/** Settings for clients in a region. Also makes this process trust the certificates that AWS_CA_BUNDLE names. */
export function connectTo(region: string, endpoint?: string): AwsConnection {
  const certificatePath = readHostVariable("AWS_CA_BUNDLE")
  if (certificatePath !== undefined) trustEmulator({ url: endpoint ?? "", certificatePath })
  return { region, maxAttempts: 3, requestHandler, ...(endpoint === undefined ? {} : { endpoint }) }
}
