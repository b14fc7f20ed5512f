import { derivedId } from "../../base/contracts/envelope.ts"
import { wideId } from "../../base/contracts/opaque-id.ts"
import { problemsOf } from "../../base/contracts/problem.ts"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import type { HttpRequest } from "../../base/platform/http-route.ts"
import type { RandomBytes } from "../../base/platform/random-id.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Caller } from "../../parties/authenticate-party.ts"
import type { Party } from "../../parties/party.ts"
import type { ProveAccesses } from "../../watch/lookups/log/prove-accesses.ts"
import type { Action } from "../actions/action.ts"
import type { AssigningDesk } from "../actions/assign-duty.ts"
import type { NoticeDesk } from "../actions/notification.ts"
import type { RestrictionDesk } from "../actions/renew-or-release.ts"
import { actionIdOf } from "../cases/action-id.ts"
import { type Participant, participantOf } from "../cases/participant.ts"
import type { AskedDocuments } from "../documents/asked-documents.ts"
import type { DocumentLinks } from "../documents/document-files.ts"
import type { EvidenceFiles } from "../documents/evidence-files.ts"
import type { RequestedDocuments } from "../documents/requested-documents.ts"
import type { ReportDesk } from "../opening/report-breach.ts"
import { caseView, type ViewDesk } from "./case-view.ts"
import type { DecisionDesk } from "./decisions-of-carrier.ts"
import { refusedProblem } from "./desk-problems.ts"

export type ServedDesk = ReportDesk &
  NoticeDesk &
  RestrictionDesk &
  AssigningDesk &
  Pick<DecisionDesk, "decisionNotes"> & {
    sealer: Pick<Sealer, "seal" | "unseal">
    documents: Pick<RequestedDocuments, "get" | "request">
    askedDocuments: AskedDocuments
    documentLinks: DocumentLinks
    evidenceFiles: EvidenceFiles
    /** Absent in a stage that makes no statements. */
    proveAccesses: ProveAccesses | undefined
    /** For the tokens of links. */
    random: RandomBytes
  }

export type PartyRequest<Body = unknown, Query = unknown> = HttpRequest<Body, Caller, Query>

/** The caller as a participant of the case that the path names. @throws HttpProblem if it is in no such case */
export async function callerIn(desk: Pick<ServedDesk, "cases">, request: PartyRequest): Promise<Participant> {
  const found = await participantOf(desk, request.caller.party, request.parameters["caseAlias"] ?? "")
  if (found === undefined) throw refusedProblem("unknownCase")
  return found
}

/** The action of a request. Its id is {@link commandId}. With the header `if-match`, the case has to be as it says. */
export function actionOf(desk: Pick<ServedDesk, "hashUnderKey"> & ViewDesk, request: PartyRequest): Action {
  const { caller, headers, parameters } = request
  return {
    party: caller.party,
    caseAlias: parameters["caseAlias"] ?? "",
    actionId: commandId(desk, request),
    officer: caller.officer?.userId,
    isAsRead: matcherOf(desk, caller.party, headers["if-match"]),
  }
}

/**
 * For a request that changes nothing of its case: the caller as a participant of the case as it read it.
 * @throws HttpProblem if it is in no such case, or the case has changed since
 */
export async function callerAsRead(desk: ViewDesk, request: PartyRequest): Promise<Participant> {
  const participant = await callerIn(desk, request)
  const isAsRead = matcherOf(desk, request.caller.party, request.headers["if-match"])
  if (isAsRead !== undefined && !(await isAsRead(participant))) throw refusedProblem("caseChanged")
  return participant
}

const idempotencyKey = wideId(/^[A-Za-z0-9_-]{1,64}$/)

/**
 * The hub's own id of a command, from the `idempotency-key` or the id of the token.
 * @throws HttpProblem 400 if the key has a wrong format or is not opaque, or if there is neither a key nor a token id
 */
export function commandId(
  desk: Pick<ServedDesk, "hashUnderKey">,
  { headers, caller }: Pick<PartyRequest, "headers" | "caller">,
): string {
  const given = headers["idempotency-key"]
  const ownId = (name: string) => actionIdOf(desk, caller.party.id, name)
  // No idempotency-key has a colon.
  if (given === undefined && caller.tokenId !== undefined) return ownId(`token:${caller.tokenId}`)
  if (given === undefined) {
    throw new HttpProblem("invalid", { problems: [{ path: "headers.idempotency-key", rule: "required" }] })
  }
  const key = idempotencyKey.safeParse(given)
  if (!key.success) {
    throw new HttpProblem("invalid", { problems: problemsOf(key.error, given, "headers.idempotency-key") })
  }
  return ownId(key.data)
}

/** Whether a request asks for CSV of any kind: by `format`, or else by `accept`. */
export function wantsCsv({ query, headers }: PartyRequest<unknown, { format?: string | undefined }>): boolean {
  return query.format === undefined ? (headers["accept"] ?? "").includes("text/csv") : query.format !== "json"
}

/**
 * The `etag` of a case as one party sees it: a hash of that view. It changes with everything that the view shows and
 * with nothing else, so that it shows no party what others do. It leaves out the hours that nobody watched, and
 * those of which it is proven that nothing was shown: both grow with the time. That they began or were filled shows in
 * the counts.
 */
export function etagOf(shown: { readonly unwatched?: unknown; readonly provenNotShown?: unknown }): string {
  const { unwatched: _, provenNotShown: _proven, ...view } = shown
  return `"${derivedId("case-view", canonicalJson(view))}"`
}

/**
 * Compares a case with the one that a request wants to change.
 *
 * @param ifMatch the header `if-match`: one etag, several with commas between them, or `*` for any. `undefined` if the
 *   request has none
 * @returns what says whether a participant still sees the case so; `undefined` if that does not matter
 */
function matcherOf(
  desk: ViewDesk,
  party: Party,
  ifMatch: string | undefined,
): ((participant: Participant) => Promise<boolean>) | undefined {
  const wanted = ifMatch?.split(",").map((one) => one.trim().replace(/^W\//, ""))
  if (wanted === undefined || wanted.includes("*")) return undefined
  return async (participant) => wanted.includes(etagOf(await caseView(desk, party, participant)))
}
