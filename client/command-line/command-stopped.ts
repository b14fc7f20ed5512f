import { type ExitStatus, exitStatus } from "./exit-status.ts"

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
