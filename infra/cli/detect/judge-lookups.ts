/** Decides from the lookups of a log whether a result about them means anything. */
import type { CollectedLookups, LeftOut } from "./collect-lookups.ts"
import type { NotChecked } from "./not-checked.ts"

/** At most this share of the lookups may be without an address or a reference. */
const unreadableShare = 0.1

/** Every reason why the lookups cannot be checked. */
export const judgeLookups = ({ lookups, leftOut }: CollectedLookups): readonly NotChecked[] => {
  const first = lookups.at(0)
  if (first === undefined) return [noLookups(leftOut)]
  const { withoutAddress, unreadable } = leftOut
  const lost = withoutAddress + unreadable
  const isOneAddress = !lookups.some(({ network }) => network.fingerprint !== first.network.fingerprint)
  const isOneReference = !lookups.some(({ tag }) => tag !== first.tag)
  return [
    ...(lost > unreadableShare * (lost + lookups.length) ? [incomplete(lost, lookups.length)] : []),
    ...(isOneAddress ? [oneAddress(lookups.length)] : []),
    ...(isOneReference ? [oneReference(lookups.length)] : []),
  ]
}

const noLookups = ({ otherRequests, otherStatus, withoutAddress, unreadable }: LeftOut): NotChecked => {
  const causes = [
    { lines: otherRequests, what: "requests without a reference", advice: sayReference },
    {
      lines: otherStatus,
      what: "failed requests",
      advice: "take the log of a time when the tool worked, or name the field of the status: --columns status=...",
    },
    { lines: withoutAddress, what: "lookups without an address", advice: sayAddress },
    { lines: unreadable, what: "unreadable lines", advice: "name the fields with --columns" },
  ]
  const [most] = [...causes].sort((a, b) => b.lines - a.lines)
  const counts = causes.map(({ lines, what }) => `${lines} ${what}`).join(", ")
  return { code: "no-lookups", reason: `the log has no lookup (${counts})`, advice: most?.advice ?? sayReference }
}

const sayReference =
  "say where the reference is, for example --reference '/track/{reference}' or --columns reference=..., or take " +
  "another log"
const sayAddress =
  "log the visitor's address, such as X-Forwarded-For: after the user agent in the log of a web server, or in a field " +
  "that --columns address=... names"

const incomplete = (lost: number, lookups: number): NotChecked => ({
  code: "unreadable-lines",
  reason: `${lost} of ${lost + lookups} lookups have no address, no reference or no time that can be used`,
  advice: "name the fields with --columns address=...,reference=..., or take these lines out",
})

const oneAddress = (lookups: number): NotChecked => ({
  code: "one-address",
  reason: `one address made all ${lookups} lookups, as if everybody came through one proxy`,
  advice: sayAddress,
})

const oneReference = (lookups: number): NotChecked => ({
  code: "one-reference",
  reason: `all ${lookups} lookups are for one reference, as if its place in the line were wrong`,
  advice: "say where the reference is: --reference '/track/{reference}', or --columns reference=...",
})
