import { type RowChange, RowUnwritable, type TrackingRows } from "./tracking-rows.ts"

/** Most rows in one DynamoDB transaction (TransactWriteItems). */
const rowsPerTransaction = 100

/** The outcome of writing the changes of one message. */
type Replaced = Awaited<ReturnType<TrackingRows["replace"]>>

/**
 * The same rows, for messages of a batch that are handled side by side. What several of them read in the same turn of
 * the event loop is read with one call, and what they write in it with one transaction. If that is not written, each of
 * them is written alone, so a message that lost a race or cannot be written hurts no other one.
 */
export function rowsTogether(rows: TrackingRows): TrackingRows {
  return {
    ...rows,
    get: inOneTurn(async (asked) => {
      const read = await rows.get([...new Set(asked.flatMap(({ call }) => call))])
      const found = new Map(read.map((row) => [row.recordId, row]))
      for (const { call, resolve } of asked)
        resolve([...new Set(call)].flatMap((recordId) => found.get(recordId) ?? []))
    }),
    replace: inOneTurn((asked) => replaceTogether(rows, asked)),
  }
}

/** A call that waits for its answer. */
type Asked<Call, Answer> = { call: Call; resolve: (answer: Answer) => void; reject: (error: unknown) => void }

/** Answers the calls of one turn of the event loop together. If that throws, all of them fail. */
export function inOneTurn<Call, Answer>(
  answerAll: (asked: readonly Asked<Call, Answer>[]) => Promise<void>,
): (call: Call) => Promise<Answer> {
  let waiting: Asked<Call, Answer>[] = []
  const answer = async () => {
    const asked = waiting
    waiting = []
    await answerAll(asked).catch((error: unknown) => {
      for (const { reject } of asked) reject(error)
    })
  }
  return (call) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(answer)
      waiting.push({ call, resolve, reject })
    })
}

type AskedChanges = Asked<readonly RowChange[], Replaced>

async function replaceTogether(rows: TrackingRows, asked: readonly AskedChanges[]): Promise<void> {
  const { apart, overlapping } = apartFromEachOther(asked)
  // One row alone is a put, which costs half as much as its part in a transaction.
  const alone = apart.filter(({ call }) => call.length <= 1)
  const transactions = transactionsOf(apart.filter(({ call }) => call.length > 1))
  await Promise.all([
    ...alone.map((one) => replaceAlone(rows, one)),
    ...transactions.map((group) => replaceGroup(rows, group)),
  ])
  // A row that they read has changed since.
  for (const { resolve } of overlapping) resolve("refused")
}

/** Changes of different rows, and those of a row that an earlier message changes. */
function apartFromEachOther(asked: readonly AskedChanges[]): { apart: AskedChanges[]; overlapping: AskedChanges[] } {
  const taken = new Set<string>()
  const apart: AskedChanges[] = []
  const overlapping: AskedChanges[] = []
  for (const one of asked) {
    const recordIds = one.call.map(changedId)
    if (recordIds.some((recordId) => taken.has(recordId))) {
      overlapping.push(one)
      continue
    }
    apart.push(one)
    for (const recordId of recordIds) taken.add(recordId)
  }
  return { apart, overlapping }
}

/** Groups of changes that each fit one transaction. */
function transactionsOf(asked: readonly AskedChanges[]): AskedChanges[][] {
  const groups: AskedChanges[][] = []
  let rowsOfLast = rowsPerTransaction
  for (const one of asked) {
    rowsOfLast += one.call.length
    if (rowsOfLast > rowsPerTransaction) {
      groups.push([])
      rowsOfLast = one.call.length
    }
    groups.at(-1)?.push(one)
  }
  return groups
}

async function replaceGroup(rows: TrackingRows, group: readonly AskedChanges[]): Promise<void> {
  try {
    if (group.length > 1 && (await isWritten(rows, group))) for (const { resolve } of group) resolve("written")
    else await Promise.all(group.map((one) => replaceAlone(rows, one)))
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}

async function isWritten(rows: TrackingRows, group: readonly AskedChanges[]): Promise<boolean> {
  try {
    return (await rows.replace(group.flatMap(({ call }) => call))) === "written"
  } catch (error) {
    if (error instanceof RowUnwritable) return false
    throw error
  }
}

async function replaceAlone(rows: TrackingRows, { call, resolve, reject }: AskedChanges): Promise<void> {
  await rows.replace(call).then(resolve, reject)
}

function changedId(change: RowChange): string {
  return "row" in change ? change.row.recordId : change.deleted
}
