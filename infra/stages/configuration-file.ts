import { readFileSync } from "node:fs"
import { relative } from "node:path"
import { visit } from "jsonc-parser"
import { CommandStopped } from "../../client/command-line/command-stopped.ts"

/** A configuration file cannot be used. The message has one line for each thing to mend. */
export class FileInvalid extends CommandStopped {
  override readonly name = "FileInvalid"
  readonly problems: readonly string[]

  constructor(path: string, problems: readonly string[]) {
    super(
      "unusableFile",
      [`${relative(process.cwd(), path) || path} cannot be used:`, ...problems.map((each) => `  ${each}`)].join("\n"),
    )
    this.problems = problems
  }
}

/**
 * Reads a file as JSON.
 *
 * @throws FileInvalid when it cannot be read, is not JSON, or has a key twice
 */
export function readJson(path: string): unknown {
  let text: string
  try {
    text = readFileSync(path, "utf8")
  } catch {
    throw new FileInvalid(path, ["there is no such file, or it cannot be read"])
  }
  const json = parse(path, text)
  const twice = repeatedKeys(text)
  if (twice.length > 0) throw new FileInvalid(path, twice)
  return json
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FileInvalid(path, [`it is not JSON: ${placeOf(error)}`])
  }
}

/** Keys that one object has twice. JSON takes the last value, and the other would be lost without a word. */
function repeatedKeys(text: string): readonly string[] {
  const objects: Set<string>[] = []
  const found: string[] = []
  visit(text, {
    onObjectBegin: () => {
      objects.push(new Set())
    },
    onObjectEnd: () => void objects.pop(),
    onObjectProperty: (key, _offset, _length, line) => {
      const keys = objects.at(-1)
      if (keys?.has(key)) found.push(`line ${line + 1}: ${key} is there twice. Leave one of them out`)
      keys?.add(key)
    },
  })
  return found
}

/** Where the JSON ends to be one. The rest of the parser's message quotes the file, which may hold personal data. */
function placeOf(error: unknown): string {
  const place = error instanceof Error ? /line \d+ column \d+/.exec(error.message)?.[0] : undefined
  return place === undefined ? "check quotes, commas and brackets" : `check quotes and commas near ${place}`
}
