import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { derivedId, instant } from "../../base/contracts/envelope.ts"
import { caseAlias, disclosedFields, shipmentId, toolName } from "../../base/contracts/fields.ts"
import { inclusionProof, loggedDisclosure } from "../../base/contracts/logged-disclosure.ts"
import { statementDay } from "../../base/contracts/statement-made.ts"
import { type DocumentLanguage, documentLanguages, proof } from "../../base/contracts/words.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { type AnswerOf, declareRoute, HttpDocument } from "../../base/platform/http-route.ts"
import { preferredLanguage } from "../../base/platform/preferred-language.ts"
import { defined, present, type TrackingRecord } from "../../intake/tracking/joined-record.ts"
import { isClaimable, normaliseTrackingNumber, referenceRecordId } from "../../intake/tracking/record-ids.ts"
import { letterHtml } from "../../parties/channels/letter-html.ts"
import type { Party } from "../../parties/party.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import type { Disclosure } from "../../watch/lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../watch/lookups/ledger/disclosures.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import { isComplete, type KnownOfLookups } from "../dossier/lookups-in-words.ts"
import { accessesAsCsv } from "./accesses-as-csv.ts"
import { accessesLetter } from "./accesses-letter.ts"
import { unwatched as unwatchedHours } from "./case-answer.ts"
import { unknownShipmentProblem } from "./desk-problems.ts"
import type { PartyRequest, ServedDesk } from "./desk-request.ts"
import { knownOfLookups, type WatchedHours } from "./known-of-lookups.ts"
import { nextPage, pageQuery } from "./list-pages.ts"
import { ledgerKeyNamed, type ShipmentFinder, shipmentsNamed } from "./shipments-named.ts"

/** Lookups on one page: unless the caller says otherwise, and at most. */
const pageSize = { usual: 500, most: 2_000, proven: 100 }

const accessesQuery = pageQuery({
  most: pageSize.most,
  description: `Lookups on one page of JSON: ${pageSize.usual} when absent, at most ${pageSize.most}. HTML has all`,
}).extend({
  format: z
    .enum(["json", "html", "csv"])
    .optional()
    .meta({ description: "`html` returns a document for people, like `accept: text/html`. `csv` returns all as CSV" }),
  language: z
    .enum(documentLanguages)
    .optional()
    .meta({ description: "Language of the document. Without it, that of `accept-language` or else of the caller" }),
  inclusion: z
    .literal("proofs")
    .optional()
    .meta({
      description:
        `\`proofs\` adds to each lookup what proves that it is in the ledger of a daily statement. A page of JSON then has ` +
        `at most ${pageSize.proven}`,
    }),
})

/** What proves that a lookup is in the ledger of its party. */
const inclusion = z
  .discriminatedUnion("state", [
    z.strictObject({ state: z.literal("included"), disclosure: loggedDisclosure, ...inclusionProof.shape }),
    z.strictObject({ state: z.literal("notClosed"), day: statementDay }),
    z.strictObject({ state: z.literal("notLogged") }),
  ])
  .meta({
    description:
      "With `inclusion=proofs`. `included`: with it the root in the statement of `day` follows from the leaf, which is " +
      "the canonical JSON of `disclosure`. `notClosed`: the statement of `day` is still to come. `notLogged`: not " +
      "logged yet, or of before the caller claimed the parcel",
  })

const span = { from: instant, until: instant }

/** How far the record goes, and what it leaves open. */
const knownAnswer = {
  covered: z.strictObject({ ...span, begins: z.enum(["shipment", "ledger"]), isComplete: z.boolean() }).meta({
    description:
      "The time in which all lookups that reached the exchange are on record. `begins`: with the shipment, or where the " +
      "ledger begins, 13 months ago. `isComplete`: nothing is left open since the shipment began. Only then no lookup " +
      "in `accesses` means that there was none",
  }),
  isForgotten: z
    .literal(true)
    .optional()
    .meta({ description: "The shipment was erased or is too old, and some of its lookups may have been removed" }),
  unreported: z
    .array(z.strictObject({ ...span, tool: toolName, because: z.enum(["takesNoPart", "notCounted", "unjudged"]) }))
    .optional()
    .meta({
      description:
        "Times for which nobody says whether all lookups in the carrier's own tool were reported: its carrier takes no " +
        "part in the exchange, did not count them, or has a guard that let requests pass unjudged",
    }),
  inCases: z
    .array(
      z.strictObject({
        ...span,
        caseAlias,
        shipmentId: shipmentId.optional(),
        is: z.enum(["shown", "possibly"]),
        fields: disclosedFields,
      }),
    )
    .optional()
    .meta({ description: "What cases of the caller count of these shipments. `possibly`: nobody can say whether" }),
}

/** Who looked up one shipment, or those of one order. */
const accessesAnswer = z.strictObject({
  shipmentIds: z
    .array(shipmentId)
    .optional()
    .meta({ description: "To a retailer: its ids of the shipments that were found. All parcels of an order are" }),
  accesses: z.array(
    z.strictObject({
      shipmentId: shipmentId.optional().meta({
        description: "To a retailer: the shipment that was shown. Absent where several had the parcel or the order",
      }),
      at: instant,
      lastAt: instant.optional().meta({
        description:
          "Of a day's lookups that are one entry; `at` is the first. The last one was then or later in that UTC hour",
      }),
      fields: disclosedFields,
      proof,
      proven: z.boolean(),
      tool: toolName,
      accessor: ownString().meta({ description: "A name of the accessor that only this caller receives" }),
      inclusion: inclusion.optional(),
    }),
  ),
  unwatched: unwatchedHours,
  ...knownAnswer,
  next: nextPage,
})

export const accessApi = {
  ofShipment: declareRoute({
    method: "GET",
    path: "/v1/shipments/{shipmentId}/accesses",
    authentication: "required",
    query: accessesQuery,
    summary:
      "Who looked up one shipment. A retailer names it by its own id, or by the order number (then all parcels of the " +
      "order are found) or tracking number as somebody typed it; a carrier by its tracking number. What is not known is " +
      "answered with 404. A slash is encoded twice, as `%252F`. With `accept: text/html` a document for the person that " +
      "it was for, in English or French. Each answer says how far the record goes",
    answers: {
      200: {
        description: "The accesses. Each accessor has a name that only this caller receives",
        schema: accessesAnswer,
        otherTypes: ["text/html", "text/csv"],
        headers: { vary: "`accept, accept-language`", "content-language": "Language of the document for people" },
      },
    },
  }),
}

/** What it takes to answer who looked a shipment up. */
type AccessDesk = AccessReader & ShipmentFinder & WatchedHours & Pick<ServedDesk, "proveAccesses">

export const accessRoutes = (desk: AccessDesk): Route[] =>
  serve(accessApi)({ ofShipment: (request) => answerAccesses(desk, request) })

type AccessesRequest = PartyRequest<unknown, z.output<typeof accessesQuery>>

/** A shipment in the ledger: its record's key, and what it was seen under before it was created or had its parcel. */
type Seen = Pick<TrackingRecord, "recordId"> & Partial<TrackingRecord>

function ledgerKeysOf({ recordId, parcelId, carrierId, orderReferenceKey }: Seen): string[] {
  const ofOrder =
    carrierId === undefined || orderReferenceKey === undefined ? [] : [referenceRecordId(carrierId, orderReferenceKey)]
  return [recordId, ...present(parcelId), ...ofOrder]
}

/** What it takes to read who looked a shipment up. */
export type AccessReader = { readonly disclosures: Pick<Disclosures, "ofRecord"> }

/** The lookups that showed these shipments of a party, the first one first. */
export async function accessesOf(desk: AccessReader, party: Party, shipments: readonly Seen[]): Promise<Disclosure[]> {
  const found: Disclosure[] = []
  for (const recordId of new Set(shipments.flatMap(ledgerKeysOf))) {
    for await (const one of desk.disclosures.ofRecord(recordId)) {
      // Before the claim the ledger names the carrier in place of the retailer.
      const isClaimed = party.kind === "retailer" && isClaimable(recordId)
      if (isClaimed || isShipmentOf(one, party)) found.push(one)
    }
  }
  return found.sort((one, other) => one.at.localeCompare(other.at) || one.sortKey.localeCompare(other.sortKey))
}

/** The shipments that a text names, with their lookups. */
type Answered = { readonly shipments: readonly Seen[]; readonly accesses: readonly Disclosure[] }

/** @throws HttpProblem 404 if the party has no such shipment: nobody may take this for "nobody looked" */
async function answered(desk: AccessDesk, party: Party, typed: string): Promise<Answered> {
  const shipments = await shipmentsNamed(desk, party, typed)
  if (shipments.length > 0) return { shipments, accesses: await accessesOf(desk, party, shipments) }
  const recordId = ledgerKeyNamed(party, typed)
  const forgotten = recordId === undefined ? [] : [{ recordId, shipmentId: typed }]
  const accesses = await accessesOf(desk, party, forgotten)
  if (accesses.length === 0) throw unknownShipmentProblem()
  return { shipments: forgotten, accesses }
}

/**
 * The lookups that showed shipments of the caller, by what it calls them: as pages of JSON for programs, or as one
 * document for people.
 */
async function answerAccesses(
  desk: AccessDesk,
  request: AccessesRequest,
): Promise<AnswerOf<typeof accessApi.ofShipment>> {
  const { party } = request.caller
  const typed = request.parameters["shipmentId"] ?? ""
  const found = await answered(desk, party, typed)
  const known = await knownOfLookups(desk, { party, ...found })
  const format = formatOf(request)
  if (format === "json") {
    const page = await pageOf(desk, party, found, request.query)
    return { status: 200, headers: varies, body: { ...page, ...knownView(known) } }
  }
  if (format === "csv") {
    const lookups = found.accesses.map((one) => lookupView(party, found, one))
    return {
      status: 200,
      headers: varies,
      body: new HttpDocument("text/csv; charset=utf-8", accessesAsCsv(lookups, known)),
    }
  }
  const language = languageOf(request)
  const shipments = party.kind === "retailer" ? shipmentIdsOf(found) : [normaliseTrackingNumber(typed)]
  const accesses = found.accesses.map((one) => ({ ...one, shipmentId: shipmentOf(found, one) }))
  const html = letterHtml(accessesLetter(party, shipments, { accesses, known }, language))
  return {
    status: 200,
    headers: { ...varies, "content-language": language },
    body: new HttpDocument("text/html; charset=utf-8", html),
  }
}

const shipmentIdsOf = ({ shipments }: Answered): string[] => shipments.flatMap(({ shipmentId }) => present(shipmentId))

/** The retailer's id of the one shipment that a lookup showed. Undefined if several had the parcel or the order. */
function shipmentOf({ shipments }: Answered, { recordId }: Disclosure): string | undefined {
  const [only, ...others] = shipments.filter((one) => ledgerKeysOf(one).includes(recordId))
  return others.length === 0 ? only?.shipmentId : undefined
}

const varies = { vary: "accept, accept-language" }

/** As `format` says, or else `accept`. */
function formatOf({ query, headers: { accept = "" } }: AccessesRequest): "json" | "html" | "csv" {
  return query.format ?? (accept.includes("text/html") ? "html" : accept.includes("text/csv") ? "csv" : "json")
}

function languageOf({ caller, query, headers }: AccessesRequest): DocumentLanguage {
  return query.language ?? preferredLanguage(headers["accept-language"], documentLanguages) ?? caller.party.language
}

async function pageOf(
  { proveAccesses }: Pick<ServedDesk, "proveAccesses">,
  party: Party,
  found: Answered,
  { limit: asked = pageSize.usual, after, inclusion }: AccessesRequest["query"],
) {
  const { accesses } = found
  const isRetailer = party.kind === "retailer"
  const limit = inclusion === undefined ? asked : Math.min(asked, pageSize.proven)
  const from = after === undefined ? 0 : accesses.findIndex((one) => cursorOf(party, one) === after) + 1
  if (after !== undefined && from === 0)
    throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
  const page = accesses.slice(from, from + limit)
  const last = from + limit < accesses.length ? page.at(-1) : undefined
  // A stage that makes no statements proves nothing, and must not say that a lookup is not logged yet.
  if (inclusion !== undefined && proveAccesses === undefined)
    throw new HttpProblem("invalid", { problems: [{ path: "query.inclusion", rule: "notAllowed" }] })
  const proofs = inclusion === undefined ? [] : ((await proveAccesses?.(party.id, page)) ?? [])
  return {
    // A carrier knows no shipment of a retailer.
    ...(isRetailer ? { shipmentIds: shipmentIdsOf(found) } : {}),
    accesses: page.map((one, place) => ({
      ...lookupView(party, found, one),
      ...defined({ inclusion: proofs[place] }),
    })),
    ...(last === undefined ? {} : { next: cursorOf(party, last) }),
  }
}

/** A hash, because the key of an entry names its accessor. */
const cursorOf = (party: Party, { subject, sortKey }: Disclosure): string =>
  derivedId("access-place", party.id, subject, sortKey)

function lookupView(party: Party, found: Answered, one: Disclosure) {
  const { at, lastAt, fields, proof, provenForExposure, tool, subject } = one
  return {
    ...defined({ shipmentId: party.kind === "retailer" ? shipmentOf(found, one) : undefined }),
    at,
    ...(lastAt === undefined ? {} : { lastAt }),
    fields,
    proof,
    proven: provenForExposure,
    tool,
    // Each party gets other names of accessors, so that parties cannot compare their lists.
    accessor: derivedId("accessor", party.id, subject),
  }
}

/** What an answer says of how far the record goes. Lists that would be empty are absent. */
const knownView = (known: KnownOfLookups) => ({
  covered: { ...known.span, begins: known.begins, isComplete: isComplete(known) },
  ...(known.isForgotten ? { isForgotten: true as const } : {}),
  ...(known.unwatched.length === 0 ? {} : { unwatched: [...known.unwatched] }),
  ...(known.unreported.length === 0 ? {} : { unreported: [...known.unreported] }),
  ...(known.inCases.length === 0 ? {} : { inCases: known.inCases.map((one) => ({ ...one, fields: [...one.fields] })) }),
})
