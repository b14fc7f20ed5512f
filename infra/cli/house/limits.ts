/** A function and its length in lines, comments and inner functions included. */
export type FunctionLength = { path: string; line: number; lines: number }

/** The functions longer than `limit` lines, longest first. */
export function longFunctions(all: readonly FunctionLength[], limit: number): FunctionLength[] {
  return all.filter(({ lines }) => lines > limit).sort((one, other) => other.lines - one.lines)
}

/** A line that is too wide, counted from 1. */
export type WideLine = { path: string; line: number; width: number }

const comment = /^\s*(\/\/|\/?\*)/

/**
 * The lines of prose in a file that are wider than `limit` characters. In Markdown it ignores tables, code, and lines
 * that hold only a URL or a link. In TypeScript it reads only comments, because Biome formats the code.
 */
export function wideLines(path: string, text: string, limit: number): WideLine[] {
  const isMarkdown = path.endsWith(".md")
  let inCode = false
  return text.split("\n").flatMap((content, index) => {
    if (isMarkdown && /^\s*```/.test(content)) inCode = !inCode
    const isProse = isMarkdown ? !inCode && !/^\s*(>\s*)?\|/.test(content) : comment.test(content)
    const width = [...content].length
    return isProse && width > limit && !isUnbreakable(content, limit) ? [{ path, line: index + 1, width }] : []
  })
}

/** Whether one word, such as a URL, makes the line too wide. */
function isUnbreakable(content: string, limit: number): boolean {
  return content
    .trim()
    .split(/\s+/)
    .some((word) => [...word].length > limit - 10)
}

/** Where a program makes a schema of a string itself, although `bounded-string.ts` does it. */
export function unboundedStrings(path: string, program: string): { path: string; line: number }[] {
  if (/^shared\/base\/contracts\/bounded-(string|address)\.ts$/.test(path)) return []
  return [...program.matchAll(/\bz\s*\.(?:string|url|email)\(/g)].map(({ index }) => ({
    path,
    line: program.slice(0, index).split("\n").length,
  }))
}
