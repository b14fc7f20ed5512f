import type { AwsConnection } from "../../../shared/pages/operator/aws-connection.ts"
import { trustEmulator } from "../../local/emulator/emulator-environment.ts"
import { readHostVariable } from "../../local/host-environment.ts"

export type { AwsConnection }

/** A person waits, so a request ends before long. */
const requestHandler = { connectionTimeout: 4_000, requestTimeout: 15_000 }

/** Settings for clients in a region. Also makes this process trust the certificates that AWS_CA_BUNDLE names. */
export function connectTo(region: string, endpoint?: string): AwsConnection {
  const certificatePath = readHostVariable("AWS_CA_BUNDLE")
  if (certificatePath !== undefined) trustEmulator({ url: endpoint ?? "", certificatePath })
  return { region, maxAttempts: 3, requestHandler, ...(endpoint === undefined ? {} : { endpoint }) }
}
