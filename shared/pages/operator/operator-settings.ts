import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { signInSettings } from "../../parties/sign-in-settings.ts"

const { issuer, clientId, clientSecretName, scopes, roleClaim } = signInSettings.shape

/** Where the operators of a stage sign in: at the hub's own OpenID Connect provider. */
export const operatorSettings = z
  .strictObject({
    issuer,
    clientId,
    clientSecretName,
    scopes,
    roleClaim,
    roles: z
      .array(boundedString(256).min(1))
      .min(1)
      .max(100)
      .meta({ description: "Values of the claim whose bearers are operators" }),
  })
  // The settings stand in a variable of the function, where nobody's address may rest.
  .refine((settings) => settings.roleClaim !== "email", {
    path: ["roleClaim"],
    error: "name operators by a group or role, not by their addresses",
  })

export type OperatorSettings = z.infer<typeof operatorSettings>
