import * as z from "zod"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { derivedId } from "../../../shared/base/contracts/envelope.ts"
import { statement } from "../../../shared/base/contracts/statement.ts"
import { bytesOf, rootOf } from "../../../shared/base/platform/merkle-tree.ts"
import { signedText } from "../../../shared/base/platform/signing/signed-text.ts"
import { appendEntry, emptyTimelineHead, type TimelineEntry } from "../../../shared/desk/timeline.ts"
import type { AlarmKind } from "../../../shared/proof/statements/contradictions/alarm.ts"
import { readStatement } from "../../../shared/proof/statements/verify-statement.ts"
import { type LoggedItem, type LoggedRow, loggedRow } from "../../../shared/watch/lookups/log/log-rows.ts"
import { testSigner } from "../../base/platform/signing/test-signer.ts"
import type { HubOfDays } from "./hub-of-days.ts"

/** A lie of the hub about one disclosure, finding or entry of a timeline. */
export type PlantedLie = {
  readonly what: "disclosure" | "finding" | "entry"
  readonly how: "drops" | "rewrites" | "backdates" | "forks"
  /** What the hub does, for the table. */
  readonly words: string
  /** What both parties notice first, one of these. */
  readonly alarms: readonly AlarmKind[]
  /** By how much the hub's clock is back while it happens. */
  readonly backMilliseconds?: number
  /** Tells it, just after it happened and both parties know of it. */
  readonly tell: (hub: HubOfDays) => Promise<void> | void
}

/** Whether it is the first lookup of the walk. */
const isOfFirst = ({ item }: LoggedRow): boolean => item.recordId.endsWith("#s1")

/** Changes what the log has of the first lookup of the walk. */
const changingLookup = (change: (item: LoggedItem) => LoggedItem | undefined) => {
  return async ({ world: { log } }: HubOfDays): Promise<void> => {
    const rows = log.rows().flatMap((row) => loggedRow.safeParse(row).data ?? [])
    for (const row of rows.filter(isOfFirst)) {
      const item = change(row.item)
      if (item === undefined) await log.forget([row])
      else await log.log([{ ...row, item }])
    }
  }
}

/** Leaves the first lookup of the walk out for one party alone. */
export function leaveOutFor(party: string, { changes }: HubOfDays): void {
  changes.leavesOut = (row, reader) => reader === party && isOfFirst(row)
}

/** The entries anew, each with the hash of the one before. */
function chained(entries: readonly TimelineEntry[]): TimelineEntry[] {
  let head = emptyTimelineHead
  return entries.map(({ actor, type, data, salt, at }) => {
    const next = appendEntry(head, { actor, type, data, salt, at })
    head = next.head
    return next.entry
  })
}

/** Shows the timeline with its last entry changed. */
const withLastChanged = (entries: readonly TimelineEntry[]): TimelineEntry[] =>
  chained(entries.map((entry, place) => (place === entries.length - 1 ? { ...entry, data: { grown: false } } : entry)))

const listed = z.looseObject({ statements: z.array(z.looseObject({ day: z.string(), statement: z.string() })) })

/** Signs a second statement of a day, without one of its lookups. */
async function withoutOneLookup(hub: HubOfDays, party: string, jws: string): Promise<string> {
  const said = readStatement(jws)?.statement
  if (said === undefined) throw new Error("no statement")
  const leaves = (await hub.world.leaves(party, said.day)).slice(1)
  const root = rootOf(bytesOf(leaves.map(({ leaf }) => leaf))).toString("base64url")
  const content = statement.parse({ ...said, ledger: { size: leaves.length, root } })
  const { keyId, value } = await testSigner.sign("statement", content)
  return `${signedText("statement", keyId, content)}.${value}`
}

const eventDetail = z.looseObject({ data: z.looseObject({}) })
const hour = 3_600_000

const aboutDisclosures: readonly PlantedLie[] = [
  {
    what: "disclosure",
    how: "drops",
    words: "leaves one lookup out of the ledger",
    alarms: ["disclosureLeftOut"],
    tell: changingLookup(() => undefined),
  },
  {
    what: "disclosure",
    how: "rewrites",
    words: "says that one lookup showed less",
    alarms: ["disclosureRewritten"],
    tell: changingLookup((one) => ({ ...one, fields: ["existence"] })),
  },
  {
    what: "disclosure",
    how: "backdates",
    words: "says that one lookup was three hours earlier",
    alarms: ["disclosureRewritten"],
    tell: changingLookup((one) => ({ ...one, at: new Date(Date.parse(one.at) - 3 * hour).toISOString() })),
  },
  {
    what: "disclosure",
    how: "forks",
    words: "signs a second statement without one lookup, and gives it where the party asks",
    alarms: ["fork"],
    tell: (hub) => {
      const day = hub.clock().toISOString().slice(0, 10)
      hub.changes.answer = async (path, body, party) => {
        const list = listed.safeParse(body)
        if (!list.success || !/^\/v1\/statements(\?|$)/.test(path)) return body
        const statements = list.data.statements.map(async (one) =>
          one.day === day ? { ...one, statement: await withoutOneLookup(hub, party, one.statement) } : one,
        )
        return { ...list.data, statements: await Promise.all(statements) }
      }
    },
  },
]

const aboutFindings: readonly PlantedLie[] = [
  {
    what: "finding",
    how: "drops",
    words: "sends the finding, and leaves it out of the statement",
    alarms: ["findingLeftOut"],
    tell: ({ changes }) => {
      changes.findings = () => ({ async *ofDay() {} })
    },
  },
  {
    what: "finding",
    how: "rewrites",
    words: "sends the finding again with smaller counts",
    alarms: ["fork"],
    tell: ({ changes }) => {
      changes.deliver = (event) => {
        if (event["detail-type"] !== accessAnomalyDetected.detailType) return [event]
        const { data, ...others } = eventDetail.parse(event.detail)
        const counts = { references: 1, hits: 1, misses: 0, challengeFailed: 0 }
        return [event, { ...event, detail: { ...others, data: { ...data, counts } } }]
      }
    },
  },
  {
    what: "finding",
    how: "backdates",
    words: "says that the finding was made a day before",
    alarms: ["cameLate"],
    backMilliseconds: 24 * hour,
    tell: () => {},
  },
  {
    what: "finding",
    how: "forks",
    words: "sends one finding, and states another in its place",
    alarms: ["findingLeftOut", "findingNotReceived"],
    tell: ({ changes }) => {
      changes.findings = (findings) => ({
        async *ofDay(party, day) {
          for await (const id of findings.ofDay(party, day)) yield derivedId("another", id)
        },
      })
    },
  },
]

const aboutEntries: readonly PlantedLie[] = [
  {
    what: "entry",
    how: "drops",
    words: "takes the last entry of the timeline away",
    alarms: ["timelineCut"],
    tell: ({ changes }) => {
      changes.timeline = (entries) => entries.slice(0, -1)
    },
  },
  {
    what: "entry",
    how: "rewrites",
    words: "shows the last entry with other content",
    alarms: ["fork"],
    tell: ({ changes }) => {
      changes.timeline = withLastChanged
    },
  },
  {
    what: "entry",
    how: "backdates",
    words: "adds an entry as of a day before",
    alarms: ["entryBackdated"],
    backMilliseconds: 24 * hour,
    tell: () => {},
  },
  {
    what: "entry",
    how: "forks",
    words: "goes on with another timeline than the one that it told of",
    alarms: ["timelineRewritten"],
    tell: ({ changes }) => {
      changes.timeline = (entries) => {
        const [last] = entries.slice(-1)
        return last === undefined ? entries : chained([...withLastChanged(entries), { ...last, data: { more: 1 } }])
      }
    },
  },
]

export const plantedLies: readonly PlantedLie[] = [...aboutDisclosures, ...aboutFindings, ...aboutEntries]
