import { keyKind } from "../../shared/watch/detection/accessor.ts"
import { blockOfHub } from "../../shared/watch/detection/retailers/number-blocks.ts"
import type { FunctionName } from "./functions.ts"
import type { Stores } from "./stores.ts"
import type { PlantedFault } from "./world.ts"

/** Writes tracking records even if they changed since they were read. */
export function writesWithoutCondition(name: FunctionName): PlantedFault {
  return replacesRows(name, "writes a tracking record without its condition", (rows) => {
    const revision = (id: string): number => rows.rows().find(({ recordId }) => recordId === id)?.revision ?? 0
    return (changes) =>
      rows.replace(
        changes.map((change) => ({
          ...change,
          readRevision: revision("row" in change ? change.row.recordId : change.deleted),
        })),
      )
  })
}

/**
 * A transaction of several messages was refused, and none of them is written alone. Each message that shares one has
 * two rows or more.
 */
export function forgetsRefusedBatches(name: FunctionName): PlantedFault {
  return forgetsRefused(name, "takes a refused transaction of a batch for a written one", 4)
}

/** A transaction was refused, and nothing decides again. */
export function forgetsRefusedTransactions(name: FunctionName): PlantedFault {
  return forgetsRefused(name, "takes a refused transaction for a written one", 2)
}

function forgetsRefused(name: FunctionName, describe: string, fromRows: number): PlantedFault {
  return replacesRows(name, describe, (rows) => async (changes) => {
    const outcome = await rows.replace(changes)
    return changes.length >= fromRows ? "written" : outcome
  })
}

/** Finds no parcel whose progress was held long enough. */
export function overlooksHeld(name: FunctionName): PlantedFault {
  const stores = (all: Stores): Stores => ({
    ...all,
    trackingRecords: { ...all.trackingRecords, heldUntil: async () => [] },
  })
  return { in: name, describe: "overlooks the parcels whose progress is held", stores }
}

type Rows = Stores["trackingRecords"]

function replacesRows(name: FunctionName, describe: string, faulty: (rows: Rows) => Rows["replace"]): PlantedFault {
  const withFault = (rows: Rows): Rows => ({ ...rows, replace: faulty(rows) })
  const stores = (all: Stores): Stores => ({ ...all, trackingRecords: withFault(all.trackingRecords) })
  return { in: name, describe, stores }
}

/** A batch write leaves items unwritten, or an append fails, but the function still reports success. */
export function forgetsUnwrittenDisclosures(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not check whether the ledger recorded a disclosure",
    stores: (stores): Stores => {
      const { disclosures } = stores
      let calls = 0
      const isForgotten = (): boolean => ++calls % 5 === 0
      return {
        ...stores,
        disclosures: {
          ...disclosures,
          append: async (item) => (isForgotten() ? "appended" : disclosures.append(item)),
          appendAll: async (items) => disclosures.appendAll(items.filter(() => !isForgotten())),
        },
      }
    },
  }
}

/** An item of the ledger was overwritten, and the function does not restore it. */
export function restoresNoDisclosures(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not restore what one report overwrote of another",
    seenWithSeed: 18,
    stores: (stores): Stores => ({
      ...stores,
      disclosures: { ...stores.disclosures, append: async () => "appended" },
    }),
  }
}

/** There is a restriction, and the function does not read it. */
export function ignoresRestrictions(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "does not read restrictions",
    stores: (stores): Stores => ({ ...stores, restrictions: { ...stores.restrictions, of: async () => [] } }),
  }
}

/** A restriction refuses for two days longer than it lasts. */
export function prolongsRestrictions(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "applies a restriction after its end",
    stores: (stores): Stores => {
      const { restrictions } = stores
      const prolonged = (until: string) => new Date(Date.parse(until) + 2 * 86_400_000).toISOString()
      return {
        ...stores,
        restrictions: {
          ...restrictions,
          of: async (keys) => (await restrictions.of(keys)).map((row) => ({ ...row, until: prolonged(row.until) })),
        },
      }
    },
  }
}

/** Counts postal codes in the hub's code block, whoever vouches for them. */
export function countsWordsAsSeen(name: FunctionName): PlantedFault {
  const shared = (key: string): string => (keyKind(key) === "codeBlock" ? blockOfHub(key) : key)
  return {
    in: name,
    describe: "counts the postal codes of which a party speaks in the hub's code block",
    stores: (stores): Stores => {
      const { accessProfiles } = stores
      const record: typeof accessProfiles.record = (key, ...entry) => accessProfiles.record(shared(key), ...entry)
      return { ...stores, accessProfiles: { ...accessProfiles, record } }
    },
  }
}

/** Writes a case even if it changed since it was read. */
export function commitsWithoutVersion(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "commits a case without the condition on its version",
    stores: (stores): Stores => {
      const { breachCases } = stores
      return {
        ...stores,
        breachCases: {
          ...breachCases,
          commit: (change) => {
            const current = breachCases.rows().find((row) => row.type === "case" && row.caseId === change.case.caseId)
            const version = current?.type === "case" ? current.version + 1 : change.case.version
            return breachCases.commit({ ...change, case: { ...change.case, version } })
          },
        },
      }
    },
  }
}

/** Counts what was seen of a parcel or an order without the note that tells later claims of it. */
export function notesNoCount(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "counts what was seen before a claim without a note of it",
    stores: (stores): Stores => {
      const { breachCases } = stores
      const isNote = ({ sk }: { sk: string }): boolean => sk === "COUNTED"
      const commit: typeof breachCases.commit = (change) =>
        breachCases.commit({ ...change, items: change.items.filter((item) => !isNote(item)) })
      const mark: typeof breachCases.mark = async (row) => (isNote(row) ? "marked" : breachCases.mark(row))
      return { ...stores, breachCases: { ...breachCases, commit, mark } }
    },
  }
}

/** A search of the cases finds none. */
export function overlooksCases(
  name: FunctionName,
  search: keyof Pick<Stores["breachCases"], "watched" | "withUnclaimed">,
  describe: string,
): PlantedFault {
  return {
    in: name,
    describe,
    stores: (stores): Stores => ({
      ...stores,
      breachCases: { ...stores.breachCases, [search]: async function* () {} },
    }),
  }
}

/** Records that messages were sent before it sends them. */
export function marksBeforeItSends(name: FunctionName, what: "SENT" | "MAILED"): PlantedFault {
  return {
    in: name,
    describe: `records that it has ${what.toLowerCase()} before it does`,
    stores: (stores): Stores => {
      const { breachCases } = stores
      return {
        ...stores,
        breachCases: {
          ...breachCases,
          items: async (keys) => {
            const found = await breachCases.items(keys)
            for (const key of keys) {
              const isMissing = !found.some((row) => row.pk === key.pk && row.sk === key.sk)
              if (isMissing && key.sk.startsWith(`MARKER#${what}#`)) {
                const caseId = key.pk.replace("CASE#", "")
                await breachCases.mark({ ...key, caseId, type: "marker", at: "2018-10-31T12:00:00.000Z" })
              }
            }
            return found
          },
        },
      }
    },
  }
}

type Announce = Stores["announcedWalkers"]["announce"]

/** @param faulty is made once for each schedule, as each has stores of its own */
function announces(name: FunctionName, describe: string, faulty: (announce: Announce) => Announce): PlantedFault {
  const made = new WeakMap<Stores, Announce>()
  const stores = (all: Stores): Stores => {
    const { announcedWalkers } = all
    const announce = made.get(all) ?? faulty(announcedWalkers.announce)
    made.set(all, announce)
    return { ...all, announcedWalkers: { ...announcedWalkers, announce } }
  }
  return { in: name, describe, stores }
}

/** Takes each anomaly for that of another walker. */
export function announcesEachAnomaly(name: FunctionName): PlantedFault {
  return announces(name, "announces each anomaly of a walker under its own id", () => async ({ anomaly }) => ({
    anomalyId: anomaly.anomalyId,
    revision: 1,
  }))
}

/** Takes an anomaly that was noted for one that was sent. */
export function announcesOnce(name: FunctionName): PlantedFault {
  return announces(name, "sends nothing on a repeat, after it stopped between noting and sending", (announce) => {
    const noted = new Set<string>()
    return async (found) => {
      const announcement = await announce(found)
      const key = `${found.partyId} ${found.anomaly.anomalyId}`
      if (noted.has(key)) return undefined
      noted.add(key)
      return announcement
    }
  })
}

/** Sends the first anomaly of a walker alone. */
export function announcesNoUpdate(name: FunctionName): PlantedFault {
  return announces(name, "sends no update of a walker", (announce) => async (found) => {
    const announcement = await announce(found)
    return announcement?.revision === 1 ? announcement : undefined
  })
}

/** Records an event of a shipment although it was erased. */
export function buriesNothing(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "records late events of an erased shipment",
    stores: (stores): Stores => ({ ...stores, erasures: { ...stores.erasures, among: async () => new Set() } }),
  }
}

/** Finds no erasure that is due. */
export function overlooksErasures(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "overlooks the erasures that are due",
    stores: (stores): Stores => ({ ...stores, erasures: { ...stores.erasures, async *due() {} } }),
  }
}

/** Finds none of the reports that arrived. */
export function overlooksReports(name: FunctionName): PlantedFault {
  return {
    in: name,
    describe: "overlooks the reports that arrived",
    stores: (stores): Stores => ({ ...stores, reportStreams: { ...stores.reportStreams, reports: async () => [] } }),
  }
}
