import { canonicalJson } from "../platform/canonical-json.ts"

/**
 * The digest of a list of exposures goes from line to line, so that pages of any length give the same one: each step is
 * the SHA-256 of the digest so far and the line. It begins with a salt that only the party gets. So the digest in the
 * timeline says nothing about the list to anybody who does not have it.
 *
 * @returns the text whose SHA-256 in hexadecimal is the digest up to this line
 */
export const digestStep = (before: string, exposure: unknown): string => canonicalJson([before, exposure])
