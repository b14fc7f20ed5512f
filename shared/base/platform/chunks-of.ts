/** The items in groups of at most `size`, in their order. */
export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) =>
    items.slice(place * size, (place + 1) * size),
  )
}

/** The items in groups of at most `size`, in their order. Holds one group at a time. */
export async function* groupsOf<Item>(
  items: AsyncIterable<Item>,
  size: number,
): AsyncGenerator<Item[], void, undefined> {
  let group: Item[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}

/** Most items, and most bytes, of one group. */
export type GroupLimits = { readonly items: number; readonly bytes: number }

/**
 * The items in groups within the limits, in their order. An item that is larger than a group may be is one by itself.
 *
 * @param sizeOf bytes of an item
 */
export function* chunksWithin<Item>(
  items: Iterable<Item>,
  limits: GroupLimits,
  sizeOf: (item: Item) => number,
): Generator<Item[], void, undefined> {
  let group: Item[] = []
  let bytes = 0
  for (const item of items) {
    const size = sizeOf(item)
    if (group.length === limits.items || (group.length > 0 && bytes + size > limits.bytes)) {
      yield group
      group = []
      bytes = 0
    }
    group.push(item)
    bytes += size
  }
  if (group.length > 0) yield group
}
