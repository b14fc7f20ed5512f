import {
  type Restrictions,
  restrictionReleased,
  restrictionRenewed,
} from "../../watch/detection/restrictions/restriction.ts"
import type { BreachCases } from "../cases/breach-cases.ts"

/** What a dry run reads of cases. */
export type ReadsCases = Omit<
  BreachCases,
  "commit" | "waiting" | "wait" | "forget" | "mark" | "closeAttempt" | "storeCommand" | "storeDraft" | "discardDraft"
>

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
    watched: () => cases.watched(),
    commit: async () => "committed",
    waiting: async () => [],
    wait: async () => {},
    forget: async () => {},
    mark: async () => "marked",
    closeAttempt: async () => "closed",
    storeCommand: async () => {},
    storeDraft: async () => "stored",
    discardDraft: async () => "discarded",
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
