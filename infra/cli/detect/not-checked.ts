/** Why a log was not checked. To say "nothing found" of such a log would be false. */

/** Reasons that the operator can accept with `--accept`, because only the operator can know. */
export const acceptableReasons = ["unreadable-lines", "one-address", "one-reference"] as const
export type AcceptableReason = (typeof acceptableReasons)[number]

export type NotChecked = {
  readonly code:
    | AcceptableReason
    | "unreadable-file"
    | "nothing-readable"
    | "empty"
    | "unknown-form"
    | "no-time-zone"
    | "no-date-order"
    | "no-reference"
    | "no-lookups"
  readonly reason: string
  /** A line of the log, masked. */
  readonly example?: string
  readonly advice: string
}

/** The reason in words, for people. */
export const notCheckedInWords = ({ reason, example, advice, code }: NotChecked): string => {
  const accept: readonly string[] = acceptableReasons
  return [
    `NOT CHECKED: ${reason}.`,
    ...(example === undefined ? [] : [`  for example:  ${example}`]),
    `  What to do:   ${advice}`,
    ...(accept.includes(code) ? [`  If this is right for your log, add --accept ${code}`] : []),
  ].join("\n")
}
