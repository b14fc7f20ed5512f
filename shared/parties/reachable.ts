import * as z from "zod"

/** Whether a URL leads to a host with a public name. Nothing must be sent to an address inside somebody's network. */
export function hasPublicName(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? ""
  return /\.[a-z][a-z0-9-]+$/i.test(host) && !/\.(local|localhost|internal|intranet|lan|home|arpa)$/i.test(host)
}

/** E-mail addresses as a party gives them itself. */
export const contacts = z.array(z.email().max(254)).max(20)

/** Address of a webhook as a party gives it itself. */
export const webhookUrl = z
  .url({ protocol: /^https$/ })
  .max(2_000)
  .refine(hasPublicName, { error: "write a host with a public name, such as hooks.example.com" })
