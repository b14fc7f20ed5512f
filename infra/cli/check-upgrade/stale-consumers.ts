import { giverOf, type Stacks, type TakenValue, takenValues } from "./stacks.ts"

/** A stack that still takes from another what the other would give up. */
export type StaleConsumer = {
  readonly stackName: string
  readonly giver: string
  /** Whether it imports, so that CloudFormation refuses. Otherwise it uses what is gone until it is deployed too. */
  readonly isRefused: boolean
  /** What it imports or, if it imports nothing of that, looks up: the names of exports or outputs. */
  readonly values: readonly string[]
  /** What the next version of the stack takes that only the next version of another gives. Empty: it can go first. */
  readonly waitsFor: readonly string[]
}

/**
 * Stacks that are deployed and take values from others that would give these up, or change an export. They have to be
 * deployed before the others, and alone.
 *
 * @param before the templates that are deployed
 * @param after those that would be deployed
 */
export function staleConsumers(before: Stacks, after: Stacks): readonly StaleConsumer[] {
  return [...before].flatMap(([stackName, template]) => {
    const stale = takenValues(template).flatMap((taken) => {
      const giver = giverOf(before, taken)?.stackName
      return giver !== undefined && after.has(giver) && !isKept(before, after, taken) ? [{ giver, taken }] : []
    })
    const next = takenValues(after.get(stackName))
    const waitsFor = unique(next.filter((taken) => !isKept(after, before, taken)).map(nameOf))
    return [...Map.groupBy(stale, ({ giver }) => giver)].map(([giver, found]) => {
      const imported = found.filter(({ taken }) => "exported" in taken)
      const isRefused = imported.length > 0
      const values = unique((isRefused ? imported : found).map(({ taken }) => nameOf(taken)))
      return { stackName, giver, values, isRefused, waitsFor }
    })
  })
}

const nameOf = (taken: TakenValue): string => ("exported" in taken ? taken.exported : taken.output)
const unique = (names: readonly string[]): readonly string[] => [...new Set(names)]

/** Whether other templates give a value too. An export may not change either while a stack imports it. */
function isKept(stacks: Stacks, others: Stacks, taken: TakenValue): boolean {
  const [here, there] = [giverOf(stacks, taken), giverOf(others, taken)]
  return there !== undefined && (!("exported" in taken) || JSON.stringify(here) === JSON.stringify(there))
}

/** What to do, in sentences and with the command. */
export function inOrder({ stackName, giver, values, isRefused, waitsFor }: StaleConsumer, options: string): string {
  const takes = `${stackName} ${isRefused ? "imports" : "looks up"} what ${giver} would no longer give: ${values.join(", ")}.`
  const why = isRefused
    ? `CloudFormation refuses to update ${giver} before.`
    : "Until it is deployed too, it would use what is gone."
  if (waitsFor.length === 0)
    return `${takes} ${why} Deploy it first, and alone:\n  npx cdk deploy ${stackName} --exclusively ${options}`
  return (
    `${takes} ${why} It cannot be deployed first, because it needs what is new: ${waitsFor.join(", ")}. Make two ` +
    "deployments of it: first what comes, then what goes."
  )
}
