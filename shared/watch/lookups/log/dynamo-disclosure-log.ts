import { derivedId } from "../../../base/contracts/envelope.ts"
import { chunksOf } from "../../../base/platform/chunks-of.ts"
import { dynamoTable, type QueryOptions, type TableOptions } from "../../../base/platform/dynamo-table.ts"
import { sideBySide } from "../../../base/platform/side-by-side.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import { partiesOf } from "./log-disclosures.ts"
import {
  type ClosedDay,
  closedDayKey,
  closedDayRow,
  type ListRow,
  type LoggedRow,
  leavesKey,
  leavesRow,
  listRow,
  listsKey,
  loggedKey,
  loggedRow,
  rowNameOf,
} from "./log-rows.ts"

/** Entries that are written or removed at the same time. */
const writesAtOnce = 20

const isNew = { expression: "attribute_not_exists(pk)" }

/** Entries of a day that are read at the same time. */
const readAtOnce = 1_000

export function dynamoDisclosureLog(options: TableOptions): DisclosureLog {
  return { ...loggedIn(options), ...closedIn(options) }
}

type Logged = Pick<DisclosureLog, "log" | "ofDay" | "entries" | "ofParcel" | "forget">

function loggedIn(options: TableOptions): Logged {
  const logged = dynamoTable({ ...options, schema: loggedRow })
  const lists = dynamoTable({ ...options, schema: listRow })
  const entries: ReadEntries = async (day, rows, reading) =>
    rows.length === 0
      ? []
      : logged.getAll(
          rows.map((row) => loggedKey(day, row)),
          reading,
        )

  return {
    async log(rows) {
      // The lists first: what a crash leaves unlisted would be in no statement.
      await lists.putAll(listsOf(rows))
      await sideBySide(rows, writesAtOnce, async (row) => {
        await logged.put(row, {
          expression: "attribute_not_exists(pk) OR revision <= :revision",
          values: { ":revision": row.revision },
        })
      })
    },
    async *ofDay(party, day) {
      const listed = await newestOf(lists.query(listsOfDay(party, day)))
      for (const names of chunksOf([...listed.keys()], readAtOnce)) {
        const rows = await readListed(entries, day, { names, listed })
        for (const row of rows) if (partiesOf(row.item).includes(party)) yield row
      }
    },
    entries: (day, rows) => entries(day, rows),
    ofParcel: (parcel) => logged.query({ expression: "pk = :pk", values: { ":pk": parcel }, consistent: true }),
    forget: (rows) =>
      sideBySide(rows, writesAtOnce, async ({ pk, sk }) => {
        await logged.delete({ pk, sk })
      }),
  }
}

function closedIn(options: TableOptions): Omit<DisclosureLog, keyof Logged> {
  const leaves = dynamoTable({ ...options, schema: leavesRow })
  const days = dynamoTable({ ...options, schema: closedDayRow })
  return {
    async putLeaves(row) {
      await leaves.put(row)
    },
    leaves: (party, day, root) => leaves.get({ pk: leavesKey(party, day), sk: root }),
    async close(row): Promise<ClosedDay> {
      const write = await days.put(row, isNew)
      return write.written ? row : (write.current ?? row)
    },
    closed: (party, day) => days.get(closedDayKey(party, day)),
  }
}

type ReadEntries = (day: string, rows: readonly string[], reading?: { consistent: boolean }) => Promise<LoggedRow[]>

/** Rows that lists name. Consistent reads cost twice as much, so they read only what cheap ones missed or had older. */
async function readListed(
  entries: ReadEntries,
  day: string,
  { names, listed }: { names: readonly string[]; listed: ReadonlyMap<string, number> },
): Promise<LoggedRow[]> {
  const found = await entries(day, names, { consistent: false })
  const current = found.filter((row) => row.revision >= (listed.get(rowNameOf(row)) ?? 0))
  const known = new Set(current.map(rowNameOf))
  const missed = names.filter((name) => !known.has(name))
  return [...current, ...(await entries(day, missed))]
}

/** One list for each party and day. The same entries make the same list, so a repeat writes it again. */
function listsOf(rows: readonly LoggedRow[]): ListRow[] {
  const entries = rows.flatMap((row) => partiesOf(row.item).map((party) => ({ key: listsKey(party, row.day), row })))
  return [...Map.groupBy(entries, ({ key }) => key)].map(([pk, listed]) => {
    const names = listed.map(({ row }) => `${rowNameOf(row)}.${row.revision}`).sort()
    const expiresAt = Math.max(...listed.map(({ row }) => row.expiresAt))
    return { pk, sk: derivedId("log-list", ...names), type: "list", rows: names, expiresAt }
  })
}

const listsOfDay = (party: string, day: string): QueryOptions => ({
  expression: "pk = :pk",
  values: { ":pk": listsKey(party, day) },
  consistent: true,
})

/** The names of the rows in lists, each with the newest revision that a list has. */
async function newestOf(lists: AsyncIterable<ListRow>): Promise<Map<string, number>> {
  const newest = new Map<string, number>()
  for await (const { rows } of lists)
    for (const row of rows) {
      const [name = "", revision] = row.split(".")
      newest.set(name, Math.max(newest.get(name) ?? 0, Number(revision)))
    }
  return newest
}
