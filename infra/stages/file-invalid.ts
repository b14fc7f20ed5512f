import { readFileSync } from "node:fs"
import { relative } from "node:path"

/** A configuration file cannot be used. The message has one line for each thing to mend. */
export class FileInvalid extends Error {
  override readonly name = "FileInvalid"
  readonly problems: readonly string[]

  constructor(path: string, problems: readonly string[]) {
    super(
      [`${relative(process.cwd(), path) || path} cannot be used:`, ...problems.map((each) => `  ${each}`)].join("\n"),
    )
    this.problems = problems
  }
}

/**
 * Reads a file as JSON.
 *
 * @throws FileInvalid when it cannot be read or is not JSON
 */
export function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch {
    throw new FileInvalid(path, ["there is no such file, or it cannot be read"])
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FileInvalid(path, [`it is not JSON: ${placeOf(error)}`])
  }
}

/** Where the JSON ends to be one. The rest of the parser's message quotes the file, which may hold personal data. */
function placeOf(error: unknown): string {
  const place = error instanceof Error ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined
  return place === undefined ? "check quotes, commas and brackets" : `check quotes and commas near ${place}`
}
