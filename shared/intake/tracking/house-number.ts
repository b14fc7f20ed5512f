/**
 * The house number in an address line, in one form: `12`, or `12A` with a letter. The same function reads what a
 * visitor types, so `12 a` is `12A`. A post office box has its box number, if the line has no house number.
 *
 * @returns undefined if the text names no house. The caller must hash the number immediately, because it is personal
 *   data
 */
export function houseNumberOf(text: string): string | undefined {
  const line = plainLine(text)
  const [box] = [...line.matchAll(postOfficeBox)].flatMap(([, number]) => number ?? [])
  const parts = line.replace(postOfficeBox, " ").replace(insideTheHouse, " ").split(",")
  const numbers = parts.map(numberOfPart).filter((number) => number !== undefined)
  return numbers[0] ?? (box === undefined ? undefined : withoutZeros(box))
}

// Anyone can send this text, so it is cut before it is read.
function plainLine(text: string): string {
  return text
    .slice(0, 200)
    .replace(/[¼-¾⅐-⅞]/g, " ")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/\./g, " ")
    .replace(/[‐-―]/g, "-")
}

const postOfficeBox = /\b(?:P ?O ?BOX|BOX|CASE POSTALE|C ?P|POSTFACH)[ #:]*(\d{1,6})\b/g

/** A flat, floor or rural route, whose number is not the house's. */
const insideTheHouse =
  /(?:#|\b(?:APT|APARTMENT|APP|APPT|APPARTEMENT|UNIT|UNITE|SUITE|STE|BUREAU|FLAT|ROOM|RM|FLOOR|FL|ETAGE|RR|SITE|COMP)\b)[ #:]*\d{0,5}-?[A-Z]?\b/g

/**
 * The number of one part of the line. Where the part begins with a number, as in `12 Main St`, that is the house's.
 * Else it is the last one, as in `Straße des 17. Juni 135`.
 */
function numberOfPart(part: string): string | undefined {
  const read = part.trim().replace(unitBefore, "").replace(halfHouse, "$1 ").replace(letterAfterSpace, "$1$2")
  const words = read.split(/[^\p{L}\p{N}]+/u)
  const number = aHouse.test(words[0] ?? "") ? words[0] : words.findLast((word) => aHouse.test(word))
  return number === undefined ? undefined : withoutZeros(number)
}

/** `34-12 Main St` or `34/12 Main St`: house 12. */
const unitBefore = /^[A-Z]?\d{1,5}[A-Z]? ?[-/] ?(?=\d)/
const halfHouse = /^(\d+) \d[/⁄]\d\b/
/** `12 A Main St`, but neither `12 E Main St`, where the letter is a direction, nor `12 Rue`. */
const letterAfterSpace = /^(\d+) (?=[A-DF-MP-RT-VX-Z]\b)|\b(\d+) (?=[A-Z]$)/
const aHouse = /^\d{1,6}[A-Z]?$/

function withoutZeros(number: string): string {
  return number.replace(/^0+(?=\d)/, "")
}
