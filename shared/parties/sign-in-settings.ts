import * as z from "zod"
import { boundedString, boundedUrl } from "../base/contracts/bounded-string.ts"

/** The host of this machine, where the issuer of a test may be. */
const loopback = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/

/** At Microsoft Entra ID these stand for the tenants of everybody. */
const anyTenant = /^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)(\/|$)/i

const issuer = boundedUrl({
  error: "write the issuer as its discovery document spells it, such as https://login.example.com",
})
  .refine((url) => url.startsWith("https://") || loopback.test(url), "the issuer needs https")
  .refine((url) => !/[?#]/.test(url), "an issuer has no ? and no #")
  .refine(
    (url) => !anyTenant.test(url),
    "write the id of your own tenant in place of common, organizations or consumers",
  )
  .meta({ description: "The `issuer` of your provider's discovery document, exactly as that spells it" })

/** Values of the claim that give a role. */
const values = z.array(boundedString(256).min(1)).max(100)

/** A scope of OAuth 2.0 (RFC 6749, section 3.3). */
const scope = boundedString(256).regex(/^[\x21\x23-\x5B\x5D-\x7E]{1,128}$/, "a scope has no spaces and no quotes")

/** How the people of a party sign in to the console: at the party's own OpenID Connect provider. */
export const signInSettings = z
  .strictObject({
    issuer,
    clientId: boundedString(256).min(1).meta({ description: "The id under which the provider knows the hub" }),
    clientSecretName: boundedString(256).min(1).optional().meta({
      description: "Name of the secret in Secrets Manager that is the client secret. Absent: a public client",
    }),
    scopes: z
      .array(scope)
      .max(20)
      .default(["profile"])
      .meta({ description: "What the hub asks the provider for, beside `openid`" }),
    roleClaim: boundedString(256).min(1).default("roles").meta({
      description:
        "The claim of the ID token that gives the role: one text, or a list. `email` counts if it is verified",
    }),
    roles: z.strictObject({
      officer: values.min(1).meta({ description: "Values of the claim whose bearers read and act" }),
      reader: values.default([]).meta({ description: "Values of the claim whose bearers only read" }),
    }),
  })
  .refine(({ roles: { officer, reader } }) => !reader.some((value) => officer.includes(value)), {
    path: ["roles", "reader"],
    error: "a value gives one role. Leave it out of officer or of reader",
  })

export type SignInSettings = z.infer<typeof signInSettings>
