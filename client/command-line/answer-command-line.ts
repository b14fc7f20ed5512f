import { type Command, CommanderError } from "commander"
import { stopCodes } from "./command-stopped.ts"
import { type Outcome, outcomeOf } from "./declare-command.ts"
import { exitStatus } from "./exit-status.ts"
import { stopReason } from "./stop-reason.ts"

/** Where a program writes. */
export type Terminal = {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/**
 * Runs the command that the arguments name, and prints what it did or why it stopped. With `--json` both are one object
 * on standard output; an error is `{"error":{"code","message"}}`. Never throws.
 *
 * @returns the exit status
 */
export async function answerCommandLine(
  program: Command,
  args: readonly string[],
  { out, err }: Terminal,
): Promise<number> {
  const asJson = args.includes("--json")
  let outcome: Outcome | undefined
  let asked = program
  leaveEndToUs(program, { out, err: asJson ? () => {} : err }, (command) => {
    asked = command
  })
  program.hook("postAction", (_, command) => {
    outcome = outcomeOf(command)
  })
  try {
    await program.parseAsync([...args], { from: "user" })
    if (outcome === undefined) return exitStatus.fine
    out(asJson ? `${JSON.stringify(outcome.data)}\n` : outcome.text)
    return outcome.status
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitStatus.fine
    const isHelp = error instanceof CommanderError && error.code === "commander.help"
    const { code, message } = stopReason(isHelp ? missingCommand(asked) : error)
    if (asJson) out(`${JSON.stringify({ error: { code, message } })}\n`)
    else if (!isHelp) err(`${message}\n${error instanceof CommanderError ? seeHelp(asked) : ""}`)
    return stopCodes[code]
  }
}

/** Lets no command write or end the process by itself, so that all end and speak alike. */
function leaveEndToUs(command: Command, { out, err }: Terminal, onStop: (command: Command) => void): void {
  command.configureOutput({ writeOut: out, writeErr: err, outputError: () => {} })
  command.exitOverride((error) => {
    onStop(command)
    throw error
  })
  for (const inner of command.commands) leaveEndToUs(inner, { out, err }, onStop)
}

const missingCommand = (command: Command): CommanderError =>
  new CommanderError(
    exitStatus.wrongUsage,
    "commander.help",
    `Name a command: ${command.commands.map((inner) => inner.name()).join(", ")}.`,
  )

const seeHelp = (command: Command): string => {
  const names: string[] = []
  for (let each: Command | null = command; each !== null; each = each.parent) names.unshift(each.name())
  return `See: ${names.join(" ")} --help\n`
}
