/** What commands for people do alike: read their options, and say in a line what is wrong with them. */
import { type ParseArgsConfig, parseArgs } from "node:util"

/** Ends the command with 2 and a message on standard error. */
export const fail = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

/**
 * Reads the options of a command; ends it with the reason and its usage if there is one that it does not have.
 *
 * @param usage how the command is called, and its options, for people
 */
export const readCommandLine = <const Config extends ParseArgsConfig>(usage: string, config: Config) => {
  try {
    return parseArgs(config)
  } catch (error) {
    return fail(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}\n${usage}`)
  }
}
