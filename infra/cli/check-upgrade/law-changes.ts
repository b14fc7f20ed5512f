import type { Stacks } from "./stacks.ts"

/** A law of which a deployment would bring another text. An edition is absent where the law is not. */
type LawChange = { readonly law: string; readonly before?: number; readonly after?: number }

/** `unknown` if one of the two deployments does not list its laws, as release 0.1.0. */
export type LawChanges = readonly LawChange[] | "unknown"

/**
 * The laws that come, go or change from one deployment to another, in the order of their ids.
 *
 * @param before the templates that are deployed
 * @param after those that would be deployed
 */
export function lawChanges(before: Stacks, after: Stacks): LawChanges {
  const [had, has] = [lawsIn(before), lawsIn(after)]
  if (had === undefined || has === undefined) return "unknown"
  return [...new Set([...had.keys(), ...has.keys()])].sort().flatMap((law) => {
    const [old, now] = [had.get(law), has.get(law)]
    if (old?.hash === now?.hash) return []
    return [{ law, ...(old && { before: old.edition }), ...(now && { after: now.edition }) }]
  })
}

function lawsIn(stacks: Stacks) {
  const laws = [...stacks.values()].map(({ Metadata }) => Metadata?.WaysealLaws).find((each) => each !== undefined)
  return laws && new Map(laws.map((law) => [law.id, law]))
}

/** The same in sentences, a line each. */
export function lawsInWords(changes: LawChanges): string {
  if (changes === "unknown")
    return "Which laws come, go or change is not known, because not both releases list their laws.\n"
  if (changes.length === 0) return "No law comes, goes or changes.\n"
  const replaces = changes.some(({ before }) => before !== undefined)
  return [...changes.map(changeInWords), ...(replaces ? [kept] : [])].map((line) => `${line}\n`).join("")
}

function changeInWords({ law, before, after }: LawChange): string {
  if (before === undefined) return `The law ${law} comes, in edition ${after}.`
  if (after === undefined) return `The law ${law} goes, which is here in edition ${before}. No new case follows it.`
  return before === after
    ? `The text of ${law} changes, though its edition stays ${before}.`
    : `The law ${law} changes from edition ${before} to ${after}.`
}

const kept =
  "A party's open case that keeps a text of these laws follows it on, until an officer accepts another text in the " +
  "case's tab of duties."
