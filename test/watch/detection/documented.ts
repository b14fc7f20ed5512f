import { readFileSync } from "node:fs"

const text = readFileSync(new URL("../../../docs/detection.md", import.meta.url), "utf8").replaceAll(/\s+/g, " ")

/** The numbers of a sentence of docs/detection.md, one for each group. @throws Error if there is no such sentence */
export function documented(sentence: RegExp): number[] {
  const found = sentence.exec(text)
  if (found === null) throw new Error(`docs/detection.md has no sentence like ${sentence}`)
  return found.slice(1).map((figure) => Number(figure.replaceAll(",", "")))
}
