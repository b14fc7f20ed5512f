/**
 * Handles items, up to `atOnce` of them at the same time. An item that fails does not keep the others from being
 * handled.
 *
 * @throws the first failure, once all items were handled
 */
export async function sideBySide<Item>(
  items: Iterable<Item>,
  atOnce: number,
  handle: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items].reverse()
  const failures: unknown[] = []
  const handleNext = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      await handle(item).catch((failure: unknown) => failures.push(failure))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, handleNext))
  if (failures.length > 0) throw failures[0]
}
