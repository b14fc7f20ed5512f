import { describe, expect, it } from "@jest/globals"
import { attemptKeys, attemptsListOf } from "../../../shared/desk/cases/attempt-rows.ts"
import { type BreachCases, CommitTooLarge } from "../../../shared/desk/cases/breach-cases.ts"
import { caseKeys, draftsBy, paperKeys, pointerKeys } from "../../../shared/desk/cases/case-keys.ts"
import type { CaseItem, CaseRow, PartyRow } from "../../../shared/desk/cases/case-rows.ts"
import { appendEntry, emptyTimelineHead } from "../../../shared/desk/timeline.ts"

/** The row of a case that was just opened. */
export function aCase(caseId: string, changes: Partial<CaseRow> = {}): CaseRow {
  return {
    ...caseKeys.case(caseId),
    caseId,
    type: "case",
    version: 1,
    state: "open",
    origin: "anomaly",
    belongsTo: "story-of-a-walk",
    openedAt: "2026-11-01T10:00:00.000Z",
    discoveredAt: "2026-11-01T10:00:00.000Z",
    tool: "guarded",
    charts: ["walk"],
    head: { seq: 0, hash: emptyTimelineHead.hash, mac: "" },
    exposures: 0,
    parties: ["leafline"],
    toAlert: [],
    partyId: "hub",
    ...changes,
  }
}

/** A party's row in a case. */
export function aParty(caseId: string, partyId: string, changes: Partial<PartyRow> = {}): PartyRow {
  return {
    ...caseKeys.party(caseId, partyId),
    caseId,
    type: "party",
    tool: "guarded",
    partyId,
    openedAt: "2026-11-01T10:00:00.000Z",
    kind: "retailer",
    alias: "WS-0123456789",
    counterparties: [],
    exposures: 0,
    shipments: 0,
    shipmentsByField: {},
    alertedShipments: 0,
    alerts: 0,
    acknowledgeEscalations: 0,
    notified: { direct: 0, publicNotice: 0 },
    ...changes,
  }
}

function anEntry(caseId: string, seq: number): CaseItem {
  const head = { seq: seq - 1, hash: emptyTimelineHead.hash }
  const { entry } = appendEntry(head, {
    actor: "hub",
    type: "tested",
    data: {},
    salt: "0123456789abcdef",
    at: "2026-11-01T10:00:00.000Z",
  })
  return {
    ...caseKeys.timeline(caseId, seq),
    caseId,
    type: "timeline",
    entry,
    copies: [],
    belongsTo: "story",
    head: { seq, hash: entry.hash, mac: "mac" },
    outbox: [],
  }
}

async function collect<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const found: Row[] = []
  for await (const row of rows) found.push(row)
  return found
}

/** What every store of breach cases must do. Each test uses its own case ids, so that all can share one table. */
export function breachCasesContract(name: string, open: () => Promise<BreachCases> | BreachCases): void {
  describe(`breach cases in ${name}`, () => {
    const run = Math.floor(performance.timeOrigin).toString(36)
    const idOf = (what: string) => `case-${run}-${what}`
    const pointerTo = (accessorKey: string, caseId: string) => ({
      ...pointerKeys.accessor(accessorKey),
      type: "pointer" as const,
      caseId,
    })

    it("opens a case with all its items, or not at all", async () => {
      const cases = await open()
      const caseId = idOf("whole")
      const party = aParty(caseId, `leafline-${run}`)
      expect(await cases.commit({ case: aCase(caseId), items: [party, anEntry(caseId, 1)], pointers: [] })).toBe(
        "committed",
      )
      expect(await cases.get(caseId)).toEqual(aCase(caseId))
      expect(await cases.items([party])).toEqual([party])
      const again = { ...party, exposures: 9 }
      expect(await cases.commit({ case: aCase(caseId), items: [again], pointers: [] })).toBe("conflict")
      expect(await cases.items([party])).toEqual([party])
    })

    it("commits the change of only one of two writers that read the same version", async () => {
      const cases = await open()
      const caseId = idOf("race")
      await cases.commit({ case: aCase(caseId), items: [], pointers: [] })
      const outcomes = await Promise.all(
        [1, 2, 3].map((exposures) =>
          cases.commit({ case: aCase(caseId, { version: 2, exposures }), items: [], pointers: [] }),
        ),
      )
      expect(outcomes.toSorted()).toEqual(["committed", "conflict", "conflict"])
      expect((await cases.get(caseId))?.version).toBe(2)
    })

    it("keeps the papers of a party under its alias, and lists those of one kind in the order of their times", async () => {
      const cases = await open()
      const caseId = idOf("papers")
      const leafline = { partyId: `leafline-${run}`, alias: "WS-0123456789" }
      const noteOf = (of: typeof leafline, minute: number): CaseItem => {
        const at = `2026-11-01T10:0${minute}:00.000Z`
        const written = { noteId: `note-${minute}`, at, sealedText: "s1.sealed", partyId: of.partyId }
        return { ...paperKeys.note(of, written), type: "note", ...written }
      }
      const [third, first, second] = [3, 1, 2].map((minute) => noteOf(leafline, minute))
      if (third === undefined || first === undefined || second === undefined) throw new Error("no notes")
      const others = [noteOf({ ...leafline, alias: "WS-9876543210" }, 1), noteOf({ ...leafline, partyId: "other" }, 1)]
      await cases.commit({ case: aCase(caseId), items: [third, first, second, ...others], pointers: [] })
      expect(await collect(cases.papers(leafline, "NOTE#"))).toEqual([first, second, third])
      expect(await collect(cases.papers(leafline, "NOTE#", { after: first.sk, limit: 1 }))).toEqual([second])
      expect(await collect(cases.papers(leafline, "EVIDENCE#"))).toEqual([])
    })

    it("replaces or removes a draft only by who knows it, among the papers of its party", async () => {
      const cases = await open()
      const leafline = { partyId: `leafline-${run}`, alias: "WS-0123456789" }
      const [first, second] = ["2026-11-01T10:00:00.000Z", "2026-11-01T10:00:01.000Z"]
      const draftOf = (by: string, at: string, ends = 1_900_000_000) => ({
        ...paperKeys.draft(leafline, { by, form: "note" }),
        ...{ type: "draft" as const, form: "note", partyId: leafline.partyId, by },
        ...{ at, sealedContent: `s1.${at}`, expiresAt: ends },
      })
      const of = (by: string) => collect(cases.papers(leafline, draftsBy(by)))
      const [anna, bert] = ["usr_anna", "usr_bert"]
      expect(await cases.storeDraft(draftOf(anna, second), first)).toBe("changed")
      expect(await cases.storeDraft(draftOf(anna, first), undefined)).toBe("stored")
      expect(await cases.storeDraft(draftOf(bert, first, 1_700_000_000), undefined)).toBe("stored")
      expect(await cases.storeDraft(draftOf(anna, second), undefined)).toBe("changed")
      expect(await of(anna)).toEqual([draftOf(anna, first)])
      expect(await cases.storeDraft(draftOf(anna, second), first)).toBe("stored")
      expect(await cases.discardDraft(draftOf(anna, second), first)).toBe("changed")
      expect(await of(anna)).toEqual([draftOf(anna, second)])
      expect(await cases.discardDraft(draftOf(anna, second), second)).toBe("discarded")
      expect(await cases.discardDraft(draftOf(anna, second), second)).toBe("discarded")
      expect(await of(anna)).toEqual([])
      // One that is too old stands in nobody's way.
      expect(await cases.storeDraft(draftOf(bert, second), undefined)).toBe("stored")
      expect(await of(bert)).toEqual([draftOf(bert, second)])
    })

    it("gives an accessor key to the first case that writes its pointer", async () => {
      const cases = await open()
      const key = `subject#walker-${run}`
      const [first, second] = [idOf("first"), idOf("second")]
      const claims = [first, second].map((caseId) =>
        cases.commit({
          case: aCase(caseId),
          items: [],
          pointers: [{ row: pointerTo(key, caseId), expected: undefined }],
        }),
      )
      expect((await Promise.all(claims)).toSorted()).toEqual(["committed", "conflict"])
      const [pointer] = await cases.items([pointerKeys.accessor(key)])
      if (pointer?.type !== "pointer") throw new Error("no pointer")
      const lost = pointer.caseId === first ? second : first
      expect(await cases.get(lost)).toBeUndefined()
      const late = { case: aCase(lost), items: [], pointers: [{ row: pointerTo(key, lost), expected: pointer.caseId }] }
      expect(await cases.commit(late)).toBe("committed")
    })

    it("never replaces a timeline entry", async () => {
      const cases = await open()
      const caseId = idOf("timeline")
      await cases.commit({ case: aCase(caseId), items: [anEntry(caseId, 1)], pointers: [] })
      expect(
        await cases.commit({ case: aCase(caseId, { version: 2 }), items: [anEntry(caseId, 1)], pointers: [] }),
      ).toBe("conflict")
      expect(
        await cases.commit({ case: aCase(caseId, { version: 2 }), items: [anEntry(caseId, 2)], pointers: [] }),
      ).toBe("committed")
    })

    it("lists the items of one kind in order and in pages", async () => {
      const cases = await open()
      const caseId = idOf("pages")
      const entries = [1, 2, 3, 4, 10].map((seq) => anEntry(caseId, seq))
      await cases.commit({ case: aCase(caseId), items: [...entries, aParty(caseId, "leafline")], pointers: [] })
      expect(await collect(cases.list(caseId, "TIMELINE#"))).toEqual(entries)
      const page = await collect(cases.list(caseId, "TIMELINE#", { limit: 2 }))
      expect(page).toEqual(entries.slice(0, 2))
      expect(await collect(cases.list(caseId, "TIMELINE#", { limit: 9, after: page[1]?.sk ?? "" }))).toEqual(
        entries.slice(2),
      )
    })

    it("lists the cases of a party and the open cases", async () => {
      const cases = await open()
      const partyId = `maplebooks-${run}`
      const [open1, closed] = [idOf("open"), idOf("closed")]
      await cases.commit({ case: aCase(open1), items: [aParty(open1, partyId)], pointers: [] })
      const shut = aCase(closed, { state: "closed", partyId: "hub#closed" })
      const second = aParty(closed, partyId, { openedAt: "2026-11-02T10:00:00.000Z" })
      await cases.commit({ case: shut, items: [second], pointers: [] })
      expect((await collect(cases.ofParty(partyId))).map((row) => row.caseId)).toEqual([closed, open1])
      expect((await collect(cases.ofParty(partyId, second))).map((row) => row.caseId)).toEqual([open1])
      const openIds = (await collect(cases.watched())).map((row) => row.caseId)
      expect(openIds).toContain(open1)
      expect(openIds).not.toContain(closed)
    })

    it("lists the attempts of a day, those of everybody and those of one party", async () => {
      const cases = await open()
      const [day, caseId] = [`2026-11-01-${run}`, idOf("attempts")]
      const attempts = ["leafline", "maplebooks"].map((partyId) => ({
        ...attemptKeys.attempt(day, partyId, "anomaly"),
        caseId,
        type: "attempt" as const,
        partyId: attemptsListOf(partyId),
        openedAt: "2026-11-01T10:00:00.000Z",
        attemptId: "anomaly",
        anomalyId: "anomaly",
        accessorKey: "subject#one",
        expiresAt: 1_900_000_000,
      }))
      await cases.commit({ case: aCase(caseId), items: attempts, pointers: [] })
      expect(await collect(cases.attemptsOn(day))).toEqual(attempts)
      expect(await collect(cases.attemptsOn(day, "maplebooks"))).toEqual(attempts.slice(1))
      const [first] = attempts
      if (first === undefined) throw new Error("no attempt")
      const closed = { ...first, closed: { at: first.openedAt, reason: "ownTest" as const } }
      expect(await cases.closeAttempt({ ...closed, anomalyId: "older" })).toBe("changed")
      expect(await cases.closeAttempt(closed)).toBe("closed")
      expect(await collect(cases.attemptsOn(day, "leafline"))).toEqual([closed])
    })

    it("removes rows with a change, and finds the cases that hold unclaimed parcels", async () => {
      const cases = await open()
      const parcelId = `PARCEL#northpost#${run}`
      const [one, other] = [idOf("unclaimed-one"), idOf("unclaimed-two")]
      for (const caseId of [one, other]) {
        const note = { ...caseKeys.unclaimed(caseId, parcelId), caseId, type: "unclaimed" as const, recordId: parcelId }
        const items = [note, aParty(caseId, `gone-${run}`), aParty(caseId, `left-${run}`)]
        expect(await cases.commit({ case: aCase(caseId), items, pointers: [] })).toBe("committed")
      }
      expect((await collect(cases.withUnclaimed(parcelId))).toSorted()).toEqual([one, other].toSorted())
      const removed = [
        caseKeys.unclaimed(one, parcelId),
        caseKeys.party(one, `gone-${run}`),
        caseKeys.anomaly(one, { accessorKey: "subject#never", anomalyId: "never" }),
      ]
      const change = { case: aCase(one, { version: 2 }), items: [], pointers: [], removed }
      expect(await cases.commit({ ...change, case: aCase(one, { version: 3 }) })).toBe("conflict")
      expect(await collect(cases.list(one, "PARTY#"))).toHaveLength(2)
      expect(await cases.commit(change)).toBe("committed")
      expect(await collect(cases.withUnclaimed(parcelId))).toEqual([other])
      expect(await collect(cases.list(one, "PARTY#"))).toEqual([aParty(one, `left-${run}`)])
    })

    it("forgets rows of a case, and changes nothing if they are gone", async () => {
      const cases = await open()
      const caseId = idOf("forgetting")
      const parties = Array.from({ length: 12 }, (_, place) => aParty(caseId, `party-${place}-${run}`))
      await cases.commit({ case: aCase(caseId), items: parties, pointers: [] })
      const keys = parties.slice(1).map(({ pk, sk }) => ({ pk, sk }))
      await cases.forget(keys)
      await cases.forget(keys)
      expect(await collect(cases.list(caseId, "PARTY#"))).toEqual(parties.slice(0, 1))
      expect(await cases.get(caseId)).toEqual(aCase(caseId))
    })

    it("notes only once that something was done", async () => {
      const cases = await open()
      const caseId = idOf("marker")
      const marker = { ...caseKeys.sent(caseId, 1), caseId, type: "marker" as const, at: "2026-11-01T10:00:00.000Z" }
      expect(await cases.mark(marker)).toBe("marked")
      expect(await cases.mark({ ...marker, at: "2026-11-01T11:00:00.000Z" })).toBe("present")
    })

    it("refuses a change that is too large for a transaction", async () => {
      const cases = await open()
      const caseId = idOf("large")
      const items = Array.from({ length: 100 }, (_, place) => anEntry(caseId, place + 1))
      await expect(cases.commit({ case: aCase(caseId), items, pointers: [] })).rejects.toThrow(CommitTooLarge)
      expect(await cases.get(caseId)).toBeUndefined()
    })
  })
}
