const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ")

/** The page is its own and loads nothing else: no inline script, no third party, no frame, no way to lead elsewhere. */
const always: Readonly<Record<string, string>> = {
  "cache-control": "no-store",
  "content-security-policy": policy,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
}

const hsts = { "strict-transport-security": "max-age=63072000" }

/**
 * Headers of everything that the page sends. Over plain HTTP, as on a developer's machine, the host is not bound to
 * HTTPS.
 *
 * @param headers of the request, by name in lower case
 */
export function pageHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return headers["x-forwarded-proto"] === "https" ? { ...always, ...hsts } : always
}

/**
 * Whether a form comes from a page of another site. Browsers say so in `sec-fetch-site`. Older ones send `origin`,
 * which is `null` from our own pages, because they send no referrer.
 */
export function isCrossSite(headers: Readonly<Record<string, string>>): boolean {
  const { "sec-fetch-site": site, origin = "null" } = headers
  return site === undefined ? origin !== "null" : site !== "same-origin" && site !== "none"
}
