import type { Strip } from "./strips.ts"

export type PlacedStrip = { readonly strip: Strip /** Below the top of the frame. */; readonly top: number }
export type Page = { readonly strips: readonly PlacedStrip[]; readonly used: number }

/** A page of several with less than this share of its height looks as if something was missing. */
const leastOfPage = 2 / 3
/** Less height of lines and rows, and less space between them, where that saves a page. */
const tight = { lines: 0.94, space: 0.6 }
/** More height, in the order in which it is tried, where that fills pages. */
const loose = [1, 1.05, 1.1, 1.15, 1.2, 1.25]

/**
 * Places strips on pages. A heading is on the page of what follows it. If one of several pages would be a third empty,
 * the strips stand closer where that saves a page, or else all pages share them alike, with more height if need be.
 */
export function paginate(strips: readonly Strip[], height: number): readonly Page[] {
  const pages = place(strips, height)
  if (isFull(pages, height)) return pages
  const closer = alike(
    strips.map((strip) => stretched(strip, tight)),
    height,
  )
  if (closer.length < pages.length && isFull(closer, height)) return closer
  const shared = loose
    .map((lines) => (lines === 1 ? strips : strips.map((strip) => stretched(strip, { lines, space: lines }))))
    .map((more) => alike(more, height))
    .filter(({ length }) => length === pages.length)
  return shared.find((one) => isFull(one, height)) ?? shared.toSorted((one, two) => least(two) - least(one))[0] ?? pages
}

const least = (pages: readonly Page[]): number => Math.min(...pages.map(({ used }) => used))

const isFull = (pages: readonly Page[], height: number): boolean =>
  pages.length === 1 || least(pages) >= leastOfPage * height

/** As few pages as can be, of which each has as little on it as that allows. */
function alike(strips: readonly Strip[], height: number): readonly Page[] {
  const { length } = place(strips, height)
  let [low, high] = [height / 2, height]
  while (high - low > 1) {
    const room = (low + high) / 2
    if (place(strips, room).length > length) low = room
    else high = room
  }
  return place(strips, high)
}

/** A strip whose lines are farther apart, or closer together. The letters keep their size. */
const stretched = (strip: Strip, by: { readonly lines: number; readonly space: number }): Strip => ({
  ...strip,
  height: strip.height * by.lines,
  before: strip.before * by.space,
  shapes: strip.shapes.map((shape) => ({ ...shape, y: shape.y * by.lines, height: shape.height * by.lines })),
  pieces: strip.pieces.map((piece) => ({
    ...piece,
    runs: piece.runs.map((run) => ({ ...run, baseline: run.baseline * by.lines })),
  })),
  ...(strip.repeated === undefined ? {} : { repeated: strip.repeated.map((one) => stretched(one, by)) }),
})

function place(strips: readonly Strip[], room: number): Page[] {
  const pages: { strips: PlacedStrip[]; used: number }[] = []
  let page = { strips: [] as PlacedStrip[], used: 0 }
  const begin = () => {
    page = { strips: [], used: 0 }
    pages.push(page)
  }
  const put = (strip: Strip) => {
    const top = page.used + (page.strips.length === 0 ? 0 : strip.before)
    page.strips.push({ strip, top })
    page.used = top + strip.height
  }
  const fits = (chain: readonly Strip[]) => page.used + heightOf(chain, page.strips.length > 0) <= room
  begin()
  for (const chain of chainsOf(strips)) {
    if (page.strips.length > 0 && !fits(chain)) begin()
    for (const strip of chain) {
      if (page.strips.length > 0 && !fits([strip])) begin()
      if (page.strips.length === 0) for (const above of strip.repeated ?? []) put(above)
      put(strip)
    }
  }
  return pages
}

/** With the space above the first, which is none at the top of a page. */
const heightOf = (chain: readonly Strip[], isBelow: boolean): number =>
  chain.reduce((sum, strip, index) => sum + strip.height + (index > 0 || isBelow ? strip.before : 0), 0)

/** Strips that have to be on one page. */
function chainsOf(strips: readonly Strip[]): Strip[][] {
  const chains: Strip[][] = []
  let current: Strip[] = []
  for (const strip of strips) {
    current.push(strip)
    if (!strip.keep) {
      chains.push(current)
      current = []
    }
  }
  return current.length === 0 ? chains : [...chains, current]
}
