import type { Duty } from "./duty.ts"

/** What tells one list of duties from another, as the API and events say it. */
type Listed = {
  readonly law: string
  readonly kind: string
  readonly towards?: unknown
  readonly basis?: string | undefined
  readonly dueAt?: string | undefined
}

/**
 * One duty to many: duties that differ only in the party to which, or to whose people, they are owed. All of a list
 * share this key, and each is a duty by itself, which its addressee can ask for and see done.
 *
 * @returns `undefined` for a duty that is owed once
 */
export const listOf = ({ law, kind, towards, basis = "", dueAt = "" }: Listed): string | undefined =>
  towards === undefined ? undefined : [law, kind, basis, dueAt].join("#")

/** What the duties of a list that are in one state share: a mail says all of them in one line. */
export function alikeKey({ state, ...duty }: Listed & { readonly state: string }): string | undefined {
  const list = listOf(duty)
  return list === undefined ? undefined : `${list}#${state}`
}

/** The list of a stored duty. */
export const listOfDuty = ({ law, kind, towards, clock }: Duty): string | undefined =>
  listOf({ law, kind, towards, basis: clock.citation, dueAt: clock.dueAt ?? undefined })

/** Duties list by list, in the order of the first of each. One that is owed once is a list by itself. */
export const inLists = <One>(
  duties: readonly One[],
  keyOf: (duty: One) => string | undefined,
): readonly (readonly [One, ...One[]])[] => {
  const lists = new Map<unknown, [One, ...One[]]>()
  for (const duty of duties) {
    const key = keyOf(duty) ?? duty
    const list = lists.get(key)
    if (list === undefined) lists.set(key, [duty])
    else list.push(duty)
  }
  return [...lists.values()]
}
