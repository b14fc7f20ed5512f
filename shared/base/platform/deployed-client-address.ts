import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import { addressBehindEdge, type ClientAddress, connectedAddress } from "./client-address.ts"
import { systemClock } from "./clock.ts"
import { readEnvironment } from "./environment.ts"
import { directAccessVariable, resourceVariables } from "./resource-variables.ts"

const settings = z.object({
  [resourceVariables.originSecret]: ownString().min(1).optional(),
  [directAccessVariable]: z.literal("allowed").optional(),
})

/** How this stage finds the address of a client: behind its edge if it has one, and else as API Gateway reports it. */
export function deployedClientAddress(): ClientAddress {
  const { ORIGIN_SECRET: secretId, DIRECT_ACCESS } = readEnvironment(settings)
  if (secretId === undefined) return connectedAddress
  return addressBehindEdge({
    // A stage without an edge need not load the client of Secrets Manager.
    readOriginSecret: async () => (await import("./deployed-secret.ts")).readSecret(secretId),
    directAccess: DIRECT_ACCESS === "allowed",
    clock: systemClock,
  })
}
