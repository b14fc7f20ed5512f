import type { Sealer } from "../base/platform/sealing.ts"
import type { BreachCases } from "../desk/cases/breach-cases.ts"
import type { Erasures } from "../intake/tracking/erasures.ts"
import type { Drills } from "../parties/drills/drill.ts"
import {
  type Restrictions,
  restrictionReleased,
  restrictionRenewed,
} from "../watch/detection/restrictions/restriction.ts"

/** What a dry run reads of cases. */
export type ReadsCases = Omit<BreachCases, "commit" | "forget" | "mark" | "storeCommand" | "storeDraft">

/** Cases in which every change succeeds, and none is written. */
export function readOnlyCases(cases: ReadsCases): BreachCases {
  return {
    get: (caseId) => cases.get(caseId),
    items: (keys) => cases.items(keys),
    list: (caseId, prefix, page) => cases.list(caseId, prefix, page),
    papers: (of, kind, page) => cases.papers(of, kind, page),
    ofParty: (partyId, behind) => cases.ofParty(partyId, behind),
    withUnclaimed: (recordId) => cases.withUnclaimed(recordId),
    attemptsOn: (day, partyId) => cases.attemptsOn(day, partyId),
    attemptsOf: (partyId, behind) => cases.attemptsOf(partyId, behind),
    open: () => cases.open(),
    commit: async () => "committed",
    forget: async () => {},
    mark: async () => "marked",
    storeCommand: async () => {},
    storeDraft: async () => {},
  }
}

/** What a party may ask of a restriction. */
type DecidesRestrictions = Pick<Restrictions, "withId" | "release" | "renew">

/** Restrictions that are read, and stay as they are. */
export function readOnlyRestrictions(restrictions: Pick<Restrictions, "of" | "withId">): DecidesRestrictions {
  const current = async (accessorKey: string) => (await restrictions.of([accessorKey]))[0]
  return {
    withId: (restrictionId) => restrictions.withId(restrictionId),
    async release(accessorKey, by, at) {
      const row = await current(accessorKey)
      return row !== undefined && restrictionReleased(row, by, at) !== undefined ? "released" : "unchanged"
    },
    async renew(accessorKey, until, at) {
      const row = await current(accessorKey)
      return row !== undefined && restrictionRenewed(row, until, at) !== undefined ? "renewed" : "unchanged"
    },
  }
}

/** Drills whose acknowledgements are not noted. */
export function readOnlyDrills(drills: Pick<Drills, "get">): Pick<Drills, "acknowledge"> {
  return {
    async acknowledge(drillId, partyId) {
      const row = await drills.get(drillId, partyId)
      if (row === undefined) return "unknown"
      return row.acknowledgedAt === undefined ? "acknowledged" : "repeated"
    },
  }
}

/** The erasures that a party asked for. Those of others, and the parcels that they had, count as not erased. */
export function ownErasures(erasures: Pick<Erasures, "get">, partyId: string): Pick<Erasures, "get" | "among"> {
  const get = async (erasureId: string) => {
    const found = await erasures.get(erasureId)
    return found?.retailerId === partyId ? found : undefined
  }
  return {
    get,
    async among(keys) {
      const found = await Promise.all(keys.map(get))
      return new Set(keys.filter((_, place) => found[place] !== undefined))
    },
  }
}

/**
 * A sealer that makes no key. It keeps what it sealed in memory, for as long as it lives, and opens that and what rests
 * sealed.
 */
export function unwrittenSealer(stored: Pick<Sealer, "unseal">): Pick<Sealer, "seal" | "unseal"> {
  const sealedHere = new Map<string, string>()
  return {
    async seal(_owner, _recordKey, _field, value) {
      const sealed = `unwritten.${sealedHere.size}`
      sealedHere.set(sealed, value)
      return sealed
    },
    async unseal(owner, recordKey, field, sealed) {
      return sealedHere.get(sealed) ?? stored.unseal(owner, recordKey, field, sealed)
    },
  }
}
