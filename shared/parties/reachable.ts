import * as z from "zod"
import { boundedEmail, boundedUrl } from "../base/contracts/bounded-string.ts"
import { hasPublicName } from "../base/platform/public-address.ts"

/** E-mail addresses as a party gives them itself. */
export const contacts = z.array(boundedEmail()).max(20)

/** Address of a webhook as a party gives it itself. */
export const webhookUrl = boundedUrl({ protocol: /^https$/ })
  .max(2_000)
  .refine(hasPublicName, { error: "write a host with a public name, such as hooks.example.com" })
