import * as z from "zod"

/** What cfn-lint prints with `--format json`. */
export const lintReport = z.array(
  z.object({
    Filename: z.string(),
    Level: z.enum(["Error", "Warning", "Informational"]),
    Message: z.string(),
    Rule: z.object({ Id: z.string() }),
    Location: z.object({ Path: z.array(z.union([z.string(), z.number()])).nullable() }),
  }),
)

export type LintFinding = z.infer<typeof lintReport>[number]

/** A kind of warning that stays. */
export interface AcceptedWarning {
  readonly rule: string
  /** The messages that are meant. The same rule with another message is not accepted. */
  readonly message: RegExp
  readonly reason: string
}

/**
 * What has to change before the templates pass: findings that nobody accepted, and acceptances that match nothing.
 * An error is never accepted.
 *
 * @param findings of all templates
 * @returns one sentence each; none when all is well
 */
export function judgeFindings(
  findings: readonly LintFinding[],
  accepted: readonly AcceptedWarning[],
): readonly string[] {
  const covers = ({ rule, message }: AcceptedWarning, finding: LintFinding) =>
    finding.Level !== "Error" && finding.Rule.Id === rule && message.test(finding.Message)
  const open = findings.filter((finding) => !accepted.some((each) => covers(each, finding)))
  const stale = accepted.filter((each) => !findings.some((finding) => covers(each, finding)))
  return [
    ...open.map(
      ({ Filename, Level, Message, Rule, Location }) =>
        `${Filename}: ${(Location.Path ?? []).join("/")}: ${Level.toLowerCase()} ${Rule.Id}: ${Message}`,
    ),
    ...stale.map(({ rule }) => `The accepted warning ${rule} is in no template any more. Remove it.`),
  ]
}
