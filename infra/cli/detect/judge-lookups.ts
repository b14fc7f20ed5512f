/** Decides from the lookups of a log whether a result about them means anything. */
import type { CollectedLookups } from "./collect-lookups.ts"
import type { NotChecked } from "./not-checked.ts"

/** Every reason why the lookups cannot be checked. */
export const judgeLookups = ({ lookups, leftOut }: CollectedLookups): readonly NotChecked[] => {
  const first = lookups[0]
  if (first === undefined) {
    const { otherRequests, otherStatus, unreadable } = leftOut
    return [
      {
        code: "no-lookups",
        reason:
          `the log has no lookup (${otherRequests} requests without a reference, ${otherStatus} failed requests, ` +
          `${unreadable} unreadable lines)`,
        advice: "say where the reference is, for example --reference '/track/{reference}', or take another log",
      },
    ]
  }
  const isOneAddress = lookups.every(({ network }) => network.fingerprint === first.network.fingerprint)
  const isOneReference = lookups.every(({ tag }) => tag === first.tag)
  return [
    ...(isOneAddress ? [oneAddress(lookups.length)] : []),
    ...(isOneReference ? [oneReference(lookups.length)] : []),
  ]
}

const oneAddress = (lookups: number): NotChecked => ({
  code: "one-address",
  reason: `one address made all ${lookups} lookups, as if everybody came through one proxy`,
  advice: "log the visitor's address (such as X-Forwarded-For) and name its field with --columns address=...",
})

const oneReference = (lookups: number): NotChecked => ({
  code: "one-reference",
  reason: `all ${lookups} lookups are for one reference, as if its place in the line were wrong`,
  advice: "say where the reference is: --reference '/track/{reference}', or --columns reference=...",
})
