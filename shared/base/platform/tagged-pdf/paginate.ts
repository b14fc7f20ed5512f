import type { Strip } from "./strips.ts"

export type PlacedStrip = { readonly strip: Strip /** Below the top of the frame. */; readonly top: number }
export type Page = { readonly strips: readonly PlacedStrip[]; readonly used: number }

/** A last page with less than this share of its height looks like a mistake. */
const leastOfLastPage = 0.25
/** What is left of the space between strips where that saves a page. */
const tightSpace = 0.6

/**
 * Places strips on pages. A heading is on the page of what follows it, and the last page is not nearly empty: what is
 * on it moves to the page before if less space between makes room, or else it gets more from there.
 */
export function paginate(strips: readonly Strip[], height: number): readonly Page[] {
  const pages = place(strips, () => height)
  if (pages.length === 1 || usedOn(pages.at(-1)) >= leastOfLastPage * height) return pages
  const tight = place(
    strips.map((strip) => ({ ...strip, before: strip.before * tightSpace })),
    () => height,
  )
  return tight.length < pages.length ? tight : withFullerLast(pages, strips, height)
}

function withFullerLast(pages: readonly Page[], strips: readonly Strip[], height: number): readonly Page[] {
  const count = pages.length
  let best = pages
  while (usedOn(best.at(-1)) < leastOfLastPage * height && usedOn(best[count - 2]) > height / 2) {
    const shortened = usedOn(best[count - 2]) - 1
    const next = place(strips, (page) => (page === count - 2 ? shortened : height))
    if (next.length !== count) break
    best = next
  }
  return best
}

const usedOn = (page: Page | undefined): number => page?.used ?? 0

function place(strips: readonly Strip[], roomOf: (page: number) => number): Page[] {
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
  const fits = (chain: readonly Strip[]) =>
    page.used + heightOf(chain, page.strips.length > 0) <= roomOf(pages.length - 1)
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
