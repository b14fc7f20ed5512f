import { type Answer, type AwsFailure, unansweredInWords } from "../../../client/command-line/aws-failure.ts"

/**
 * One line of what a command says about a stage or its account.
 *
 * - `ok`: nothing to do.
 * - `note`: worth knowing, nothing to do.
 * - `toDo`: a person has to do something.
 * - `unknown`: could not be checked.
 * - `notShown`: an emulator has nothing to check.
 */
export type CheckResult = {
  readonly check: string
  readonly state: "ok" | "note" | "toDo" | "unknown" | "notShown"
  /** What was found, and what to do about it. */
  readonly text: string
  /** Commands that do it, in their order. */
  readonly commands?: readonly string[]
  /** Why it could not be checked. */
  readonly because?: AwsFailure["kind"]
}

/** Makes the results of one check. */
export function resultsOf(check: string) {
  return {
    ok: (text: string): CheckResult => ({ check, state: "ok", text }),
    note: (text: string): CheckResult => ({ check, state: "note", text }),
    toDo: (text: string, ...commands: readonly string[]): CheckResult => ({
      check,
      state: "toDo",
      text,
      ...(commands.length === 0 ? {} : { commands }),
    }),
    unknown: (unanswered: Parameters<typeof unansweredInWords>[0]): CheckResult => ({
      check,
      state: "unknown",
      text: unansweredInWords(unanswered),
      because: unanswered.failure.kind,
    }),
  }
}

/** Results that depend on an answer of AWS: those of its value, or that it could not be checked. */
export function whenAnswered<T>(
  check: string,
  answer: Answer<T>,
  judge: (value: T) => readonly CheckResult[],
): readonly CheckResult[] {
  return "value" in answer ? judge(answer.value) : [resultsOf(check).unknown(answer)]
}

/** Whether a person has to do something, or find out what could not be checked. */
export function needsPerson(results: readonly CheckResult[]): boolean {
  return results.some(({ state }) => state === "toDo" || state === "unknown")
}

/** The results without those that say the same again. */
export function withoutRepeats(results: readonly CheckResult[]): readonly CheckResult[] {
  const known = new Map(results.map((result) => [`${result.check}\n${result.text}`, result]))
  return [...known.values()]
}

/**
 * The results on an emulator. What it does not have is no fault, and comes last. An emulator that denies something or
 * does not answer is one.
 */
export function onEmulator(results: readonly CheckResult[]): readonly CheckResult[] {
  const isAbsent = ({ state, because }: CheckResult) => state === "unknown" && because === "other"
  return [
    ...results.filter((result) => !isAbsent(result)),
    ...results.filter(isAbsent).map((result): CheckResult => ({ ...result, state: "notShown" })),
  ]
}
