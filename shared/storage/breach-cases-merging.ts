import {
  type AffectedRow,
  type CaseItem,
  type CaseRow,
  caseKeys,
  type ExposureRow,
  type MarkerRow,
  type MeasureRow,
  type PartyRow,
  pointerKeys,
} from "../domain/breach-case.ts"
import { caseSideOf } from "../domain/breach-case-facts.ts"
import { newParty, withAliases } from "../domain/breach-case-growth.ts"
import { joinKeys } from "../domain/breach-case-joining.ts"
import { joinAssessments, joinDuties, joinFalseAlarms } from "../domain/duty-joining.ts"
import { earlier, seenOf } from "../domain/exposure.ts"
import { isClaimable } from "../domain/identifiers.ts"
import { howTold, joinReceipts, recountParties, withReceipts } from "../domain/notice-receipts.ts"
import { emptyTimelineHead } from "../domain/timeline.ts"
import type { PointerChange } from "./breach-cases.ts"
import { dutiesOf, dutyLines, dutyRow, partySides } from "./breach-cases-alerting.ts"
import { type CaseDraft, changeCase, type PlannedEntry } from "./breach-cases-desk.ts"
import { addCounted, type GrowthDesk } from "./breach-cases-growth.ts"
import { partiesOfShipments, transactionsOf } from "./breach-cases-notices.ts"
import { aliasOf, pendingCounts, pointerOf, pointersAt } from "./breach-cases-opening.ts"
import { affectedOf } from "./breach-cases-views.ts"

/** Rows moved in one transaction, with a pointer or a marker each. */
const movedAtOnce = 40
/** Rows copied in one transaction, with nothing else but the case. */
const copiedAtOnce = 90
/** Parties whom one entry of the timeline tells of the merging. */
const toldAtOnce = 20

/**
 * Takes open cases that turned out to be this one into it: an anomaly showed that their accessors are one. The case taken in
 * ends as merged, the parties of both are told where it goes on, and its aliases lead there. Each step may be repeated, and a crash
 * between two leaves the case in the list of those to take in.
 */
export async function mergeCases(desk: GrowthDesk, caseId: string): Promise<void> {
  for (;;) {
    const current = await desk.cases.get(caseId)
    const [fromId] = current?.state === "open" ? (current.merging ?? []) : []
    if (fromId === undefined) return
    const from = await endAsMerged(desk, fromId, caseId)
    if (from !== undefined) {
      // Before an alias leads here, so that a repeat of what was commanded there is known here.
      await moveRows(desk, from, caseId, "MARKER#COMMAND#")
      await moveParties(desk, from, caseId)
      await moveAnomalies(desk, from, caseId)
      await moveExposures(desk, from, caseId)
      await moveUnnamed(desk, from, caseId)
      await moveRows(desk, from, caseId, "MEASURE#")
      await moveDuties(desk, from, caseId)
      await moveKeys(desk, from, caseId)
    }
    await changeCase(desk, async () => {
      const row = await desk.cases.get(caseId)
      if (row?.state !== "open" || row.merging === undefined) return { result: undefined }
      const merging = [...new Set([...row.merging, ...(from?.merging ?? [])])].filter((id) => id !== fromId)
      const next = from === undefined ? row : withBeginnings(row, from)
      return { draft: { case: { ...next, merging }, items: [], entries: [] }, result: undefined }
    })
  }
}

/** The surviving case, as early as either and told by whoever told it first; a person's word before the detector's. */
function withBeginnings(into: CaseRow, from: CaseRow): CaseRow {
  const finder = into.finder === undefined || into.finder.kind === "hub" ? (from.finder ?? into.finder) : into.finder
  return { ...into, discoveredAt: earlier(into.discoveredAt, from.discoveredAt), ...optional("finder", finder) }
}

/** Whether a case was merged into another, be it by way of a third. */
async function isMergedInto(desk: GrowthDesk, { mergedInto }: CaseRow, intoId: string): Promise<boolean> {
  if (mergedInto === undefined || mergedInto === intoId) return mergedInto === intoId
  const next = await desk.cases.get(mergedInto)
  return next?.state === "merged" && (await isMergedInto(desk, next, intoId))
}

/** Ends a case as merged; `undefined` when it ended otherwise before. */
function endAsMerged(desk: GrowthDesk, fromId: string, intoId: string): Promise<CaseRow | undefined> {
  return changeCase(desk, async () => {
    const from = await desk.cases.get(fromId)
    if (from === undefined) return { result: undefined }
    // Taken in by a case that was taken in itself before it was done: what is left is taken in here.
    if (from.state === "merged" && (await isMergedInto(desk, from, intoId))) return { result: from }
    if (from.state !== "open") return { result: undefined }
    const at = desk.clock().toISOString()
    const into = await desk.cases.get(intoId)
    // Whoever has no part in the surviving case is moved there as it is: that there was another case is none of its business.
    const inBoth = from.parties.filter((partyId) => into?.parties.includes(partyId))
    const sides = await partySides(desk, from, inBoth)
    const ended: CaseRow = {
      ...from,
      state: "merged",
      mergedInto: intoId,
      closedAt: at,
      partyId: "hub#closed",
      pending: [],
      toAlert: [],
    }
    const told = sides.map(({ row, party, duties }) => {
      const alias = into?.aliases[row.partyId] ?? aliasOf(desk, intoId, row.partyId)
      const lines = dutyLines(
        desk,
        from,
        duties.map(({ duty }) => duty),
      )
      const ordersInAll = party.kind === "retailer" ? party.ordersInAll : undefined
      const facts = {
        ...caseSideOf(ended, row, lines, ordersInAll),
        caseUrl: `/v1/cases/${alias}`,
        updatedAt: at,
        reason: "merged",
      }
      return { row, data: { party: row.alias, into: alias }, facts }
    })
    const entries: PlannedEntry[] = []
    for (let place = 0; place < told.length; place += toldAtOnce) {
      const some = told.slice(place, place + toldAtOnce)
      entries.push({
        actor: "hub",
        type: "CaseMerged",
        data: {},
        visibleTo: some.map(({ row }) => row.partyId),
        shown: Object.fromEntries(some.map(({ row, data }) => [row.partyId, { data }])),
        // Who was not told of the case need not be told that it ended.
        messages: some.flatMap(({ row, facts }) =>
          row.alertedAt === undefined
            ? []
            : [{ audience: row.partyId, kind: "BreachCaseUpdated", once: "merged", facts }],
        ),
      })
    }
    return { draft: { case: ended, items: [], entries }, result: ended }
  })
}

/** Seats the parties of the case taken in: those of both cases under the alias that the surviving one has for them, to which the old alias leads. */
async function moveParties(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  for (const partyId of from.parties) {
    await changeCase(desk, async () => {
      const into = await desk.cases.get(intoId)
      const party = desk.parties.byId(partyId)
      if (into?.state !== "open" || party === undefined) return { result: undefined }
      const at = desk.clock().toISOString()
      const rows = await desk.cases.items([caseKeys.party(intoId, partyId), caseKeys.party(from.caseId, partyId)])
      const known = rows.find((row): row is PartyRow => row.type === "party" && row.caseId === intoId)
      const old = rows.find((row): row is PartyRow => row.type === "party" && row.caseId === from.caseId)
      if (old === undefined || known?.alias === old.alias || known?.formerAliases?.includes(old.alias)) {
        return { result: undefined }
      }
      const ended = (await desk.cases.get(from.caseId)) ?? from
      if (known === undefined) return { draft: moveAsItIs(into, ended, old, party.kind, at), result: undefined }
      const awareAt = [known.awareAt, old.awareAt]
        .filter((one) => one !== undefined)
        .reduce<string | undefined>(earliest, undefined)
      const { assessment: _one, saysFalseAlarmAt: _said, ...rest } = known
      const moved: PartyRow = {
        ...rest,
        ...optional("assessment", joinAssessments(known, old)),
        ...optional("saysFalseAlarmAt", joinFalseAlarms(known, old)),
        openedAt: earlier(known.openedAt, old.openedAt),
        counterparties: [...new Set([...known.counterparties, ...old.counterparties])].sort(),
        formerAliases: [...(known.formerAliases ?? []), old.alias, ...(old.formerAliases ?? [])],
        ...(awareAt === undefined ? {} : { awareAt }),
        ...optional("acknowledgedAt", known.acknowledgedAt ?? old.acknowledgedAt),
        ...optional("discoveredAt", known.discoveredAt ?? old.discoveredAt),
        ...optional("determinedAt", known.determinedAt ?? old.determinedAt),
        ...optional("lawEnforcementDelay", known.lawEnforcementDelay ?? old.lawEnforcementDelay),
        ...optional("causes", union(known.causes, old.causes)),
        ...optional("cause", known.cause ?? old.cause),
        told: { ...known.told, claimed: (known.told.claimed ?? 0) + (old.told.claimed ?? 0) },
      }
      // The end of the other chain becomes part of this one, so that neither can be written anew.
      const { seq, hash } = ended.heads[partyId] ?? emptyTimelineHead
      return {
        draft: {
          case: into,
          items: [moved],
          pointers: turnedAliases(old, intoId),
          entries: [
            {
              actor: "hub",
              type: "CaseTakenIn",
              data: { party: moved.alias, from: old.alias, fromHead: { seq, hash } },
              visibleTo: [partyId],
            },
          ],
        },
        result: undefined,
      }
    })
  }
}

/** A party that only the case taken in had: it keeps its alias, its timeline goes on, and nothing tells it of the merging. */
function moveAsItIs(into: CaseRow, from: CaseRow, old: PartyRow, kind: PartyRow["kind"], at: string): CaseDraft {
  const { partyId, alias, told, possible, byRetailer: _, ...own } = old
  const moved: PartyRow = {
    ...own,
    ...newParty({ caseId: into.caseId }, partyId, kind, {
      at,
      tool: old.tool,
      aliasOf: () => alias,
      counterparties: old.counterparties,
    }),
    openedAt: old.openedAt,
    alertedShipments: old.alertedShipments,
    alerts: old.alerts,
    acknowledgeEscalations: old.acknowledgeEscalations,
    // What is exposed or possibly so, and who was told, is counted as it comes.
    ...optional("possible", possible && { exposures: 0, shipments: 0, alerted: possible.alerted }),
    told: { direct: 0, publicNotice: 0, ...optional("claimed", told.claimed) },
    earlierCases: [...(old.earlierCases ?? []), from.caseId],
  }
  const head = from.heads[partyId]
  return {
    case: {
      ...into,
      parties: [...into.parties, partyId],
      aliases: withAliases(into.aliases, [moved]),
      heads: head === undefined ? into.heads : { ...into.heads, [partyId]: head },
      toAlert: old.alertedAt === undefined ? [...new Set([...into.toAlert, partyId])].sort() : into.toAlert,
    },
    items: [moved],
    pointers: turnedAliases(old, into.caseId),
    entries: [],
  }
}

/** The aliases by which a party knew the case that was taken in, now leading to the surviving one. */
function turnedAliases(old: PartyRow, intoId: string): PointerChange[] {
  return [old.alias, ...(old.formerAliases ?? [])].map((alias) => ({
    row: { ...pointerKeys.alias(alias), type: "pointer", caseId: intoId },
    expected: old.caseId,
  }))
}

function earliest(one: string | undefined, other: string): string {
  return one === undefined ? other : earlier(one, other)
}

function union<Item>(one: readonly Item[] | undefined, other: readonly Item[] | undefined): Item[] | undefined {
  return one === undefined && other === undefined ? undefined : [...new Set([...(one ?? []), ...(other ?? [])])]
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  const made: { [Key in Name]?: Value } = {}
  if (value !== undefined) made[name] = value
  return made
}

/** Copies rows of one kind and turns the pointers that lead to them. */
async function moveAnomalies(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  const rows: CaseItem[] = []
  for await (const row of desk.cases.list(from.caseId, "ANOMALY#")) if (row.type === "anomaly") rows.push(row)
  for (let place = 0; place < rows.length; place += movedAtOnce) {
    const chunk = rows.slice(place, place + movedAtOnce).flatMap((row) => (row.type === "anomaly" ? [row] : []))
    await changeCase(desk, async () => {
      const into = await desk.cases.get(intoId)
      if (into?.state !== "open") return { result: undefined }
      const pointers = await pointersAt(
        desk,
        chunk.map((row) => pointerKeys.anomaly(row.anomalyId)),
      )
      const waiting = chunk.filter((row) => pointers.get(pointerKeys.anomaly(row.anomalyId).pk)?.caseId === from.caseId)
      if (waiting.length === 0) return { result: undefined }
      return {
        draft: {
          case: { ...into, charts: [...new Set([...into.charts, ...from.charts])].sort() },
          items: waiting.map((row) => ({ ...row, ...caseKeys.anomaly(intoId, row.anomalyId), caseId: intoId })),
          pointers: waiting.map(
            (row): PointerChange => ({
              row: { ...pointerKeys.anomaly(row.anomalyId), type: "pointer", caseId: intoId },
              expected: from.caseId,
            }),
          ),
          entries: [],
        },
        result: undefined,
      }
    })
  }
}

/** Counts the exposures of the case taken in into the surviving one, and carries over who was told. */
async function moveExposures(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  let page: ExposureRow[] = []
  const add = async () => {
    await addCounted(
      desk,
      intoId,
      page.map(({ pk: _pk, sk: _sk, caseId: _caseId, type: _type, ...exposure }) => exposure),
    )
    page = []
  }
  for await (const row of desk.cases.list(from.caseId, "EXPOSURE#")) {
    if (row.type === "exposure") page.push(row)
    if (page.length >= 200) await add()
  }
  await add()
  const told: AffectedRow[] = []
  for await (const row of desk.cases.list(from.caseId, "AFFECTED#")) {
    if (row.type === "affected" && Object.keys(row.told).length > 0) told.push(row)
  }
  // A parcel may have been claimed meanwhile, and be here under its shipments.
  const claimants = await desk.claimantsOf(told.map(({ recordId }) => recordId).filter(isClaimable))
  const claimed = told.flatMap((row) => seenOf(row, claimants.get(row.recordId) ?? []))
  for (const chunk of transactionsOf([...told, ...claimed])) await carryTold(desk, chunk, intoId)
}

/** Joins receipts of the case taken in with those of the surviving one, and counts whoever nobody there was known to have told. */
function carryTold(desk: GrowthDesk, told: readonly AffectedRow[], intoId: string): Promise<void> {
  return changeCase<void>(desk, async () => {
    const into = await desk.cases.get(intoId)
    if (into?.state !== "open" || told.length === 0) return { result: undefined }
    const receipts = new Map<string, AffectedRow["told"]>()
    for (const row of told) receipts.set(row.recordId, joinReceipts(receipts.get(row.recordId) ?? {}, row.told))
    const rows = await desk.cases.items(told.map((row) => caseKeys.affected(intoId, row.recordId)))
    const changes = rows.flatMap((row) =>
      row.type === "affected" ? (withReceipts(row, receipts.get(row.recordId) ?? {}) ?? []) : [],
    )
    if (changes.length === 0) return { result: undefined }
    const parties = recountParties(await partiesOfShipments(desk, intoId, told), changes)
    const items: CaseItem[] = [...changes.map(({ after }) => after), ...parties]
    return { draft: { case: into, items, entries: [] }, result: undefined }
  })
}

/**
 * Public notices that name nobody stand in the surviving case for so many of its untold as they did in the one taken in, of whom those are left out
 * that somebody told there.
 */
async function moveUnnamed(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  for (const partyId of from.parties) {
    const [old] = await desk.cases.items([caseKeys.party(from.caseId, partyId)])
    if (old?.type !== "party" || (old.told.unnamed ?? 0) === 0) continue
    const untold: AffectedRow[] = []
    for await (const row of affectedOf(desk, from.caseId, { id: partyId, kind: old.kind }))
      if (row.possible !== true && howTold(row.told) === "untold") untold.push(row)
    await changeCase<void>(desk, async () => {
      const into = await desk.cases.get(intoId)
      const rows = await desk.cases.items([
        caseKeys.party(intoId, partyId),
        ...untold.map(({ recordId }) => caseKeys.affected(intoId, recordId)),
      ])
      const known = rows.find((row) => row.type === "party")
      if (into?.state !== "open" || known === undefined) return { result: undefined }
      const stillUntold = rows.filter((row) => row.type === "affected" && howTold(row.told) === "untold").length
      const unnamed = Math.max(known.told.unnamed ?? 0, (old.told.unnamed ?? 0) - (untold.length - stillUntold))
      if (unnamed === (known.told.unnamed ?? 0)) return { result: undefined }
      return {
        draft: { case: into, items: [{ ...known, told: { ...known.told, unnamed } }], entries: [] },
        result: undefined,
      }
    })
  }
}

/** Copies rows that never change, so many at a time; those that are there already are left alone. */
async function moveRows(
  desk: GrowthDesk,
  from: CaseRow,
  intoId: string,
  prefix: "MARKER#COMMAND#" | "MEASURE#",
): Promise<void> {
  const rows: (MarkerRow | MeasureRow)[] = []
  for await (const row of desk.cases.list(from.caseId, prefix))
    if (row.type === "marker" || row.type === "measure") rows.push(row)
  for (let place = 0; place < rows.length; place += copiedAtOnce) {
    const chunk = rows.slice(place, place + copiedAtOnce).map((row) => ({
      ...row,
      pk: caseKeys.case(intoId).pk,
      caseId: intoId,
    }))
    await changeCase<void>(desk, async () => {
      const into = await desk.cases.get(intoId)
      if (into?.state !== "open") return { result: undefined }
      const known = new Set((await desk.cases.items(chunk)).map(({ sk }) => sk))
      const items = chunk.filter(({ sk }) => !known.has(sk))
      return items.length === 0
        ? { result: undefined }
        : { draft: { case: into, items, entries: [] }, result: undefined }
    })
  }
}

/** Joins duties with those of the surviving case, each once: what is done about one afterwards is not undone when a crash brings this step again. */
async function moveDuties(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  const rows = await dutiesOf(desk, from.caseId)
  for (let place = 0; place < rows.length; place += movedAtOnce) {
    const chunk = rows.slice(place, place + movedAtOnce)
    await changeCase<void>(desk, async () => {
      const into = await desk.cases.get(intoId)
      if (into?.state !== "open") return { result: undefined }
      const found = await desk.cases.items(
        chunk.flatMap(({ sk, duty }) => [caseKeys.duty(intoId, duty), caseKeys.takenIn(intoId, from.caseId, sk)]),
      )
      const known = new Map(found.map((row) => [row.sk, row]))
      const at = desk.clock().toISOString()
      const items = chunk.flatMap(({ sk, duty }): CaseItem[] => {
        const key = caseKeys.takenIn(intoId, from.caseId, sk)
        if (known.has(key.sk)) return []
        const current = known.get(sk)
        const joined = current?.type === "duty" ? joinDuties(current.duty, duty) : duty
        return [dutyRow(intoId, joined), { ...key, caseId: intoId, type: "marker", at }]
      })
      return items.length === 0
        ? { result: undefined }
        : { draft: { case: into, items, entries: [] }, result: undefined }
    })
  }
}

/** Gives the accessor keys to the surviving case, which counts their stretch of the ledger anew: nothing seen meanwhile is missed. */
async function moveKeys(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  for (let place = 0; place < from.keys.length; place += movedAtOnce) {
    const chunk = from.keys.slice(place, place + movedAtOnce)
    await changeCase(desk, async () => {
      const into = await desk.cases.get(intoId)
      if (into?.state !== "open") return { result: undefined }
      const pointers = await pointersAt(
        desk,
        chunk.map((key) => pointerKeys.accessor(key.accessorKey)),
      )
      const mine = chunk.filter((key) => {
        const pointer = pointers.get(pointerKeys.accessor(key.accessorKey).pk)
        return pointer?.caseId === from.caseId || pointer?.caseId === intoId
      })
      const keys = joinKeys(into.keys, mine)
      const waiting = keys.filter(
        (key) => pointers.get(pointerKeys.accessor(key.accessorKey).pk)?.caseId === from.caseId,
      )
      if (waiting.length === 0) return { result: undefined }
      // Between the end of the one case and this moment nobody attributed what these keys saw.
      const unattributed = into.keys.filter((key) => !waiting.some((one) => one.accessorKey === key.accessorKey))
      const pending = pendingCounts(unattributed, joinKeys(unattributed, waiting), desk.clock().toISOString())
      return {
        draft: {
          case: { ...into, keys, pending: [...into.pending, ...pending] },
          items: [],
          pointers: waiting.map(
            (key): PointerChange => ({
              row: pointerOf(pointerKeys.accessor(key.accessorKey), intoId, key),
              expected: from.caseId,
            }),
          ),
          entries: [],
        },
        result: undefined,
      }
    })
  }
}
