import * as z from "zod"
import { digestStep } from "../../base/chain/exposures-digest.ts"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { lastLookup } from "../../base/contracts/breach-case.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { disclosedFields, orderReference, shipmentId, trackingNumber } from "../../base/contracts/fields.ts"
import { documentLanguages } from "../../base/contracts/words.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { HttpDocument } from "../../base/platform/http-route.ts"
import { recordExport } from "../actions/note-transfers.ts"
import { actionIdOf } from "../cases/action-id.ts"
import { affectedAmong } from "../cases/affected.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import type { Participant } from "../cases/participant.ts"
import { sha256 } from "../timeline.ts"
import { refusedProblem } from "./desk-problems.ts"
import { actionOf, type PartyRequest, type ServedDesk, wantsCsv } from "./desk-request.ts"
import { type ShipmentView, shipmentsAsCsv, shipmentsForMailMerge, shipmentView } from "./exposures-view.ts"
import { linkToNext, pageMilliseconds, pageQuery, sealedCursor } from "./list-pages.ts"

/** Shipments on a page: unless the caller says otherwise, and at most. A line of CSV is a third of the same JSON. */
const pageLimits = { json: { usual: 100, most: 500 }, csv: { usual: 2_000, most: 2_000 } } as const

/** Query parameters of the list of exposed shipments. */
export const exposuresQuery = pageQuery({
  most: pageLimits.csv.most,
  description: "Shipments on one page. JSON: 100 when absent, at most 500. CSV: 2,000 when absent, and at most",
}).extend({
  format: z
    .enum(["json", "csv", "mailMerge"])
    .optional()
    .meta({
      description:
        "`csv` returns CSV, like `accept: text/csv`. `mailMerge` returns CSV whose columns are the slots of the notices " +
        "as DOCX and Markdown. Those that only the caller can fill, such as names, are empty",
    }),
  language: z
    .enum(documentLanguages)
    .optional()
    .meta({ description: "Of `mailMerge`: that of the notice. `en` when absent" }),
})

/** A page of the caller's affected shipments. */
export const exposuresSchema = z.strictObject({
  exposures: z.array(
    z.strictObject({
      shipmentId: shipmentId.optional(),
      orderReference: orderReference.optional(),
      trackingNumber: trackingNumber.optional(),
      fields: disclosedFields,
      firstExposureAt: instant,
      lastExposureAt: instant.meta({ description: lastLookup }),
      accessors: z.unknown(),
      told: z.enum(["no", "byYou", "byOther"]),
      possible: z.literal(true).optional().meta({
        description:
          "Possibly exposed: somebody looked it up without proof where strangers walked, and nobody can say who",
      }),
    }),
  ),
  salt: ownString().meta({
    description:
      "What the digest of the whole list begins with. The timeline gets the digest with the last page, and nothing " +
      "keeps the salt but the caller. docs/evidence-package.md says how the digest is made",
  }),
  next: ownString()
    .optional()
    .meta({ description: "Pass it as `after` to get the next page. Absent on the last page" }),
})

/**
 * A page of the caller's affected shipments as JSON or CSV, with the address of the next page in the header `link`. The
 * first page is recorded as an export in the timeline, and the last one of JSON with the digest of the whole list.
 */
export async function answerExposures(
  desk: ServedDesk,
  request: PartyRequest<unknown, z.output<typeof exposuresQuery>>,
  participant: Participant,
) {
  const { party } = request.caller
  const format = wantsCsv(request) ? "csv" : "json"
  const { limit = pageLimits[format].usual, after: given, format: wished, language } = request.query
  if (limit > pageLimits[format].most)
    throw new HttpProblem("invalid", {
      problems: [{ path: "query.limit", rule: "tooBig" }],
      detail: `query.limit: a page of ${format} has at most ${pageLimits[format].most} shipments.`,
    })
  const list = exposuresCursor(desk, request, participant)
  const after = await list.open(given)
  const { views, next: end } = await exposuresPage(desk, request, participant, { after: after.sk, limit })
  const until = format === "json" ? listedUntil(after, views) : after
  const next = end === undefined ? undefined : await list.seal({ ...until, sk: end })
  const isFirst = given === undefined
  const isListed = format === "json" && next === undefined
  if (isFirst || isListed) await noteExport(desk, request, participant, { format, isListed, until })
  const query = { format: wished ?? format, limit: String(limit), ...(language === undefined ? {} : { language }) }
  const headers = next === undefined ? {} : { link: linkToNext(request, "exposures", { ...query, after: next }) }
  if (format === "json")
    return {
      status: 200 as const,
      headers,
      body: { exposures: views, salt: list.salt, ...(next === undefined ? {} : { next }) },
    }
  const code = participant.own.alias
  const isMerge = wished === "mailMerge"
  const name = {
    "content-disposition": `attachment; filename="${isMerge ? `${code}-mail-merge-${language ?? "en"}` : code}.csv"`,
  }
  const csv = isMerge
    ? shipmentsForMailMerge(party, views, { isFirst, language: language ?? "en", code })
    : shipmentsAsCsv(party, views, { isFirst })
  const body = new HttpDocument("text/csv; charset=utf-8", csv)
  return { status: 200 as const, headers: { ...name, ...headers }, body }
}

/** Where the next page begins, and the list before it: how many shipments, and their digest. */
const placeSchema = z.object({ sk: ownString().optional(), shipments: z.int().nonnegative(), digest: ownString() })
type Place = z.infer<typeof placeSchema>

/** The list so far, with this page. The digest is over the views as JSON gives them. */
function listedUntil({ sk, shipments, digest }: Place, views: readonly ShipmentView[]): Place {
  const until = views.reduce((before, view) => sha256(digestStep(before, view)), digest)
  return { sk, shipments: shipments + views.length, digest: until }
}

/**
 * The cursor of the list, and the salt that its digest begins with. The salt stays the same for one party and case, and
 * nothing keeps it.
 */
function exposuresCursor(desk: ServedDesk, { caller }: PartyRequest, { current: { caseId } }: Participant) {
  const salt = desk.hashUnderKey("exposures-salt", caseId, caller.party.id)
  const cursor = sealedCursor(desk.sealer, { caseId, partyId: caller.party.id, list: "exposuresAfter" })
  return {
    salt,
    seal: (place: Place): Promise<string> => cursor.seal(JSON.stringify(place)),
    open: async (given: string | undefined): Promise<Place> =>
      given === undefined ? { shipments: 0, digest: salt } : placeSchema.parse(JSON.parse(await cursor.open(given))),
  }
}

/**
 * Records that the party read the list. At its end, the entry has the digest of what the party got. A person who reads
 * the same list again on one UTC day adds nothing.
 */
async function noteExport(
  desk: ServedDesk,
  request: PartyRequest,
  { own }: Participant,
  { format, isListed, until }: { format: "json" | "csv"; isListed: boolean; until: Place },
): Promise<void> {
  const action = actionOf(desk, request)
  const { digest, shipments } = until
  const exported = isListed ? { format, shipments, digest } : { format, shipments: own.shipments }
  const { officer } = action
  const reading = officer === undefined ? action.actionId : `${officer}:${request.receivedAt.slice(0, 10)}`
  // Pages under one token are commands of their own, and so is a list that has changed.
  const id = `${reading}:${JSON.stringify(exported)}`
  const noted = await recordExport(desk, { ...action, actionId: actionIdOf(desk, action.party.id, id) }, exported)
  if ("refused" in noted) throw refusedProblem("unknownCase")
}

/** One page: its shipments, and the sort key after which the next one begins if there may be more. */
type ExposuresPage = { readonly views: readonly ShipmentView[]; readonly next?: string }

/**
 * Up to `limit` of the caller's affected shipments, after the sort key `after`. A page that takes long ends early. A
 * carrier's page passes the shipments of others, so it can be empty although there is a next one.
 */
async function exposuresPage(
  desk: ServedDesk,
  { caller: { party } }: PartyRequest,
  { current }: Participant,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<ExposuresPage> {
  const until = desk.clock().getTime() + pageMilliseconds
  const views: ShipmentView[] = []
  let last: string | undefined
  for await (const row of affectedAmong(desk, current.caseId, party, { after })) {
    const isFull = views.length === limit || desk.clock().getTime() > until
    // Each page passes at least one row.
    if (isFull && last !== undefined) return { views, next: last }
    if (isShipmentOf(row, party)) views.push(await shipmentView(desk.sealer, party, row))
    last = row.sk
  }
  return { views }
}
