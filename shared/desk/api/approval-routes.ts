import * as z from "zod"
import { partySignature } from "../../base/contracts/act-signature.ts"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { derivedId, instant } from "../../base/contracts/envelope.ts"
import { count } from "../../base/contracts/fields.ts"
import { approvalKind, dutyStateSchema } from "../../base/contracts/words.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { userId } from "../../parties/officer.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { act, type KindOfAct, readNothing } from "../actions/act.ts"
import type { Action, SignedAct } from "../actions/action.ts"
import { approvalOf } from "../actions/approvals.ts"
import { type AskedAction, approvalKindOf, askedActionSchema, perform } from "../actions/asked-action.ts"
import { declineApproval } from "../actions/decline-approval.ts"
import type { Refusal } from "../actions/refusal.ts"
import { type PartyRow, rowsOfType } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { ApprovalRow } from "../cases/paper-rows.ts"
import { type PaperPlace, pageOfPapers } from "../cases/papers.ts"
import { dutyOperations } from "../duties/duty-operations.ts"
import { obstacles } from "./case-answer.ts"
import { decisionBody } from "./desk-bodies.ts"
import { caseCommand, outcome, repeatable } from "./desk-commands.ts"
import { type AwaitsApproval, answerTo, answerToAsked, type Came, type Done, refusedProblem } from "./desk-problems.ts"
import { actionOf, callerAsRead, callerIn, type PartyRequest, type ServedDesk } from "./desk-request.ts"
import { signedActionOf } from "./signed-action.ts"

/** Approvals that are read together. */
const approvalsAtOnce = 500

/** What is sealed of an action that waits: for its party and its approval id. */
const requestSeal = (partyId: string, approvalId: string) => [`party#${partyId}`, approvalId, "request"] as const
const signatureSeal = (partyId: string, approvalId: string) => [`party#${partyId}`, approvalId, "signature"] as const

const signatureWithBody = partySignature.required()

/** Whether the entry of an action says all that its request says. */
function isWhole(asked: AskedAction): boolean {
  if (asked.action === "duty") return dutyOperations[asked.step.operation].saysMore !== true
  return asked.action === "closing"
}

/**
 * Carries an action out. If the party has actions of this kind approved by a second person, it waits for that instead.
 * @throws HttpProblem 403 if a program asks for such an action
 */
export async function answerAsked<Result extends Came>(
  desk: ServedDesk,
  request: PartyRequest,
  asked: AskedAction,
  carryOut: (action: Action) => Promise<Refusal | Result>,
): Promise<Done<Result> | AwaitsApproval> {
  const { party, officer } = request.caller
  const action = await signedActionOf(desk, request, { isWhole: isWhole(asked) })
  const kind = approvalKindOf(asked)
  if (kind === undefined || !(party.approvals ?? []).includes(kind)) return answerTo(await carryOut(action))
  if (officer === undefined) return refuseProgram(desk, request)
  const approvalId = derivedId("approval", action.actionId)
  const sealedRequest = await desk.sealer.seal(...requestSeal(party.id, approvalId), JSON.stringify(asked))
  const { signed } = action
  const sealedSignature =
    signed && (await desk.sealer.seal(...signatureSeal(party.id, approvalId), JSON.stringify(signed.signature)))
  const awaits = { approvalId, kind, by: officer.userId, sealedRequest, sealedSignature }
  return answerToAsked(await carryOut({ ...action, awaits }))
}

/** @throws HttpProblem 404 or 412 where a person would get it too, else 403 */
async function refuseProgram(desk: ServedDesk, request: PartyRequest): Promise<never> {
  await callerAsRead(desk, request)
  throw refusedProblem("approvalNeedsPerson")
}

const approvalId = ownString().meta({ examples: ["mX7cJq2VbR9nTz4sLw1kYd"] })

const waiting = z.strictObject({
  approvalId,
  kind: approvalKind,
  requestedAt: instant,
  requestedBy: userId.meta({ description: "Who asked for it. Another person has to approve it" }),
  request: askedActionSchema.meta({ description: "What is done once it is approved" }),
})

const decided = z.strictObject({
  outcome,
  approvalId: ownString().optional().meta({ description: "If it was declined" }),
  dutyId: ownString().optional(),
  duties: count.optional(),
  state: z.union([dutyStateSchema, z.enum(["open", "closed", "falseAlarm"])]).optional(),
  obstacles: obstacles.optional(),
})

const path = "/v1/cases/{caseAlias}/approvals"

export const approvalApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication: "required",
    summary: "The caller's actions that wait for approval by a second person, the oldest first",
    answers: answersWith("What waits", z.strictObject({ approvals: z.array(waiting) })),
  }),
  decide: declareRoute({
    ...caseCommand,
    path,
    body: decisionBody,
    summary: `Approve an action that another person asked for, or decline it. ${repeatable}`,
    answers: answersWith("What the action did, or that it was declined", decided),
  }),
}

/** List the actions that wait for a second person, and approve or decline one. */
export function approvalRoutes(desk: ServedDesk): Route[] {
  return serve(approvalApi)({
    async list(request) {
      const { own } = await callerIn(desk, request)
      const views = (await waitingFor(desk, own)).map((row) => approvalView(desk, row))
      const approvals = (await Promise.all(views)).filter((view) => view !== undefined)
      return { status: 200, body: { approvals } }
    },
    async decide(request) {
      const { approvalId: id, decision } = request.body
      if (request.caller.officer === undefined) return refuseProgram(desk, request)
      if (decision === "approve") return approve(desk, request, id, request.caller.officer.userId)
      return answerTo(await declineApproval(desk, actionOf(desk, request), id))
    },
  })
}

/** Carries out an action that waits. Whether it still waits, and for whom, is decided within its change. */
async function approve(desk: ServedDesk, request: PartyRequest, id: string, by: string) {
  const { own } = await callerIn(desk, request)
  const row = await approvalOf(desk, own, id)
  const asked = row && (await opened(desk, row))
  const action = { ...actionOf(desk, request), approves: { approvalId: id, by } }
  if (row !== undefined && asked !== undefined)
    return answerTo(await perform(desk, { ...action, signed: await signedOf(desk, row, asked) }, asked))
  return answerTo(await decidedBefore(desk, action))
}

/** The answer about an action that no longer waits: a repeat of the approval, or why there is nothing to approve. */
function decidedBefore(desk: ServedDesk, action: Action) {
  return act(desk, action, approvingNothing, undefined)
}

const approvingNothing: KindOfAct<CaseDesk, undefined, undefined, Record<never, never>> = {
  alsoWhenClosed: true,
  read: readNothing,
  decide: () => ({ refused: "unknownApproval" }),
}

/** The actions of a party that wait, the oldest first. */
async function waitingFor(desk: ServedDesk, own: PartyRow): Promise<ApprovalRow[]> {
  const found: ApprovalRow[] = []
  let after: PaperPlace | undefined
  do {
    const page = await pageOfPapers(desk, own, "APPROVAL#", { after, limit: approvalsAtOnce })
    found.push(...rowsOfType(page.rows, "approval").filter(({ state }) => state === "waiting"))
    after = page.next
  } while (after !== undefined)
  return found.sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
}

async function opened(desk: ServedDesk, { partyId, approvalId, sealedRequest }: ApprovalRow) {
  if (sealedRequest === undefined) return undefined
  const json = await desk.sealer.unseal(...requestSeal(partyId, approvalId), sealedRequest)
  return json === undefined ? undefined : askedActionSchema.parse(JSON.parse(json))
}

/** The signature of the person who asked. The one of the person who approves says nothing about the action. */
async function signedOf(
  desk: ServedDesk,
  { partyId, approvalId, sealedSignature }: ApprovalRow,
  asked: AskedAction,
): Promise<SignedAct | undefined> {
  if (sealedSignature === undefined) return undefined
  const json = await desk.sealer.unseal(...signatureSeal(partyId, approvalId), sealedSignature)
  if (json === undefined) return undefined
  return { signature: signatureWithBody.parse(JSON.parse(json)), isWhole: isWhole(asked) }
}

async function approvalView(desk: ServedDesk, row: ApprovalRow) {
  const { approvalId, kind, at: requestedAt, by: requestedBy } = row
  const request = await opened(desk, row)
  return request === undefined ? undefined : { approvalId, kind, requestedAt, requestedBy, request }
}
