/** That a route or a version of an event will end. */
export type Deprecation = {
  /** ISO instant from which it is deprecated. */
  since: string
  /** ISO instant from which it may no longer be there. Undefined until that is decided. */
  sunset?: string
  /** Address of what says what to use in its place. */
  see: string
}

/** The headers `deprecation` (RFC 9745), `sunset` (RFC 8594) and `link` of a route that will end. */
export function deprecationHeaders({ since, sunset, see }: Deprecation): Record<string, string> {
  return {
    deprecation: `@${Math.floor(Date.parse(since) / 1000)}`,
    ...(sunset === undefined ? {} : { sunset: new Date(sunset).toUTCString() }),
    link: `<${see}>; rel="deprecation"`,
  }
}

/** The same in a sentence, for documents. */
export function deprecationInWords({ since, sunset, see }: Deprecation): string {
  const end = sunset === undefined ? "It is not decided when it ends" : `It may end at ${sunset}`
  return `Deprecated since ${since}. ${end}. See ${see}.`
}
