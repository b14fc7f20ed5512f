/** Where the console is on the hub's host. */
export const consolePath = "/desk"

export const signInPath = `${consolePath}/sign-in`

/** Each party's provider sends people back to a path of its own below this one. */
export const signedInPath = `${consolePath}/signed-in`

/** Where the provider of a party sends people back to, and no other provider (RFC 9700, section 4.4). */
export const signedInPathOf = (partyId: string): string => `${signedInPath}/${encodeURIComponent(partyId)}`

/** Whether a path under the console is one of the sign-in. The API serves these. */
export const isOfSignIn = (pathname: string): boolean =>
  pathname === signInPath || pathname === signedInPath || pathname.startsWith(`${signedInPath}/`)

/** A host that nobody has (RFC 2606). */
const nowhere = "https://hub.invalid"
const mostCharacters = 512

/**
 * The path to lead to after a sign-in: the one that was asked for if it is a page of the console, and else its first
 * page. It never leads to another host, and never to the sign-in again.
 */
export function returnPath(asked: string | undefined): string {
  const first = `${consolePath}/`
  // Browsers read a backslash as a slash, and leave out tabs and line ends.
  if (asked === undefined || asked.length > mostCharacters || !/^\/[!-[\]-~]*$/.test(asked)) return first
  const url = URL.parse(asked, nowhere)
  if (url === null || url.origin !== nowhere) return first
  const { pathname, search } = url
  if (!pathname.startsWith(first) || isOfSignIn(pathname)) return first
  return `${pathname}${search}`
}
