import { derivedId } from "../../base/contracts/envelope.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import type { RandomBytes } from "../../base/platform/random-id.ts"
import { hashOfToken, newToken } from "../../parties/invitations/invitation-token.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { pointerOf } from "../cases/case-pointers.ts"
import type { PartyRow, ViewRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase } from "../cases/change-case.ts"
import { participantToAct } from "../cases/participant.ts"
import { regulators } from "../law/regulators.ts"
import { viewEntry } from "../regulator-views/view-entry.ts"
import { isReadable, viewIn, viewsOf } from "../regulator-views/views-of-case.ts"
import { type Acted, act } from "./act.ts"
import type { Action } from "./action.ts"
import type { Refusal } from "./refusal.ts"

/** Most views of one party that can be read at the same time. */
const mostViews = 20

/** The longest time for which a view is open, in days. */
export const mostDays = 90

/** For which regulator a party opens a view, and for how long. `beside`: the other party's alias of the case. */
export type AskedView = { regulator: string; days: number; beside?: string | undefined }

/** A party opens a view of its side for a regulator. The link follows by {@link linkToView}. */
export async function openView(
  desk: CaseDesk,
  action: Action,
  { regulator, days, beside }: AskedView,
): Promise<Refusal | Acted<{ viewId: string }>> {
  const viewId = derivedId("view", action.actionId)
  const result = await act(
    desk,
    action,
    async (participant) => {
      const { own, others } = participant
      const { caseId } = participant.current
      if (!regulators.has(regulator)) return { refused: "unknownRegulator" }
      const other = others.find((row) => beside !== undefined && isCalled(row, beside))
      if (beside !== undefined && other === undefined) return { refused: "unknownOtherParty" }
      const now = desk.clock()
      const openedAt = now.toISOString()
      const readable = (await viewsOf(desk, caseId)).filter((view) => isReadable(view, openedAt))
      if (readable.filter(({ by }) => by === own.partyId).length >= mostViews) return { refused: "tooManyViews" }
      const endsAt = new Date(now.getTime() + days * daySeconds * 1_000).toISOString()
      const of = { ...caseKeys.view(caseId, viewId), caseId, type: "view", viewId, by: own.partyId } as const
      const view: ViewRow = { ...of, regulator, openedAt, endsAt, ...(other && { besideOf: other.partyId }) }
      const data = other === undefined ? {} : { beside: other.alias }
      return { items: [view], entries: [viewEntry(participant, view, { type: "RegulatorViewOpened", data })], more: {} }
    },
    { alsoWhenClosed: true },
  )
  return "refused" in result ? result : { outcome: result.outcome, viewId }
}

const isCalled = ({ alias, formerAliases = [] }: PartyRow, given: string): boolean =>
  alias === given || formerAliases.includes(given)

type MadeLink = { readonly endsAt: string; readonly token?: string }

/**
 * Makes the link of a view, once: only the hash of its token is stored, so nobody can read it again.
 *
 * @returns when the view ends, and the token unless a link was made before; `undefined` if the view is not the party's
 * @throws CaseBusy while the case is merged or others change it
 */
export function linkToView(
  desk: CaseDesk & { readonly random: RandomBytes },
  action: Pick<Action, "party" | "caseAlias">,
  viewId: string,
): Promise<MadeLink | undefined> {
  const token = newToken(desk.random)
  const linkHash = hashOfToken(token)
  return changeCase<MadeLink | undefined>(desk, async () => {
    const found = await participantToAct(desk, action)
    const view = found && (await viewIn(desk, found.current.caseId, viewId))
    if (found === undefined || view?.by !== found.own.partyId) return { result: undefined }
    const { current } = found
    const { endsAt } = view
    if (view.linkHash !== undefined || !isReadable(view, desk.clock().toISOString())) return { result: { endsAt } }
    const pointers = [{ row: pointerOf(pointerKeys.view(linkHash), current.caseId), expected: undefined }]
    return {
      draft: { case: current, items: [{ ...view, linkHash }], pointers, entries: [] },
      result: { endsAt, token },
    }
  })
}

/** A party ends a view. Its link opens nothing from then on. */
export function revokeView(desk: CaseDesk, action: Action, viewId: string) {
  return act(
    desk,
    action,
    async (participant) => {
      const { current, own } = participant
      const view = await viewIn(desk, current.caseId, viewId)
      const at = desk.clock().toISOString()
      if (view?.by !== own.partyId) return { refused: "unknownView" }
      if (!isReadable(view, at)) return { refused: "viewOver" }
      const entries = [viewEntry(participant, view, { type: "RegulatorViewRevoked" })]
      return { items: [{ ...view, revokedAt: at }], entries, more: { viewId } }
    },
    { alsoWhenClosed: true },
  )
}
