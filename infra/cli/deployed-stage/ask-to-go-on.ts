import { confirm } from "@inquirer/prompts"
import { CommandStopped } from "../../../client/command-line/command-stopped.ts"

/**
 * Shows what a command is about to do, and asks the person who typed it. Without a person it takes `--yes`.
 *
 * @throws CommandStopped if nobody can be asked
 */
export async function askToGoOn(
  plan: readonly string[],
  { yes, json }: { readonly yes?: true; readonly json?: true },
): Promise<boolean> {
  if (json !== true) process.stdout.write(`${plan.join("\n")}\n`)
  if (yes === true) return true
  if (!process.stdin.isTTY || json === true)
    throw new CommandStopped("wrongUsage", "Nobody can be asked here. Add --yes to go on.")
  return confirm({ message: "Go on?", default: false })
}
