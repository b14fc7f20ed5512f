import * as z from "zod"
import { derivedId } from "../../contracts/envelope.ts"
import { shipmentId, trackingNumber } from "../../contracts/fields.ts"
import { type DocumentLanguage, documentLanguages } from "../../contracts/words.ts"
import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../lookups/ledger/disclosures.ts"
import { letterHtml } from "../../parties/channels/letter-html.ts"
import type { Party } from "../../parties/party.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import { type HttpAnswer, HttpDocument } from "../../platform/http-route.ts"
import { preferredLanguage } from "../../platform/preferred-language.ts"
import type { RecordFinder } from "../../tracking/record-finder.ts"
import { isClaimable, referenceRecordId, shipmentRecordId } from "../../tracking/record-ids.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import { accessesLetter } from "./accesses-letter.ts"
import type { PartyRequest, ServedDesk } from "./desk-request.ts"
import { pageQuery } from "./list-pages.ts"

/** Lookups on one page: unless the caller says otherwise, and at most. */
const pageSize = { usual: 500, most: 2_000, proven: 100 }

/** Query parameters of the lookups of one shipment. */
export const accessesQuery = pageQuery({
  most: pageSize.most,
  description: `Lookups on one page of JSON: ${pageSize.usual} when absent, at most ${pageSize.most}. HTML has all`,
}).extend({
  format: z
    .enum(["json", "html"])
    .optional()
    .meta({ description: "`html` returns a document for people, like `accept: text/html`" }),
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
type AccessesRequest = PartyRequest<unknown, z.output<typeof accessesQuery>>

/** Records of a party's own shipment, by the party's own name of it. */
async function recordsNamed(finder: RecordFinder, party: Party, reference: string) {
  const [records = []] = await finder.find([
    party.kind === "retailer"
      ? { by: "shipmentId", retailerId: party.id, shipmentId: reference }
      : { by: "trackingNumber", carrierId: party.id, trackingNumber: reference },
  ])
  return records
}

/** Ledger keys of one shipment of the caller, also those from before the shipment was created or its parcel claimed. */
async function ledgerKeysOf({ records: finder }: AccessReader, party: Party, reference: string): Promise<Set<string>> {
  const keys = new Set<string>()
  if (!isNameOf(party, reference)) return keys
  if (party.kind === "retailer") keys.add(shipmentRecordId(party.id, reference))
  const records = await recordsNamed(finder, party, reference)
  for (const { recordId, parcelId, carrierId, orderReferenceKey } of records) {
    keys.add(recordId)
    if (parcelId !== undefined) keys.add(parcelId)
    if (orderReferenceKey !== undefined) keys.add(referenceRecordId(carrierId, orderReferenceKey))
  }
  return keys
}

/** What it takes to read who looked a shipment up. */
export type AccessReader = { readonly records: RecordFinder; readonly disclosures: Pick<Disclosures, "ofRecord"> }

/** The lookups that showed one shipment of a party, by the party's own name of it, the first one first. */
export async function accessesOf(desk: AccessReader, party: Party, reference: string): Promise<Disclosure[]> {
  const found: Disclosure[] = []
  for (const recordId of await ledgerKeysOf(desk, party, reference)) {
    for await (const one of desk.disclosures.ofRecord(recordId)) {
      // Before the claim the ledger names the carrier in place of the retailer.
      const isClaimed = party.kind === "retailer" && isClaimable(recordId)
      if (isClaimed || isShipmentOf(one, party)) found.push(one)
    }
  }
  return found.sort((one, other) => one.at.localeCompare(other.at) || one.sortKey.localeCompare(other.sortKey))
}

/**
 * The lookups that showed one shipment of the caller, named by its shipment id or, for a carrier, its tracking number:
 * as pages of JSON for programs, or as one document for people.
 */
export async function answerAccesses(desk: ServedDesk, request: AccessesRequest): Promise<HttpAnswer> {
  const { caller, parameters, query } = request
  const { party } = caller
  const reference = parameters["shipmentId"] ?? ""
  const accesses = await accessesOf(desk, party, reference)
  if (!wantsHtml(request)) return { status: 200, headers: varies, body: await pageOf(desk, party, accesses, query) }
  if (!isNameOf(party, reference))
    throw new HttpProblem("invalid", { problems: [{ path: "path.shipmentId", rule: "format" }] })
  // A person would take "no lookup is recorded" for the answer, although the name was mistyped.
  if (accesses.length === 0 && (await recordsNamed(desk.records, party, reference)).length === 0)
    throw new HttpProblem("invalid", { problems: [{ path: "path.shipmentId", rule: "unknownReference" }] })
  const language = languageOf(request)
  const html = letterHtml(accessesLetter(party, reference, accesses, language))
  return {
    status: 200,
    headers: { ...varies, "content-language": language },
    body: new HttpDocument("text/html; charset=utf-8", html),
  }
}

const varies = { vary: "accept, accept-language" }

/** Asked for by `format`, or else by `accept`. */
function wantsHtml({ query, headers }: AccessesRequest): boolean {
  return query.format === "html" || (query.format === undefined && (headers["accept"] ?? "").includes("text/html"))
}

function languageOf({ caller, query, headers }: AccessesRequest): DocumentLanguage {
  return query.language ?? preferredLanguage(headers["accept-language"], documentLanguages) ?? caller.party.language
}

/** Whether a text has the form of a party's own name of a shipment. A document names nothing else. */
function isNameOf(party: Party, reference: string): boolean {
  return (party.kind === "retailer" ? shipmentId : trackingNumber).safeParse(reference).success
}

async function pageOf(
  { proveAccesses }: Pick<ServedDesk, "proveAccesses">,
  party: Party,
  accesses: readonly Disclosure[],
  { limit: asked = pageSize.usual, after, inclusion }: AccessesRequest["query"],
) {
  const limit = inclusion === undefined ? asked : Math.min(asked, pageSize.proven)
  const from = after === undefined ? 0 : accesses.findIndex((one) => cursorOf(party, one) === after) + 1
  if (after !== undefined && from === 0)
    throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
  const page = accesses.slice(from, from + limit)
  const last = from + limit < accesses.length ? page.at(-1) : undefined
  const proofs = inclusion === undefined ? [] : await proveAccesses(party.id, page)
  return {
    accesses: page.map((one, place) => {
      const proof = proofs[place]
      return { ...accessView(party, one), ...(proof === undefined ? {} : { inclusion: proof }) }
    }),
    ...(last === undefined ? {} : { next: cursorOf(party, last) }),
  }
}

/** A hash, because the key of an entry names its accessor. */
const cursorOf = (party: Party, { subject, sortKey }: Disclosure): string =>
  derivedId("access-place", party.id, subject, sortKey)

function accessView(party: Party, { at, lastAt, fields, proof, provenForExposure, tool, subject }: Disclosure) {
  return {
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
