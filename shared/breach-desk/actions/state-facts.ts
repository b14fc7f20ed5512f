import type { BreachCause } from "../../contracts/words.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import type { Assessment } from "../assessment.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk, PlannedEntry } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { readersOf } from "../visibility.ts"
import { act } from "./act.ts"
import type { Action } from "./action.ts"

/** What a party states for itself. `lawEnforcementDelay`: police asked it to wait with notices. */
export type PartyStatement = {
  assessment?: Assessment | undefined
  discoveredAt?: string | undefined
  determinedAt?: string | undefined
  lawEnforcementDelay?: boolean | undefined
  causes?: readonly BreachCause[] | undefined
  /** The cause in the words of the party's officer. */
  cause?: string | undefined
}

/** Most duties that one action updates. The watch of cases updates the rest within a minute. */
export const dutiesAtOnce = 80

/** Records what a party states for itself, and updates its duties. */
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
    const facts = Object.entries(statement).flatMap(([name, value]) => (value === undefined ? [] : [name]))
    const entry: PlannedEntry = {
      actor: own.alias,
      type: "FactsStated",
      data: {
        facts,
        ...(statement.assessment === undefined ? {} : { reasons: [...statement.assessment.reasons] }),
        ...(stated.causes === undefined ? {} : { causes: stated.causes }),
      },
      visibleTo: readersOf("FactsStated", viewer),
    }
    return {
      items: [stated, ...side.changed.slice(0, dutiesAtOnce)],
      entries: [entry],
      more: { duties: side.duties.length },
    }
  })
}
