/** A list that tells of what is put into it. */
export function watched<Item>(onPush: (item: Item) => void = () => {}): Item[] {
  const list: Item[] = []
  const push = list.push.bind(list)
  list.push = (...items) => {
    for (const item of items) onPush(item)
    return push(...items)
  }
  return list
}
