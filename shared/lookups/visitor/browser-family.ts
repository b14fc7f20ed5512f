import Bowser from "bowser"

/** The families that there are: of anything else the parser repeats what the agent calls itself, which would make a visitor anybody. */
const known = new Set([...Object.values(Bowser.BROWSER_MAP), ...Object.values(Bowser.OS_MAP)])

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
  return `${knownName(browser.name)} on ${knownName(os.name)}`
}

function knownName(name: string | undefined): string {
  return name !== undefined && known.has(name) ? name : "unknown"
}
