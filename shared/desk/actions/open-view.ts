import { derivedId } from "../../base/contracts/envelope.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import type { RandomBytes } from "../../base/platform/random-id.ts"
import { hashOfToken, newToken } from "../../parties/invitations/invitation-token.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { pointerOf } from "../cases/case-pointers.ts"
import type { PartyRow, ViewRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { type Participant, participantToAct } from "../cases/participant.ts"
import { regulators } from "../law/regulators.ts"
import { viewEntry } from "../regulator-views/view-entry.ts"
import { isReadable, viewIn, viewsOf } from "../regulator-views/views-of-case.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import type { Acted } from "./decide-act.ts"
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
  asked: AskedView,
): Promise<Refusal | Acted<{ viewId: string }>> {
  const result = await act(desk, action, opening, asked)
  return "refused" in result ? result : { outcome: result.outcome, viewId: viewIdOf(action) }
}

const viewIdOf = ({ actionId }: Action): string => derivedId("view", actionId)

const opening: KindOfAct<CaseDesk, AskedView, readonly ViewRow[], object> = {
  alsoWhenClosed: true,
  read: (desk, { current }) => viewsOf(desk, current.caseId),
  decide(acting, { regulator, days, beside }, views) {
    const { current, own, others, at: openedAt } = acting
    const { caseId } = current
    if (!regulators.has(regulator)) return { refused: "unknownRegulator" }
    const other = others.find((row) => beside !== undefined && isCalled(row, beside))
    if (beside !== undefined && other === undefined) return { refused: "unknownOtherParty" }
    const readable = views.filter((view) => isReadable(view, openedAt))
    if (readable.filter(({ by }) => by === own.partyId).length >= mostViews) return { refused: "tooManyViews" }
    const endsAt = new Date(Date.parse(openedAt) + days * daySeconds * 1_000).toISOString()
    const viewId = viewIdOf(acting.action)
    const of = { ...caseKeys.view(caseId, viewId), caseId, type: "view", viewId, by: own.partyId } as const
    const view: ViewRow = { ...of, regulator, openedAt, endsAt, ...(other && { besideOf: other.partyId }) }
    const data = other === undefined ? {} : { beside: other.alias }
    return { items: [view], entries: [viewEntry(acting, view, { type: "RegulatorViewOpened", data })], more: {} }
  },
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
  return changeCase(desk, linking, { action, viewId, token, linkHash: hashOfToken(token) })
}

type Linking = { action: Pick<Action, "party" | "caseAlias">; viewId: string; token: string; linkHash: string }
type LinkingRows = { found: Participant; view: ViewRow; at: string } | undefined

const linking: KindOfChange<CaseDesk, Linking, LinkingRows, MadeLink | undefined> = {
  side: ({ action }) => action.party.id,
  async read(desk, { action, viewId }) {
    const found = await participantToAct(desk, action)
    const view = found && (await viewIn(desk, found.current.caseId, viewId))
    return found && view && { found, view, at: desk.clock().toISOString() }
  },
  decide(rows, { token, linkHash }) {
    if (rows === undefined) return { result: undefined }
    const { found, view, at } = rows
    const { current, own } = found
    if (view.by !== own.partyId) return { result: undefined }
    const { endsAt } = view
    if (view.linkHash !== undefined || !isReadable(view, at)) return { result: { endsAt } }
    const pointers = [{ row: pointerOf(pointerKeys.view(linkHash), current.caseId), expected: undefined }]
    return {
      draft: { case: current, items: [{ ...view, linkHash }], pointers, entries: [] },
      result: { endsAt, token },
    }
  },
}

/** A party ends a view. Its link opens nothing from then on. */
export function revokeView(desk: CaseDesk, action: Action, viewId: string) {
  return act(desk, action, revoking, viewId)
}

const revoking: KindOfAct<CaseDesk, string, ViewRow | undefined, { viewId: string }> = {
  alsoWhenClosed: true,
  read: (desk, { current }, viewId) => viewIn(desk, current.caseId, viewId),
  decide(acting, viewId, view) {
    const { own, at } = acting
    if (view?.by !== own.partyId) return { refused: "unknownView" }
    if (!isReadable(view, at)) return { refused: "viewOver" }
    const entries = [viewEntry(acting, view, { type: "RegulatorViewRevoked" })]
    return { items: [{ ...view, revokedAt: at }], entries, more: { viewId } }
  },
}
