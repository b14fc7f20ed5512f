import { refreshedSide } from "../alerts/refreshed-side.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { withTexts } from "../cases/kept-laws.ts"
import type { Duty } from "../duties/duty.ts"
import type { Law } from "../law/law.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import { dutiesAtOnce } from "./decide-statement.ts"

/** The text of a law that a party accepts. `text`: its hash, by which it says what it has seen. */
export type AcceptedText = { readonly law: string; readonly text: string }

/** A party takes the text of a law that is deployed in place of the one that its side of the case keeps. */
export function acceptText(desk: CaseDesk, action: Action, accepted: AcceptedText) {
  return act(desk, action, accepting, accepted)
}

type Rows = { readonly duties: readonly Duty[]; readonly deployed: readonly Law[] }

/** Most duties that the act removes. The watch of cases removes the rest within a minute. */
const removedAtOnce = 10

const accepting: KindOfAct<CaseDesk, AcceptedText, Rows, { duties: number }> = {
  async read(desk, { current, own }) {
    return { duties: await dutiesOf(desk, current.caseId, own.partyId), deployed: desk.laws }
  },
  decide({ current, own, viewer, action, laws, at }, { law, text }, { duties, deployed }) {
    const kept = own.lawTexts?.[law]
    const next = deployed.find(({ id, hash }) => id === law && hash === text)
    if (kept === undefined || kept === text || next === undefined) return { refused: "noSuchText" }
    const row = { ...own, lawTexts: { ...own.lawTexts, [law]: text } }
    const side = { row, party: action.party, duties, laws: withTexts(laws, [next]) }
    const after = refreshedSide(current, side, at)
    const before = laws.find(({ id }) => id === law)?.edition
    const data = { law, edition: next.edition, ...(before === undefined ? {} : { before }), text }
    return {
      items: [after.row, ...after.changed.slice(0, dutiesAtOnce - removedAtOnce)],
      removed: after.removed.slice(0, removedAtOnce),
      entries: [{ actor: own.alias, type: "LawTextAccepted", data, visibleTo: readersOf("LawTextAccepted", viewer) }],
      more: { duties: after.duties.length },
    }
  },
}
