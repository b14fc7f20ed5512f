import * as z from "zod"
import type { BreachCaseItem, CaseRow, PartyRow } from "../../../shared/desk/cases/case-rows.ts"
import { openReferences } from "../../../shared/desk/exposures/copied-references.ts"
import { openLetter } from "../../../shared/desk/letters/open-letter.ts"
import { noticeByRetailer, noticeProgress } from "../../../shared/desk/notices/notice-progress.ts"
import { type BreachWorld, soleCase } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { tokenIn } from "../letters/letter-world.ts"
import { swift } from "./stories.ts"

/** The rows of one type of the one case, without what names a case. */
function rowsIn<Type extends BreachCaseItem["type"]>(world: BreachWorld, type: Type) {
  const { caseId } = soleCase(world)
  return world.rowsOf(type).flatMap((row) => ("caseId" in row && row.caseId === caseId ? [row] : []))
}

/** Without some fields. A name that the row does not have does not compile. */
function without<Row extends object, Name extends keyof Row>(row: Row, ...names: Name[]): Omit<Row, Name> {
  const others = { ...row }
  for (const name of names) delete others[name]
  return others
}

const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).sort()

/**
 * What the one case of a world holds, and what its parties are shown. It is the same however many cases there were
 * before, but for what is left out here:
 *
 * - names of cases: their ids, the aliases of those that ended, and what is derived from them;
 * - order: which case was first says by what a party came into it, and when what else was found joined it;
 * - what was told: alerts, escalations, and that there was a merge. `toldOf` compares the timelines;
 * - which of two notices for the same shipment came first.
 */
export async function whatIsHeld(world: BreachWorld) {
  const current = soleCase(world)
  const parties = rowsIn(world, "party")
  return {
    case: { ...countsOfCase(current), parties: [...current.parties].sort() },
    exposures: sorted(rowsIn(world, "exposure")),
    shipments: sorted(await Promise.all(rowsIn(world, "affected").map((row) => shipmentOf(world, row)))),
    accessors: sorted(rowsIn(world, "accessor")),
    unclaimed: sorted(rowsIn(world, "unclaimed")),
    keys: sorted(rowsIn(world, "key")),
    waiting: [...rowsIn(world, "pending"), ...rowsIn(world, "search"), ...rowsIn(world, "notice")],
    findings: sorted(rowsIn(world, "anomaly").map((row) => without(row, "joinedAt"))),
    duties: sorted(rowsIn(world, "duty").map(({ duty }) => without(duty, "alarms"))),
    measures: sorted(rowsIn(world, "measure")),
    letters: [...new Set(sorted(rowsIn(world, "letter").map(({ to, by, request: { kind } }) => ({ to, by, kind }))))],
    views: sorted(rowsIn(world, "view").map(({ by, regulator, endsAt }) => ({ by, regulator, endsAt }))),
    pointers: sorted(pointersIn(world, current.caseId)),
    parties: parties.map(sideOf).sort((one, other) => (one.partyId < other.partyId ? -1 : 1)),
    shown: await Promise.all(
      parties
        .filter(takesPart)
        .sort(byId)
        .map((row) => shownTo(world, row)),
    ),
    links: await openLinks(world),
  }
}

/** A carrier that a retailer named reads no case. */
const takesPart = ({ partyId }: PartyRow) => partyId !== swift

const byId = (one: PartyRow, other: PartyRow) => (one.partyId < other.partyId ? -1 : 1)

function countsOfCase({ state, exposures, charts, toAlert, merging = [], partyId }: CaseRow) {
  return { state, exposures, charts, toAlert, merging, partyId }
}

async function shipmentOf(world: BreachWorld, row: Parameters<typeof openReferences>[1]) {
  const references = await openReferences(world.sealer, row)
  const notified = Object.entries(row.receipts).map(([partyId, receipt]) => `${partyId} ${receipt.public}`)
  return { ...without(row, "receipts", "sealedOrderReference", "sealedTrackingNumber"), ...references, notified }
}

/** Pointers of accessors and findings lead to the one case. Those of aliases, reports and links may name an ended. */
function pointersIn(world: BreachWorld, caseId: string) {
  const found = world.rowsOf("pointer").filter(({ pk }) => /^(ACCESSOR|ANOMALY)#/.test(pk))
  return found.map((row) => (row.caseId === caseId ? row : { ...row, isElsewhere: true }))
}

/** A party's row: its counts, who was notified, and what it said. */
function sideOf(row: PartyRow) {
  const { alias: _, formerAliases: __, earlierCases: ___, notified: ____, byRetailer: _____, ...others } = row
  const { possible } = row
  return {
    ...without(
      others,
      "openedAt",
      "tool",
      "vouchedBy",
      "alertedAt",
      "alertedShipments",
      "alerts",
      "grownAt",
      "shrunkAt",
      "notifiedFacts",
      "discoveredAt",
    ),
    possible: possible && without(possible, "alerted"),
    acknowledgeEscalations: 0,
    ...noticesIn(row),
  }
}

function noticesIn(row: PartyRow) {
  const { affected, notified, notifiedByPublicNotice } = noticeProgress(row)
  const byRetailer = noticeByRetailer(row)?.map(({ retailer, notice }) => [retailer, notice.affected, notice.notified])
  return { affected, notified, notifiedByPublicNotice, byRetailer }
}

/** What a party reads of the case over the API. */
async function shownTo(world: BreachWorld, { partyId, alias }: PartyRow) {
  const call = caller(world)
  const read = async (path: string) => {
    const { statusCode, json } = await call(partyId, "GET", `/v1/cases/${alias}${path}`)
    if (statusCode !== 200) throw new Error(`${partyId} reads ${path} and receives ${statusCode}`)
    return json
  }
  const view = viewSchema.parse(await read(""))
  const { notes } = notesSchema.parse(await read("/notes"))
  const { exposures } = exposuresSchema.parse(await read("/exposures"))
  return { partyId, view, exposures: sorted(exposures), notes: notes.map(({ text }) => text).sort() }
}

const counted = z.looseObject({ kind: z.string(), state: z.string().optional() })
const viewSchema = z.object({
  counts: z.looseObject({}),
  fieldsExposed: z.array(z.looseObject({})),
  fieldsPossiblyExposed: z.array(z.string()).optional(),
  firstExposureAt: z.string().optional(),
  lastExposureAt: z.string().optional(),
  findingsInAll: z.number(),
  containment: z.looseObject({}),
  notices: z.looseObject({}),
  determinedAt: z.string().optional(),
  acknowledgedAt: z.string().optional(),
  duties: z
    .array(z.looseObject({ kind: z.string(), state: z.string() }))
    .transform((all) =>
      all.map(({ kind, state, dueAt, towards }) => JSON.stringify([kind, state, dueAt, towards])).sort(),
    ),
  others: z.array(counted).transform((all) => all.map(({ kind }) => kind).sort()),
  obstacles: z.array(z.looseObject({ code: z.string() })).transform((all) => all.map(({ code }) => code).sort()),
})
const notesSchema = z.object({ notes: z.array(z.looseObject({ text: z.string() })) })
const exposuresSchema = z.object({ exposures: z.array(z.looseObject({})) })

/** Whether the link of every letter still opens it. */
async function openLinks(world: BreachWorld) {
  const tokens = world.letterMail.sent.map(({ mail }) => tokenIn(mail.text))
  const opened = await Promise.all(tokens.map((token) => openLetter({ ...world.desk, sealer: world.sealer }, token)))
  return [...new Set(opened.map((one) => one !== undefined))]
}
