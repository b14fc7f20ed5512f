import Bowser from "bowser"

/** Longer agents are cut: families are named in the first words. */
const longestAgent = 512

/**
 * Browser and operating system without versions, e.g. `Chrome on Android`: what stays when a browser updates. Everything that
 * cannot be read is one family.
 */
export function browserFamily(userAgent: string | undefined): string {
  const agent = userAgent?.trim().slice(0, longestAgent)
  if (agent === undefined || agent === "") return "unknown"
  const { browser, os } = Bowser.parse(agent)
  return `${browser.name || "unknown"} on ${os.name || "unknown"}`
}
