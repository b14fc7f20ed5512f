/** Path under which the officer's console is, on the same origin as the API. */
export const consolePath = "/desk"

/** Paths under it that the API serves. */
export const signInPaths = [`${consolePath}/sign-in`, `${consolePath}/signed-in`]

/** Paths of files whose name changes with their content. */
export const assetPattern = /^\/desk\/assets\/[\w.-]+$/

/** Browser features that no page of the console uses. */
export const unusedFeatures = "camera=(), geolocation=(), microphone=(), payment=()"

/** Name of the cookie with an officer's session. */
export const sessionCookie = "__Host-wayseal-session"
