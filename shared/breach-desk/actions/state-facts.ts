import type { BreachCause } from "../../contracts/words.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import type { Assessment } from "../assessment.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk, PlannedEntry } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { readersOf } from "../visibility.ts"
import { act } from "./act.ts"
import type { Action } from "./action.ts"

/** What a party says of itself: its assessment of the risk, when it discovered or determined the breach and why it could happen, a delay ordered by police. */
export type PartyStatement = {
  assessment?: Assessment | undefined
  discoveredAt?: string | undefined
  determinedAt?: string | undefined
  lawEnforcementDelay?: boolean | undefined
  causes?: readonly BreachCause[] | undefined
  /** The cause in the words of an officer. */
  cause?: string | undefined
}

/** Duties that one action brings up to date. */
export const dutiesAtOnce = 80

/** Records what a party says of its own side; its duties follow. */
export function stateFacts(desk: CaseDesk, action: Action, statement: PartyStatement) {
  return act(desk, action, async ({ current, own, viewer }) => {
    const at = desk.clock().toISOString()
    const stated: PartyRow = {
      ...own,
      ...(statement.assessment === undefined ? {} : { assessment: statement.assessment }),
      ...(statement.discoveredAt === undefined ? {} : { discoveredAt: statement.discoveredAt }),
      ...(statement.determinedAt === undefined ? {} : { determinedAt: statement.determinedAt }),
      ...(statement.lawEnforcementDelay === undefined ? {} : { lawEnforcementDelay: statement.lawEnforcementDelay }),
      ...(statement.causes === undefined ? {} : { causes: [...new Set(statement.causes)] }),
      ...(statement.cause === undefined ? {} : { cause: statement.cause }),
    }
    const duties = await dutiesOf(desk, current.caseId, own.partyId)
    const side = refreshedSide(desk, current, { row: stated, party: action.party, duties }, at)
    const said = Object.keys(statement).filter((name) => Reflect.get(statement, name) !== undefined)
    const entry: PlannedEntry = {
      actor: own.alias,
      type: "FactsStated",
      data: {
        facts: said,
        ...(statement.assessment === undefined ? {} : { reasons: [...statement.assessment.reasons] }),
        ...(stated.causes === undefined ? {} : { causes: stated.causes }),
      },
      visibleTo: readersOf("FactsStated", viewer),
    }
    // More than one transaction takes follow within the minute.
    return {
      items: [stated, ...side.changed.slice(0, dutiesAtOnce)],
      entries: [entry],
      more: { duties: side.duties.length },
    }
  })
}
