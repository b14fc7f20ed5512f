import { Command } from "commander"
import { type ExitStatus, exitStatusMeanings } from "./exit-status.ts"
import { showProgress } from "./show-progress.ts"

/** What a command did or found: for programs, for people, and how it ends. */
export type Outcome = {
  /** What `--json` prints, as one object on one line. */
  readonly data: object
  /** What is printed otherwise. */
  readonly text: string
  readonly status: ExitStatus
}

/** How a command was called. */
export type Invocation<Options> = {
  readonly options: Options & { readonly json?: true }
  /** Its arguments, in their order. One that takes several values is a list. */
  readonly args: readonly unknown[]
  /** Says what the command is at, if it takes long. */
  readonly onStep: (step: string) => void
}

/** A command: what its help says, and what it does. */
export type Declaration<Options> = {
  readonly name: string
  readonly description: string
  /** Adds arguments and options. Each command has `--json` and `--help` already. */
  readonly form?: (command: Command) => Command
  /** What else one has to know, below the options. */
  readonly details?: string
  /** Whole command lines. */
  readonly examples: readonly [string, ...string[]]
  /** What the statuses mean here, where that is more exact than `exitStatusMeanings`. 1 is left out if it cannot be. */
  readonly statuses: Readonly<Partial<Record<ExitStatus, string>> & Record<0, string>>
  /** @throws an error that `stopReason` puts into words */
  readonly run: (invocation: Invocation<Options>) => Promise<Outcome>
}

const outcomes = new WeakMap<Command, Outcome>()

/** What a declared command did, after it ran. */
export const outcomeOf = (command: Command): Outcome | undefined => outcomes.get(command)

/** Makes a command that has what every command has: `--json`, help with examples and exit status, progress. */
export function declareCommand<Options>(declaration: Declaration<Options>): Command {
  const { name, description, form = (same) => same, run } = declaration
  const command = form(new Command(name).description(description))
    .option("--json", "print one JSON object on standard output, and nothing else")
    .addHelpText("after", helpAfter(declaration))
  return command.action(async () => {
    const progress = showProgress()
    try {
      const options = command.opts<Options & { json?: true }>()
      outcomes.set(command, await run({ options, args: command.processedArgs, onStep: progress.onStep }))
    } finally {
      progress.stop()
    }
  })
}

function helpAfter({ details, examples, statuses }: Pick<Declaration<never>, "details" | "examples" | "statuses">) {
  const { 1: meaning, ...others } = exitStatusMeanings
  const meanings = { ...others, ...("1" in statuses ? { 1: meaning } : {}), ...statuses }
  return [
    ...(details === undefined ? [] : ["", details]),
    "",
    "Examples:",
    ...examples.map((example) => `  ${example}`),
    "",
    "Exit status:",
    ...Object.entries(meanings).map(([status, words]) => `  ${status}  ${words}`),
  ].join("\n")
}
