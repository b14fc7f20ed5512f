import type { Look } from "./content.ts"
import { baselineOf, leadingOf } from "./typesetter.ts"

/** An element of the structure tree. It is made when something of it is drawn, after what was drawn before. */
export type TagNode = {
  readonly tag: string
  /** The document, or the part of it, if absent. */
  readonly parent?: TagNode
  /** Of a header cell. */
  readonly scope?: "Row" | "Column"
  /** Of a list. */
  readonly numbering?: "Disc" | "None"
}

export type Run = {
  readonly text: string | { readonly pageOf: string }
  readonly look: Look
  /** The left end, or the right one of text that is aligned there. */
  readonly x: number
  readonly align?: "left" | "right"
  /** Below the top of the strip. */
  readonly baseline: number
}

/** Text of one element. Text of none is an artifact: it repeats what was said before. */
export type Piece = { readonly node?: TagNode; readonly runs: readonly Run[]; readonly link?: Link }
export type Link = { readonly destination: string; readonly description: string }

/** Decoration, relative to the top of the strip. */
export type Shape = {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly colour: string
}

/** What stays on one page: a line of text, a row of a table. */
export type Strip = {
  readonly height: number
  readonly before: number
  /** Whether the next strip is on the same page, if a page can hold both. */
  readonly keep: boolean
  readonly shapes: readonly Shape[]
  readonly pieces: readonly Piece[]
  /** What stands above this strip when it begins a page. */
  readonly repeated?: readonly Strip[]
  readonly destination?: string
  readonly bookmark?: { readonly level: 1 | 2; readonly title: string }
}

/** Where text stands on each page. */
export type Frame = { readonly x: number; readonly top: number; readonly width: number; readonly height: number }

export const lineStrip = (node: TagNode, text: string, look: Look, x: number): Strip => ({
  height: leadingOf(look),
  before: 0,
  keep: false,
  shapes: [],
  pieces: [{ node, runs: [{ text, look, x, baseline: baselineOf(look) }] }],
})

/** The first strip with space above, and the last one together with what follows, where they have to be. */
export function spaced(strips: readonly Strip[], before: number, keepsWithNext = false): Strip[] {
  return strips.map((strip, index) => ({
    ...strip,
    before: strip.before + (index === 0 ? before : 0),
    keep: strip.keep || (keepsWithNext && index === strips.length - 1),
  }))
}

/** What is higher than this is not lost alone on a page. */
const standsAlone = 40

/** Groups of strips, such as rows of a table. Neither the first nor the last is alone on a page unless it is high. */
export function inCompany(groups: readonly (readonly Strip[])[]): Strip[] {
  const isLow = (group: readonly Strip[] = []) => group.reduce((sum, { height }) => sum + height, 0) <= standsAlone
  return groups.flatMap((group, index) => {
    const withLast = index === groups.length - 2 && isLow(groups[index + 1])
    const withSecond = index === 0 && groups.length > 1 && isLow(group)
    return spaced(group, 0, withLast || withSecond)
  })
}
