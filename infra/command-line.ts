/** Shared by all commands: reads their options and reports a wrong one in one line. */
import { type ParseArgsConfig, parseArgs } from "node:util"

/** Ends the command with exit status 2 and a message on standard error. */
export const fail = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

/**
 * Reads the options of a command. An unknown option ends the command with the reason and the usage.
 *
 * @param usage the command line and its options, for people
 */
export const readCommandLine = <const Config extends ParseArgsConfig>(usage: string, config: Config) => {
  try {
    return parseArgs(config)
  } catch (error) {
    return fail(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}\n${usage}`)
  }
}
