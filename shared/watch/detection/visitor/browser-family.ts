import Bowser from "bowser"

/** Known families. For others the parser returns what the agent calls itself, which a visitor can choose freely. */
const known = new Set([...Object.values(Bowser.BROWSER_MAP), ...Object.values(Bowser.OS_MAP)])

/** Longer agents are cut, because families are named in the first words. */
const longestAgent = 512

/**
 * Browser and operating system without versions, such as `Chrome on Android`, which stay the same when a browser
 * updates. All that cannot be read is one family.
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
