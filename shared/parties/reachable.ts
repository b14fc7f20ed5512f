import * as z from "zod"
import { hasPublicName } from "../platform/public-address.ts"

/** E-mail addresses as a party gives them itself. */
export const contacts = z.array(z.email().max(254)).max(20)

/** Address of a webhook as a party gives it itself. */
export const webhookUrl = z
  .url({ protocol: /^https$/ })
  .max(2_000)
  .refine(hasPublicName, { error: "write a host with a public name, such as hooks.example.com" })
