/** Where the console is on the hub's host. */
export const consolePath = "/desk"

/** Where the issuer sends people back to. */
export const signedInPath = `${consolePath}/signed-in`
export const signInPath = `${consolePath}/sign-in`

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
  if (!pathname.startsWith(first) || pathname === signInPath || pathname === signedInPath) return first
  return `${pathname}${search}`
}
