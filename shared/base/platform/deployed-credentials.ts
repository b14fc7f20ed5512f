import * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import { readEnvironment } from "./environment.ts"

const credentialVariables = z.object({
  AWS_ACCESS_KEY_ID: ownString().min(1),
  AWS_SECRET_ACCESS_KEY: ownString().min(1),
  AWS_SESSION_TOKEN: ownString().min(1).optional(),
})

type FunctionCredentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/**
 * The credentials of a function's role. Lambda puts them into the environment of each container, and nowhere else. In
 * bundles this stands for the SDK's chain of providers, whose files, processes and sign-ins a function does not have.
 *
 * @returns a provider that throws EnvironmentInvalid when the credentials are not in the environment
 */
export function defaultProvider(): () => Promise<FunctionCredentials> {
  return async () => {
    const variables = readEnvironment(credentialVariables)
    return {
      accessKeyId: variables.AWS_ACCESS_KEY_ID,
      secretAccessKey: variables.AWS_SECRET_ACCESS_KEY,
      ...(variables.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: variables.AWS_SESSION_TOKEN }),
    }
  }
}
