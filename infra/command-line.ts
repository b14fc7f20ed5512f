/** For the scripts of those who change Wayseal: reads their options. Commands for others are in infra/cli. */
import { type ParseArgsConfig, parseArgs } from "node:util"

/** Ends a script with exit status 2 and a message on standard error. */
export const fail = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

/**
 * Reads the options of a script. `--help` prints the usage and ends it. An unknown option ends it with the reason and
 * the usage.
 *
 * @param usage the command line and its options, for people
 */
export const readCommandLine = <const Config extends ParseArgsConfig>(usage: string, config: Config) => {
  if (process.argv.includes("--help")) {
    process.stdout.write(usage)
    process.exit(0)
  }
  try {
    return parseArgs(config)
  } catch (error) {
    return fail(`${error instanceof Error ? error.message.split(". ")[0] : String(error)}\n${usage}`)
  }
}
