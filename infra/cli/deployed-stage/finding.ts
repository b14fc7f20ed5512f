import { type Answer, unansweredInWords } from "./aws-failure.ts"

/**
 * One line of the check.
 *
 * - `ok`: nothing to do.
 * - `note`: worth knowing, nothing to do.
 * - `toDo`: has to be mended before the deployment.
 * - `unknown`: could not be checked.
 */
export type Finding = {
  readonly check: string
  readonly state: "ok" | "note" | "toDo" | "unknown"
  /** What was found, and what to do about it. */
  readonly text: string
  /** Commands that mend it, in their order. */
  readonly commands?: readonly string[]
}

/** Makes the findings of one check. */
export function findingsOf(check: string) {
  return {
    ok: (text: string): Finding => ({ check, state: "ok", text }),
    note: (text: string): Finding => ({ check, state: "note", text }),
    toDo: (text: string, ...commands: readonly string[]): Finding => ({
      check,
      state: "toDo",
      text,
      ...(commands.length === 0 ? {} : { commands }),
    }),
    unknown: (unanswered: Parameters<typeof unansweredInWords>[0]): Finding => ({
      check,
      state: "unknown",
      text: unansweredInWords(unanswered),
    }),
  }
}

/** Findings that depend on an answer of AWS: those of its value, or that it could not be checked. */
export function whenAnswered<T>(
  check: string,
  answer: Answer<T>,
  judge: (value: T) => readonly Finding[],
): readonly Finding[] {
  return "value" in answer ? judge(answer.value) : [findingsOf(check).unknown(answer)]
}

/** Whether a person has to do something before the deployment. */
export function needsPerson(findings: readonly Finding[]): boolean {
  return findings.some(({ state }) => state === "toDo" || state === "unknown")
}

/** The findings without those that say the same again. */
export function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  const known = new Map(findings.map((finding) => [`${finding.check}\n${finding.text}`, finding]))
  return [...known.values()]
}
