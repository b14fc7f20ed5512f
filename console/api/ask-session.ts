import { backgroundHeader } from "./activity.ts"
import { noteServerTime } from "./server-time.ts"

/** Says to the hub that the console sends the request, and not another page. A reading request does not need it. */
export const consoleHeader = { "x-wayseal-console": "1" } as const

/** What the hub answers about the session of this browser: 401 without one. */
export async function askForSession(): Promise<Response> {
  const response = await fetch("/v1/session", { headers: { ...consoleHeader, ...backgroundHeader() } })
  noteServerTime(response.headers.get("date"))
  return response
}

/**
 * What the hub answers about the case that an address names, asked before the program that reads it is there. Undefined
 * if the address names none.
 */
export function askForCase(pathname: string): Promise<Response> | undefined {
  const alias = /^\/desk\/cases\/(WS-\w+)/.exec(pathname)?.[1]
  if (alias === undefined) return undefined
  const asked = fetch(`/v1/cases/${alias}`, { headers: { ...consoleHeader, ...backgroundHeader() } })
  // Whoever reads the answer hears of the failure. Without a session nobody does.
  asked.catch(() => undefined)
  return asked
}

/** Where a person of a party signs in, and comes back to `path` of the console. */
export const signInAddress = (partyId: string, path: string): string =>
  `/desk/sign-in?${new URLSearchParams({ party: partyId, return: path })}`
