import type { ProblemRule } from "./problem.ts"

/** What a JSON text may have. All that walks a parsed value calls itself once for each level. */
export const jsonBounds = { levels: 32, values: 500_000 } as const

/** A JSON text that is not parsed. The message is a sentence that says what it may have. */
export class JsonRefused extends Error {
  override readonly name = "JsonRefused"
  readonly rule: ProblemRule

  constructor(rule: "json" | "tooDeep" | "tooBig", sentence: string = sentences[rule]) {
    super(sentence)
    this.rule = rule
  }
}

const sentences = {
  json: "A number is no NaN, no comma stands before a closing bracket, and it is UTF-8.",
  tooDeep: `It may have ${jsonBounds.levels} levels of objects and lists.`,
  tooBig: `It may have ${jsonBounds.values} values.`,
} as const

/**
 * Parses a JSON text of somebody else, once it is known to be neither deep nor of too many values.
 * @throws JsonRefused
 */
export function parseBoundedJson(text: string): unknown {
  const isWhole = requireBounds(text)
  try {
    return JSON.parse(text)
  } catch {
    throw new JsonRefused("json", isWhole ? undefined : cutOff)
  }
}

const cutOff = "It ends before its last bracket: it was cut off. Send it whole."

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [listStart, listEnd, objectStart, objectEnd] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Goes through the text once, without calling itself. What is no JSON, the parser refuses.
 *
 * @returns whether each bracket has its end
 */
function requireBounds(text: string): boolean {
  let levels = 0
  let values = 1
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place)
    if (unit === quote) place = endOfString(text, place)
    else if (unit === comma) values += 1
    else if (unit === listStart || unit === objectStart) {
      levels += 1
      values += 1
    } else if (unit === listEnd || unit === objectEnd) levels -= 1
    if (levels > jsonBounds.levels) throw new JsonRefused("tooDeep")
    if (values > jsonBounds.values) throw new JsonRefused("tooBig")
  }
  return levels <= 0
}

/** The place of the quote that ends the string which begins at a place. */
function endOfString(text: string, start: number): number {
  for (let place = start + 1; place < text.length; place += 1) {
    const unit = text.charCodeAt(place)
    if (unit === quote) return place
    if (unit === backslash) place += 1
  }
  return text.length
}
