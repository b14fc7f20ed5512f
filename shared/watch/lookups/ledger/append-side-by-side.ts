import { sideBySide } from "../../../base/platform/side-by-side.ts"
import { type Disclosure, type LedgerKey, nameOfItem, uniteDisclosures, unitesDay } from "./disclosure.ts"
import type { Appended } from "./disclosures.ts"

/** Items that are written at the same time. */
const itemsAtOnce = 8

/** How items are appended, one by one and together. */
type Appending = {
  append(reported: Disclosure, held?: Disclosure): Promise<Appended>
  get(keys: readonly LedgerKey[]): Promise<Disclosure[]>
  putAll(items: readonly Disclosure[]): Promise<void>
}

/**
 * Appends several items at once, but one item's reports one after the other. Those of a day are united first and
 * written once. A new item of one access alone is written without a condition: its key names the access, so a repeat
 * overwrites it with the same. What a contradicting report overwrites is restored from the stream, see
 * {@link wasOverwritten}.
 */
export async function appendSideBySide(using: Appending, items: readonly Disclosure[]): Promise<Appended[]> {
  const outcomes: Appended[] = []
  const held = new Map((await using.get(items)).map((item) => [nameOfItem(item), item]))
  const named = items.map((item, place) => ({ name: nameOfItem(item), item, place }))
  const steps = [...Map.groupBy(named, ({ name }) => name)].map(([name, ofItem]) => ({
    name,
    waiting: toAppend(ofItem),
  }))
  const settle = ({ ofPlaces }: ToAppend, outcome: Appended) => {
    for (const [place, united = outcome] of ofPlaces) outcomes[place] = united
  }
  const fresh = steps.flatMap(({ name, waiting: [first] }) =>
    first === undefined || held.has(name) || unitesDay(first.item) ? [] : [{ name, first }],
  )
  await using.putAll(fresh.map(({ first }) => first.item))
  for (const { first } of fresh) settle(first, "appended")
  const written = new Set(fresh.map(({ first }) => first))
  const left = steps.filter(({ waiting }) => waiting.some((step) => !written.has(step)))
  await sideBySide(left, itemsAtOnce, async ({ name, waiting }) => {
    for (const step of waiting) {
      if (!written.has(step)) settle(step, await using.append(step.item, held.get(name)))
    }
  })
  return outcomes
}

/** An item to append, and what becomes of the reports at these places; of the first one what becomes of the item. */
type ToAppend = { item: Disclosure; ofPlaces: [place: number, united: Appended | undefined][] }

/** What to append one after the other, of the reports of one item. */
function toAppend(reports: readonly { item: Disclosure; place: number }[]): ToAppend[] {
  const steps: ToAppend[] = []
  for (const { item, place } of reports) {
    const before = steps.at(-1)
    if (before !== undefined && unitesDay(item)) {
      const union = uniteDisclosures(before.item, item)
      before.item = union.item
      before.ofPlaces.push([place, union.outcome])
    } else steps.push({ item, ofPlaces: [[place, undefined]] })
  }
  return steps
}
