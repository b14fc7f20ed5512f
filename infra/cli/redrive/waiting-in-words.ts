import Table from "cli-table3"
import { durationInWords } from "../../../shared/pages/operator/duration-in-words.ts"
import type { KeptFailure } from "./replay-failed-changes.ts"
import type { WaitingLetters } from "./waiting.ts"

/** What the failures of one function come to. */
export type FailuresOfFunction = {
  /** Name of the function; undefined for objects that are no records of this stage's functions. */
  readonly functionName: string | undefined
  readonly batches: number
  readonly changes: number
  /** Age in seconds of the oldest batch in the bucket. */
  readonly oldestSeconds: number
}

export function countFailures(failures: readonly KeptFailure[], now: number): readonly FailuresOfFunction[] {
  const groups = Map.groupBy(failures, ({ changes }) => changes?.functionName)
  return [...groups].map(([functionName, group]) => ({
    functionName,
    batches: group.length,
    changes: group.reduce((sum, { changes }) => sum + (changes?.records ?? 0), 0),
    oldestSeconds: Math.max(0, Math.round((now - Math.min(...group.map(({ keptAt }) => keptAt))) / 1000)),
  }))
}

/** What waits, as a table for people. */
export function waitingInWords(
  queues: readonly WaitingLetters[],
  failures: readonly FailuresOfFunction[],
  stage: string,
): string {
  const table = new Table({
    head: ["queue", "waiting", "oldest", "what people notice"],
    style: { head: [], border: [] },
    wordWrap: true,
    colWidths: [34, 11, 9, 62],
  })
  for (const { name, messages, oldestSeconds, impact, isRaw } of queues)
    if (messages > 0) table.push([isRaw ? `${name} (raw)` : name, messages, age(oldestSeconds), impact])
  for (const { functionName, batches, changes, oldestSeconds } of failures)
    table.push([
      `failures: ${shortName(functionName ?? "not read")}`,
      batches,
      age(oldestSeconds),
      functionName === undefined
        ? "Objects that no function of this stage gave up. They are left alone."
        : `The function gave up on ${batchesInWords(batches, changes)}.`,
    ])
  const empty = queues.filter(({ messages }) => messages === 0).length
  const others = `${empty} of ${queues.length} dead-letter queues are empty.`
  if (table.length === 0) return `${others} No change was given up.\n`
  const next = [
    "Fix the cause first. Then, with the name of a queue or the word failures:",
    `  npx wayseal redrive --stage ${stage} <name>`,
    "A queue marked (raw) holds personal data. Whoever redrives it needs the key for raw events.",
  ]
  return `${table.toString()}\n${others}\n${next.join("\n")}\n`
}

export const batchesInWords = (batches: number, changes: number): string =>
  `${counted(batches, "batch", "batches")} with ${counted(changes, "change", "changes")} of a table`

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`

/** What follows the stack in the name of a function: that of its log is found by it. */
const shortName = (functionName: string): string =>
  functionName
    .split("-")
    .find((part) => /[a-z]Function[0-9A-F]/.test(part))
    ?.split("Function")[0] ?? functionName

const age = (seconds: number | undefined): string => (seconds === undefined ? "-" : durationInWords(seconds))
