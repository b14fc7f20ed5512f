import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { SealBroken, type Sealer } from "../../base/platform/sealing.ts"
import { sealOwnerOf } from "../exposures/copied-references.ts"
import type { PartyRequest } from "./desk-request.ts"

/** A page ends when it was read for this long: far from the 30 seconds that a request may take. */
export const pageMilliseconds = 8_000

/**
 * Where the next page of a list of a case begins. It is sealed, because the keys of rows show a party what it may not
 * see, such as how many entries others have.
 *
 * @param list the list that it is a cursor of, so that none is taken for another
 */
export function sealedCursor(
  sealer: Pick<Sealer, "seal" | "unseal">,
  {
    caseId,
    partyId,
    list,
  }: { caseId: string; partyId: string; list: "exposuresAfter" | "timelineAfter" | "notesAfter" | "evidenceAfter" },
) {
  const owner = sealOwnerOf(caseId)
  return {
    seal: (place: string): Promise<string> => sealer.seal(owner, partyId, list, place),
    /** @throws HttpProblem 400 if it is no cursor of this party in this list of the case */
    async open(cursor: string): Promise<string> {
      const opened = await sealer.unseal(owner, partyId, list, cursor).catch((error: unknown) => {
        if (error instanceof SealBroken) return undefined
        throw error
      })
      if (opened !== undefined) return opened
      throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
    },
  }
}

/**
 * The query parameters of a list that comes in pages.
 *
 * @param limit what `limit` counts, and how many there are at most on one page
 */
export const pageQuery = ({ most, description }: { most: number; description: string }) =>
  z.strictObject({
    limit: z.coerce.number().int().min(1).max(most).optional().meta({ description }),
    after: boundedString(4_000).min(1).optional().meta({ description: "The `next` of the page before" }),
  })

/** The same for a list whose pages are as long as they can be unless the caller wants less. */
export const usualPageQuery = (counted: string, most: number) =>
  pageQuery({ most, description: `${counted}: ${most} when absent, and at most` })

/** Where the next page of a list begins, in an answer. */
export const nextPage = ownString().optional().meta({ description: "`after` of the next page; absent on the last" })

/** The header `link` (RFC 8288) with the next page of a list of the case, below the address of the API. */
export function linkToNext(
  { parameters }: PartyRequest,
  list: "exposures" | "timeline",
  query: Readonly<Record<string, string>>,
): string {
  const alias = encodeURIComponent(parameters["caseAlias"] ?? "")
  return `</v1/cases/${alias}/${list}?${new URLSearchParams(query)}>; rel="next"`
}

/** The header `link`, for the API document. */
export const linkHeader = { link: "The next page (RFC 8288), relative to the address of the API" }
