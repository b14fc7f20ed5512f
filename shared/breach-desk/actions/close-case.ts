import { chunksOf } from "../../platform/chunks-of.ts"
import { caseSideOf, partiesPerEntry } from "../alerts/case-side.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk, PlannedEntry } from "../cases/change-case.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import { participantOf } from "../cases/participant.ts"
import { partiesOfCase, partySides } from "../cases/party-sides.ts"
import { measuresOf } from "../cases/rows-of-case.ts"
import { type ClosingObstacle, canCloseAsFalseAlarm, canCloseCase } from "../duties/duty-closing.ts"
import { notNotified } from "../duties/duty-progress.ts"
import { noticeProgress } from "../notices/notice-progress.ts"
import { type Acted, act } from "./act.ts"
import type { Action } from "./action.ts"
import type { Refusal } from "./refusal.ts"

/**
 * Closes a case, for every party of it. As dealt with: once everybody affected was told by somebody, or the law does not ask for
 * it, and nothing else is outstanding. As a false alarm: once every party has said so; whoever was refused is released by what
 * follows the closing.
 */
export async function closeCase(
  desk: CaseDesk,
  action: Action,
  outcome: "resolved" | "falseAlarm",
): Promise<Refusal | Acted<{ state: CaseRow["state"] }>> {
  const result = await act<{ state: CaseRow["state"] }>(desk, action, async (participant) => {
    const { current, own, others } = participant
    const heard = new Set([own, ...others].map((row) => row.partyId))
    const sides = await partySides(desk, current, current.parties)
    const duties = sides.flatMap((side) => side.duties)
    const at = desk.clock().toISOString()
    const isJoining = (current.merging ?? []).length > 0
    if (outcome === "falseAlarm") {
      // What is being taken in must arrive before the case can end.
      if (isJoining) return { refused: "notClosable", obstacles: [{ code: "exposuresNotCounted" }] }
      if (!canCloseAsFalseAlarm(duties.filter(({ party }) => heard.has(party)))) return { refused: "alreadyToldOthers" }
      const said = { ...own, saysFalseAlarmAt: own.saysFalseAlarmAt ?? at }
      const waiting =
        !canCloseAsFalseAlarm(duties) ||
        sides.some(({ row }) => row.partyId !== own.partyId && row.saysFalseAlarmAt === undefined)
      if (waiting) {
        const entry: PlannedEntry = { actor: own.alias, type: "FalseAlarmStated", data: {}, visibleTo: [own.partyId] }
        return { items: [said], entries: [entry], more: { state: "open" } }
      }
    } else {
      const rows = await partiesOfCase(desk, current)
      const closing = canCloseCase({
        // Of whoever is no longer in the directory the people count all the same.
        notNotifiedByParty: rows.map((row) => ({
          party: row.partyId,
          notNotified: notNotified(noticeProgress(row)),
          ...(row.assessment === undefined ? {} : { assessment: row.assessment }),
        })),
        duties,
        contained: (await measuresOf(desk, current.caseId, heard)).some(({ code }) => code === "containmentAttested"),
        counted: !isJoining && current.pending.length === 0 && rows.every((row) => row.alertedAt !== undefined),
      })
      if (!closing.closable) return { refused: "notClosable", obstacles: obstaclesFor(own, heard, closing.refusals) }
    }
    const state = outcome === "falseAlarm" ? ("falseAlarm" as const) : ("closed" as const)
    const closed = { ...current, state, closedAt: at }
    const messages = sides.map(
      (side): PlannedMessage => ({
        audience: side.row.partyId,
        kind: "CaseClosed",
        facts: { ...caseSideOf(desk, closed, side), closedAt: at, outcome },
      }),
    )
    return {
      case: { state, closedAt: at, closedBy: own.partyId, partyId: "hub#closed", pending: [], toAlert: [] },
      entries: [
        {
          actor: own.alias,
          type: "BreachCaseClosed",
          data: { outcome },
          visibleTo: current.parties,
          // That another retailer closed it is not for a retailer to know.
          shown: Object.fromEntries(current.parties.filter((id) => !heard.has(id)).map((id) => [id, { actor: "hub" }])),
        },
        ...chunksOf(messages, partiesPerEntry).map((some) => ({
          actor: "hub",
          type: "PartyTold",
          data: { outcome },
          visibleTo: some.map(({ audience }) => audience),
          messages: some,
        })),
      ],
      more: { state },
    }
  })
  if ("refused" in result) return result
  if (result.more !== undefined) return { outcome: result.outcome, state: result.more.state }
  const found = await participantOf(desk, action.party, action.caseAlias)
  return { outcome: result.outcome, state: found?.current.state ?? "open" }
}

/**
 * What keeps a case open, as one party may know it: of those it deals with only that there is something, and of others nothing. A retailer all of
 * whose people were told does not hear that a carrier's people wait: they are another retailer's.
 */
function obstaclesFor(own: PartyRow, heard: ReadonlySet<string>, obstacles: readonly ClosingObstacle[]) {
  const mine = obstacles.flatMap((one): NonNullable<Refusal["obstacles"]> => {
    if (!("party" in one)) return [one]
    if (one.party !== own.partyId) return []
    if (one.code === "peopleToldByNobody") return [{ code: one.code, untold: one.notNotified }]
    const { party: _, ...obstacle } = one
    return [obstacle]
  })
  const isUnheard = (code: string, party: string) =>
    !heard.has(party) ||
    (own.kind === "retailer" && code === "peopleToldByNobody" && notNotified(noticeProgress(own)) === 0)
  const theirs = obstacles.flatMap((one) =>
    !("party" in one) || one.party === own.partyId || isUnheard(one.code, one.party)
      ? []
      : [{ code: `${one.code}Elsewhere` }],
  )
  const known = [...mine, ...theirs]
  return known.length > 0 ? known : [{ code: "heldByHub" }]
}
