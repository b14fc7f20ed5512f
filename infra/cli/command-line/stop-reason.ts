import { CommanderError } from "commander"
import { FileInvalid } from "../../stages/file-invalid.ts"
import { StageUnknown } from "../../stages/read-stage.ts"
import { isOfAws, stoppedInWords } from "../deployed-stage/stopped-in-words.ts"
import { type ExitStatus, exitStatus } from "./declare-command.ts"

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
  override readonly name = "CommandStopped"
  readonly code: StopCode

  constructor(code: StopCode, message: string) {
    super(message)
    this.code = code
  }
}

/**
 * Why a command stopped, in sentences without a stack.
 *
 * @param needs the IAM actions that the command takes, which are named when one is denied
 */
export function stopReason(error: unknown, needs: readonly string[] = []): CommandStopped {
  if (error instanceof CommandStopped) return error
  if (error instanceof CommanderError) return new CommandStopped("wrongUsage", usageInWords(error.message))
  if (error instanceof StageUnknown) return new CommandStopped("wrongUsage", error.message)
  if (error instanceof FileInvalid) return new CommandStopped("unusableFile", error.message)
  if (error instanceof Error && error.name === "ExitPromptError")
    return new CommandStopped("stopped", "Stopped at the question. Nothing was done.")
  return new CommandStopped(isOfAws(error) ? "noAnswer" : "stopped", stoppedInWords(error, needs))
}

/** Commander's message, such as `error: unknown option '--sage'\n(Did you mean --stage?)`, in sentences. */
function usageInWords(message: string): string {
  const [wrong = "", meant] = message.replace(/^error: /, "").split(/\n\(?/)
  const sentence = `${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}`
  return `${sentence}${/[.?]$/.test(sentence) ? "" : "."}${meant === undefined ? "" : ` ${meant.replace(/\)$/, "")}`}`
}
