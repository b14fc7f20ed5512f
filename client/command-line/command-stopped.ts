/** How a command can end. */
export const exitStatus = { fine: 0, needsPerson: 1, wrongUsage: 2, notDone: 3 } as const
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]

/** What each status means, whatever the command. */
export const exitStatusMeanings: Readonly<Record<ExitStatus, string>> = {
  0: "done, and nothing needs a person",
  1: "done, and something needs a person",
  2: "wrong usage, or a file that cannot be used: nothing was done",
  3: "not done or not checked: AWS does not answer or refuses, or Wayseal itself fails",
}

/**
 * Why a command stopped, for programs, with its exit status.
 *
 * - `wrongUsage`: an option, an argument or a name is wrong.
 * - `unusableFile`: a file cannot be read or written, or is wrong.
 * - `noAnswer`: AWS does not answer, or refuses.
 * - `stopped`: any other reason.
 */
export const stopCodes = {
  wrongUsage: exitStatus.wrongUsage,
  unusableFile: exitStatus.wrongUsage,
  noAnswer: exitStatus.notDone,
  stopped: exitStatus.notDone,
} as const satisfies Record<string, ExitStatus>
export type StopCode = keyof typeof stopCodes

/** Ends a command. The message says what is wrong and what to do, in sentences. */
export class CommandStopped extends Error {
  override readonly name: string = "CommandStopped"
  readonly code: StopCode

  constructor(code: StopCode, message: string) {
    super(message)
    this.code = code
  }
}
