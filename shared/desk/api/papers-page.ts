import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { userId } from "../../parties/officer.ts"
import { pageOfPapers } from "../cases/papers.ts"
import type { Participant } from "../cases/participant.ts"
import type { ServedDesk } from "./desk-request.ts"
import { sealedCursor } from "./list-pages.ts"

/** Who of the caller made a paper, in an answer. */
export const byPerson = userId
  .optional()
  .meta({ description: "The person of the caller who did it. Absent: a program did" })

const placeSchema = z.object({ alias: ownString(), sk: ownString() })

/**
 * A page of the caller's own papers of a case.
 *
 * @param page.after the `next` of the page before
 * @throws HttpProblem 400 if that is no cursor of this list
 */
export async function papersPage(
  desk: Pick<ServedDesk, "cases" | "sealer">,
  { current, own }: Participant,
  kind: "NOTE#" | "EVIDENCE#",
  { limit, after: given }: { limit: number; after?: string | undefined },
) {
  const list = kind === "NOTE#" ? "notesAfter" : "evidenceAfter"
  const cursor = sealedCursor(desk.sealer, { caseId: current.caseId, partyId: own.partyId, list })
  const after = given === undefined ? undefined : placeSchema.parse(JSON.parse(await cursor.open(given)))
  const { rows, next } = await pageOfPapers(desk, own, kind, { limit, after })
  return { rows, next: next === undefined ? undefined : await cursor.seal(JSON.stringify(next)) }
}
