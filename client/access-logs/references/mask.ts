/** The shape of a reference: its letters as A, its digits as 9. */
export const shapeOf = (reference: string): string => reference.replace(/\p{L}/gu, "A").replace(/\d/g, "9")

/** A reference with its first characters, at most a third, and the shape of the rest. */
export const maskReference = (reference: string): string => {
  const shown = Math.min(3, Math.floor(reference.length / 3))
  return `${reference.slice(0, shown)}${shapeOf(reference.slice(shown))}`
}

const longestExample = 160

/** A line of a log without its values: letters as a, digits as 9, and the rest as it is. */
export const maskLine = (line: string): string =>
  line.slice(0, longestExample).replace(/\p{L}/gu, "a").replace(/\d/g, "9").replace(/\p{C}/gu, " ")
