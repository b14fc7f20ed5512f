import type { Promises } from "./promise.ts"

/*
 * A page of Markdown names a promise in two ways:
 * - behind a sentence: `Nothing is shown.<!-- promise: nothing-is-shown -->`
 * - in a table whose last column is headed `promise`, by the ids there. The cell before them has their sentences.
 */
const marker = /<!-- promise: ([a-z0-9-]+) -->/
const markers = /<!-- promise: ([a-z0-9-]+) -->/g
const idsOfRow = /`([a-z0-9-]+)`/g
const generalWord =
  /\b(?:never|every|everybody|everyone|only|cannot|nobody|no one|none|nothing|nowhere|always|any|anyone)\b/i
const sentenceEnd = /[.!?][*"”)]{0,4}$/
const sentenceStart = /^["“*(`[]{0,4}[\p{Lu}\d`[]/u
const lineWidth = 120

/**
 * A page with the sentences of the promises that it names.
 *
 * @throws Error if it names a promise that there is not, or names one where no sentence can be written
 */
export function withPromises(page: string, promises: Promises): string {
  const blocks = blocksOf(page)
  const inVain = blocks.find((block) => commentsIn(block) > (isMended(block) ? markersIn(block).length : 0))
  if (inVain !== undefined) throw new Error(`no sentence can be written where this names a promise:\n${inVain}`)
  return blocks
    .map((block) => (isTable(block) ? mendTable(block, promises) : isProse(block) ? mendProse(block, promises) : block))
    .join("\n")
}

/** The ids of the promises that a page names. */
export function promisesNamed(page: string): string[] {
  return blocksOf(page).flatMap((block) => [
    ...(isTable(block) ? rowsOf(block).flatMap((row) => idsIn(row)) : []),
    ...markersIn(block),
  ])
}

/** The sentences of a page that say something of all or of none, and that are no promise. */
export function unpromisedSentences(page: string): string[] {
  const texts = blocksOf(page).flatMap((block) => {
    if (isTable(block))
      return rowsOf(block).flatMap((row) => (idsIn(row).length > 0 ? row.cells.slice(0, -2) : row.cells))
    return isProse(block) ? [proseOf(block).text] : []
  })
  return texts.flatMap(sentencesOf).filter((sentence) => !marker.test(sentence) && isGeneral(sentence))
}

/** The sentences of a text, each with the marker behind it. */
export function sentencesOf(text: string): string[] {
  const words = wordsOf(text.trim())
  const ends = words.flatMap((word, place) =>
    sentenceEnd.test(word.replace(marker, "")) && sentenceStart.test(words[place + 1] ?? "A") ? [place + 1] : [],
  )
  return [...ends, words.length]
    .map((end, place) => words.slice(ends[place - 1] ?? 0, end).join(" "))
    .filter((sentence) => sentence !== "")
}

/** Whether a sentence says something of all or of none, outside of code and the targets of links. */
function isGeneral(sentence: string): boolean {
  const prose = sentence.split("`").filter((_, place) => place % 2 === 0)
  const [before, ...behind] = prose.join("").split("](")
  return generalWord.test([before, ...behind.map((part) => part.slice(part.indexOf(")")))].join())
}

/** The ids behind sentences. A comment may go on in the next line. */
const markersIn = (block: string): string[] =>
  [...block.replaceAll(/\s+/g, " ").matchAll(markers)].map(([, id = ""]) => id)

/** How many comments begin as one with a promise does, however the rest is written. */
const commentsIn = (block: string): number =>
  block
    .split("<!--")
    .slice(1)
    .filter((comment) => comment.trimStart().startsWith("promise")).length

/** The words of a text. A marker is part of the word before it. */
const wordsOf = (text: string): string[] => text.split(/(?<!<!--|promise:) (?!-->)/)

/** Paragraphs, items of lists, tables and what else a page consists of. Joined by line feeds they are the page. */
function blocksOf(page: string): string[] {
  const blocks: string[][] = []
  let isCode = false
  for (const line of page.split("\n")) {
    const last = blocks.at(-1)
    if (last !== undefined && (isCode || continues(line, last[0] ?? ""))) last.push(line)
    else blocks.push([line])
    if (line.startsWith("```")) isCode = !isCode
  }
  return blocks.map((lines) => lines.join("\n"))
}

/** Whether a line belongs to the block before it, which begins with another line. */
function continues(line: string, first: string): boolean {
  if (line === "" || first === "") return false
  if (isTable(line) || isTable(first)) return isTable(line) && isTable(first)
  return isProse(first) && isProse(line) && !/^ *(?:- |\d+\. )/.test(line)
}

const isTable = (block: string): boolean => block.startsWith("|")
const isProse = (block: string): boolean => block !== "" && !/^(?:```|#|>|\|)/.test(block)
const isMended = (block: string): boolean => isTable(block) || isProse(block)

function proseOf(block: string): { readonly bullet: string; readonly text: string } {
  const bullet = /^ *(?:(?:-|\d+\.) )?/.exec(block)?.[0] ?? ""
  return { bullet, text: block.slice(bullet.length).replaceAll(/\s+/g, " ") }
}

function mendProse(block: string, promises: Promises): string {
  const { bullet, text } = proseOf(block)
  const mended = mendSentences(text, promises)
  return mended === text ? block : wrapped(bullet, mended)
}

function mendSentences(text: string, promises: Promises): string {
  return sentencesOf(text)
    .map((sentence) => {
      const [comment, id] = marker.exec(sentence) ?? []
      if (comment === undefined || id === undefined) return sentence
      const says = saysOf(id, promises)
      return sentence.replace(comment, "").replaceAll("**", "") === says ? sentence : `${says}${comment}`
    })
    .join(" ")
}

type Row = { readonly cells: readonly string[]; readonly isPromise: boolean }

/** The rows of a table below its head. */
function rowsOf(table: string): Row[] {
  const [head = "", , ...rows] = table.split("\n")
  const isPromise = cellsOf(head).at(-1) === "promise"
  return rows.map((row) => ({ cells: cellsOf(row), isPromise }))
}

const cellsOf = (row: string): string[] =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim())

const idsIn = ({ cells, isPromise }: Row): string[] =>
  isPromise ? [...(cells.at(-1) ?? "").matchAll(idsOfRow)].map(([, id = ""]) => id) : []

function mendTable(table: string, promises: Promises): string {
  const rows = rowsOf(table).map((row) => {
    const ids = idsIn(row)
    const cells = row.cells.map((cell) => mendSentences(cell, promises))
    if (ids.length > 0) cells.splice(-2, 1, ids.map((id) => saysOf(id, promises)).join(" "))
    return `| ${cells.join(" | ")} |`
  })
  return [...table.split("\n").slice(0, 2), ...rows].join("\n")
}

/** @throws Error if there is no such promise */
function saysOf(id: string, promises: Promises): string {
  const promise = promises[id]
  if (promise === undefined) throw new Error(`there is no promise "${id}"`)
  return promise.says
}

function wrapped(bullet: string, text: string): string {
  const indent = " ".repeat(bullet.length)
  const [first = "", ...words] = wordsOf(text)
  const lines: string[] = []
  let line = `${bullet}${first}`
  for (const word of words) {
    if ([...line].length + 1 + [...word].length <= lineWidth) {
      line = `${line} ${word}`
    } else {
      lines.push(line)
      line = `${indent}${word}`
    }
  }
  return [...lines, line].join("\n")
}
