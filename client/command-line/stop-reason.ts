import { CommanderError } from "commander"
import { CommandStopped } from "./command-stopped.ts"
import { isOfAws, stoppedInWords } from "./stopped-in-words.ts"

/**
 * Why a command stopped, in sentences without a stack.
 *
 * @param needs the IAM actions that the command takes, which are named when one is denied
 */
export function stopReason(error: unknown, needs: readonly string[] = []): CommandStopped {
  if (error instanceof CommandStopped) return error
  if (error instanceof CommanderError) return new CommandStopped("wrongUsage", usageInWords(error.message))
  if (error instanceof Error && error.name === "ExitPromptError")
    return new CommandStopped("stopped", "Stopped at the question. Nothing was done.")
  // Thrown where a command first needs the laws. The class is the hub's own, and this file is every client's.
  if (error instanceof Error && error.name === "LawInvalid") return new CommandStopped("unusableFile", error.message)
  return new CommandStopped(isOfAws(error) ? "noAnswer" : "stopped", stoppedInWords(error, needs))
}

/** Commander's message, such as `error: unknown option '--sage'\n(Did you mean --stage?)`, in sentences. */
function usageInWords(message: string): string {
  const [wrong = "", meant] = message.replace(/^error: /, "").split(/\n\(?/)
  const sentence = `${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}`
  return `${sentence}${/[.?]$/.test(sentence) ? "" : "."}${meant === undefined ? "" : ` ${meant.replace(/\)$/, "")}`}`
}
