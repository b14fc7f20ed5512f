/**
 * A further reading of W and K: does each number lie just beyond that of an earlier lookup, as in a walk? It follows
 * chains. In a chain each number lies one to three steps beyond the one before, all in one direction. So lookups in
 * between, by others or as a distraction, do not break a walk, and a step counts as much in a small range as in a large
 * one.
 *
 * Each link adds the log-likelihood ratio of "the next step of a walk" against "a number that lies there by chance".
 * Summed over all links that could follow an entry, the ratio has expectation 1 in ordinary use. So chains that reach
 * `h` by chance number at most about `e^-h` for each entry and length (the expected size of a branching random walk
 * that is a martingale).
 */
import type { Contact } from "../profiles/access-profile.ts"
import { stepShares } from "../thresholds/thresholds.ts"
import { type ChartResult, type Crossing, type Thresholds, unreachable } from "./excursion.ts"

export type ChainParameters = {
  /** Range over which numbers lie at random, in numbers. */
  readonly width: number
  /** How many times as often as at random an ordinary number lies one beyond an earlier one. */
  readonly neighbourDensity: (entry: Contact) => number
  /** Share of ordinary links that are steps of a kind of walk, such as of orders in several parcels, 0 to 1. */
  readonly contamination: number
  /** Whether a chain gains only by the first step of each accessor. Further ones carry it on without gain. */
  readonly ofDifferentAccessors: boolean
  /** How many numbers a step leaves out, plus one: 4 for every fourth number. 1 unless given. */
  readonly stride?: number
  readonly thresholds?: Thresholds
}

/** The longest step of a walk that is still a link, in numbers. */
export const longestStep: number = stepShares.length

/** Share of a walk's steps whose predecessor is the latest entry, the one before it, and so on; they add up to 1. */
const rankShare = (rank: number): number => 1 / (rank * (rank + 1))

/** Log-likelihood ratio of one link: `step` numbers beyond an entry that is `rank` entries back. */
export const chainLinkLlr = (
  step: number,
  rank: number,
  given: { readonly width: number; readonly neighbourDensity: number; readonly contamination: number },
): number => {
  const ratio = ((stepShares[step - 1] ?? 0) * rankShare(rank) * given.width) / given.neighbourDensity
  return Math.log(ratio / (1 - given.contamination + given.contamination * ratio))
}

/** The most that one link can add. */
export const largestChainLinkLlr = (width: number, contamination: number): number =>
  chainLinkLlr(1, 1, { width, neighbourDensity: 1, contamination })

/**
 * The most links that a chain can have: one for each neighbour that is near enough, whatever the order in time. No
 * chain goes on beyond a wider gap.
 *
 * @param ordinals the lowest first
 * @param among the numbers that can be part of it: those that leave a remainder. `holding`: a number that is part of it
 */
export const mostChainLinks = (
  ordinals: readonly number[],
  among: { readonly stride: number; readonly remainder: number; readonly holding?: number | undefined },
): number => {
  const { stride, remainder, holding } = among
  let most = 0
  let links = 0
  let holds = holding === undefined
  let before = Number.NaN
  for (const ordinal of ordinals) {
    if (ordinal % stride !== remainder) continue
    const beyond = ordinal - before
    if (beyond > stepShares.length * stride) {
      links = 0
      holds = holding === undefined
    } else if (beyond > 0) links += 1
    holds ||= ordinal === holding
    if (holds && links > most) most = links
    before = ordinal
  }
  return most
}

/** The most that a chain of these numbers can score. Used to skip what cannot reach a threshold. */
export const largestChainScore = (
  entries: readonly Contact[],
  given: { readonly width: number; readonly contamination: number },
): number => {
  const ordinals: number[] = []
  for (const { ordinal, proof } of entries) if (ordinal !== null && proof !== "strong") ordinals.push(ordinal)
  ordinals.sort((a, b) => a - b)
  return mostChainLinks(ordinals, { stride: 1, remainder: 0 }) * largestChainLinkLlr(given.width, given.contamination)
}

type Link = {
  readonly position: number
  readonly place: number
  readonly contact: Contact
  readonly score: number
  readonly before: Link | null
}

const holdsAccessor = (link: Link | null, subject: number | null): boolean => {
  for (let at = link; at !== null; at = at.before) if (at.contact.subject === subject) return true
  return false
}

const rootOf = (link: Link): Link => {
  let at = link
  while (at.before !== null) at = at.before
  return at
}

const linksOf = (link: Link | null): Link[] => {
  const links: Link[] = []
  for (let at = link; at !== null; at = at.before) links.push(at)
  return links.reverse()
}

const descendsFrom = (link: Link, ancestor: Link): boolean => {
  for (let at: Link | null = link; at !== null; at = at.before) if (at === ancestor) return true
  return false
}

/**
 * The result of a chart, and the indices of the entries of the first chain that crossed, with all that follow in it;
 * none if no chain crossed. The path is that of this chain or, if none crossed, of the one that scores highest.
 */
export type ChainResult = ChartResult & { readonly members: readonly number[] }

/**
 * An entry that may be part of a chain, and its index among the entries that the chart looks at. Where only some of
 * those that count are given, `place` is its place among all of them.
 */
export type ChainEntry = { readonly index: number; readonly contact: Contact; readonly place?: number }

/** @param entries those that may count, in scoring order */
export const chain = (entries: readonly ChainEntry[], parameters: ChainParameters): ChainResult => {
  const { width, contamination, stride = 1 } = parameters
  const thresholds = parameters.thresholds ?? unreachable
  const longestBeyond = stepShares.length * stride
  const upward: Link[] = []
  const downward: Link[] = []
  let best: Link | null = null
  let last: Link | null = null
  let noticed: Link | null = null
  let alerted: Link | null = null
  for (const [position, { contact, place = position }] of entries.entries()) {
    if (contact.ordinal === null) continue
    const given = { width, contamination, neighbourDensity: parameters.neighbourDensity(contact) }
    last = null
    for (const links of [upward, downward]) {
      const direction = links === upward ? 1 : -1
      let longest: Link = { position, place, contact, score: 0, before: null }
      for (let earlier = links.length - 1; earlier >= 0; earlier -= 1) {
        const before = links[earlier]
        if (before === undefined || before.contact.ordinal === null) continue
        const beyond = (contact.ordinal - before.contact.ordinal) * direction
        if (beyond < stride || beyond > longestBeyond) continue
        const step = beyond / stride
        if (!Number.isInteger(step)) continue
        const gained = before.score + chainLinkLlr(step, place - before.place, given)
        if (gained <= longest.score) continue
        const isKnown = parameters.ofDifferentAccessors && holdsAccessor(before, contact.subject)
        const score = isKnown ? before.score : gained
        if (score > longest.score) longest = { position, place, contact, score, before }
      }
      links.push(longest)
      if (last === null || longest.score > last.score) last = longest
      if (longest.score > (best?.score ?? 0)) best = longest
      if (longest.score >= thresholds.notice) noticed ??= longest
      if (longest.score >= thresholds.alert) alerted ??= longest
    }
  }
  const indexOf = (link: Link): number => entries[link.position]?.index ?? 0
  const crossingOf = (link: Link | null): Crossing | null =>
    link === null ? null : { fromIndex: indexOf(rootOf(link)), atIndex: indexOf(link) }
  const crossed = alerted ?? noticed
  let longestCrossed = crossed
  if (crossed !== null) {
    for (const link of [...upward, ...downward]) {
      if (link.score > (longestCrossed?.score ?? 0) && descendsFrom(link, crossed)) longestCrossed = link
    }
  }
  const from = (link: Link | null): number | null =>
    link === null || link.before === null ? null : indexOf(rootOf(link))
  return {
    score: last?.score ?? 0,
    fromIndex: from(last),
    peak: best?.score ?? 0,
    peakFromIndex: from(best),
    peakIndex: best === null ? null : indexOf(best),
    notice: crossingOf(noticed),
    alert: crossingOf(alerted),
    members: linksOf(longestCrossed).map(indexOf),
    path: () => linksOf(longestCrossed ?? best).map((link) => ({ index: indexOf(link), score: link.score })),
  }
}
