/**
 * Whatever is due in a table stands in an index that finds it by time. A partition of an index takes 1,000 writes a
 * second, so what is due is in several lists. Rows that were stored before are in one list without a number.
 */
const listCount = 4

/** The name of the list that something of an owner stands in. */
export function listOfDue(name: string, owner: string): string {
  let sum = 0
  for (let place = 0; place < owner.length; place += 1) sum = (sum * 31 + owner.charCodeAt(place)) % 65_521
  return `${name}#${sum % listCount}`
}

/** The names of all lists. */
export function listsOfDue(name: string): readonly string[] {
  return [name, ...Array.from({ length: listCount }, (_, place) => `${name}#${place}`)]
}

type Due = { readonly dueAt: string }
type Source<Item> = { readonly rest: AsyncIterator<Item>; readonly first: Item }

/** What several lists have, the longest due first. Each list has its own in that order. */
export async function* longestDueFirst<Item extends Due>(
  lists: readonly AsyncIterable<Item>[],
): AsyncGenerator<Item, void> {
  const begun = await Promise.all(lists.map((list) => next(list[Symbol.asyncIterator]())))
  const sources = begun.filter((source) => source !== undefined)
  for (;;) {
    const [source] = sources.toSorted((one, other) => (one.first.dueAt < other.first.dueAt ? -1 : 1))
    if (source === undefined) return
    yield source.first
    const following = await next(source.rest)
    sources.splice(sources.indexOf(source), 1, ...(following === undefined ? [] : [following]))
  }
}

async function next<Item>(rest: AsyncIterator<Item>): Promise<Source<Item> | undefined> {
  const { done, value } = await rest.next()
  return done === true ? undefined : { rest, first: value }
}
