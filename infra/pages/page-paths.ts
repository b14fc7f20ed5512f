import { consolePath as pathOfConsole, signedInPath, signInPath } from "../../shared/pages/sign-in/return-path.ts"
import { sessionCookieName } from "../../shared/parties/sessions/session.ts"

/** Path under which the officer's console is, on the same origin as the API. */
export const consolePath = pathOfConsole

/** Patterns of the paths under it that the API serves. `isOfSignIn` says the same of one path. */
export const signInPaths = [signInPath, signedInPath, `${signedInPath}/*`]

/** Path under which the documentation is. */
export const documentationPath = "/docs"

/** Name of the cookie with an officer's session. */
export const sessionCookie = sessionCookieName

/** Browser features that no page uses. */
export const unusedFeatures = "camera=(), geolocation=(), microphone=(), payment=()"

/** The content security policy of the documentation: nothing inline, and nothing from elsewhere. */
export const documentationPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ")

/** CloudFront's function for the console: its paths are those of its screens, which one file draws. */
export const nameConsoleFile = `function handler(event) {
  var request = event.request;
  if (!/^\\/desk\\/assets\\/[\\w.-]+$/.test(request.uri)) request.uri = "/desk/index.html";
  return request;
}
`

/** CloudFront's function for the documentation. Its links are relative, so its first page needs its whole path. */
export const nameDocumentFile = `function handler(event) {
  var request = event.request;
  if (!/\\/$|^\\/docs$/.test(request.uri)) return request;
  var location = request.uri === "/docs" || request.uri === "/docs/" ? "/docs/overview.html" : request.uri + "index.html";
  return { statusCode: 302, statusDescription: "Found", headers: { location: { value: location } } };
}
`
