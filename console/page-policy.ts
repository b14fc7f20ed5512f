/** The style element that react-aria adds to every page. Its text does not change while its version does not. */
const libraryStyle = "sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o="

/**
 * The content security policy with which the console is served: nothing inline, and nothing from elsewhere.
 *
 * @param uploadOrigin where the page sends files of evidence, such as `https://bucket.s3.ca-central-1.amazonaws.com`.
 * Absent: the page's own origin alone
 */
export const pagePolicy = (uploadOrigin?: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' '${libraryStyle}'`,
    uploadOrigin === undefined ? "connect-src 'self'" : `connect-src 'self' ${uploadOrigin}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ")
