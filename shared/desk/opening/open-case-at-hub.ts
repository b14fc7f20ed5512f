import { type BreachAtHub, type ClosedAtHub, mostStatements } from "../../base/contracts/breach-at-hub.ts"
import type { breachAtHubStated } from "../../base/contracts/breach-at-hub-stated.ts"
import type { DataOf } from "../../base/contracts/define-event.ts"
import { hubAudience } from "../../base/contracts/envelope.ts"
import type { ReceivedHubEvent } from "../../parties/received-event.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import type { BreachCases } from "../cases/breach-cases.ts"
import { caseKeys, type ItemKey, pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { type HubBreachRow, hubBreachKey } from "../cases/hub-breach-row.ts"
import type { Occasion } from "./occasion.ts"
import { openOrJoin } from "./open-case.ts"
import { atHubInData, restateAtHub } from "./restate-at-hub.ts"

/** An event names a statement of the operator that is not stored. */
export class StatementMissing extends Error {
  override name = "StatementMissing"
  constructor() {
    super("The operator's statement of a breach at the hub is not stored")
  }
}

/** What the operator said last of this breach. */
export async function lastStatement(cases: Pick<BreachCases, "items">, id: string): Promise<HubBreachRow | undefined> {
  const keys = Array.from({ length: mostStatements }, (_, at) => hubBreachKey({ hubBreachId: id, revision: at + 1 }))
  const rows = await cases.items(keys)
  return rows
    .flatMap((row) => (row.type === "hubBreach" ? [row] : []))
    .reduce<HubBreachRow | undefined>((last, row) => (row.revision > (last?.revision ?? 0) ? row : last), undefined)
}

type ForParty = DataOf<typeof breachAtHubStated>

/** Which case of one party has a statement of the operator. What the hub reports is no party's. */
export const caseAtHubKey = ({ hubBreachId, partyId, revision }: ForParty & { revision: number }): ItemKey =>
  pointerKeys.report(hubAudience, `${hubBreachId} ${partyId} ${revision}`)

/**
 * Opens a case for one party because the hub itself was breached, and alerts that party. It is the only party of the
 * case, so that no other learns of it. Nothing is counted: the ledger holds lookups in tools alone. A correction goes
 * into the case while that is open, and else opens another, which names it and says what differs. The last statement
 * counts, whichever event comes first. Repeating the call has no effect but to end what a crash left open.
 *
 * @throws StatementMissing
 */
export function makeOpenCaseAtHub(
  desk: CaseDesk,
): (event: Pick<ReceivedHubEvent<typeof breachAtHubStated>, "data">) => Promise<string> {
  return async ({ data }) => {
    const stated = await lastStatement(desk.cases, data.hubBreachId)
    if (stated === undefined) throw new StatementMissing()
    if ((await desk.parties.byId(data.partyId)) === undefined) return "unknownParty"
    const known = await caseBefore(desk, stated, data)
    if (known !== undefined) {
      await queueAlerts(desk, known)
      const { pointer, atHub } = occasionAtHub(stated, data)
      const restated = await restateAtHub(desk, { caseId: known, partyId: data.partyId, atHub, pointer })
      if (restated !== "ended") return restated
    }
    const closed = known === undefined ? undefined : await closedCase(desk, known, data)
    const { caseId, outcome } = await openOrJoin(desk, occasionAtHub(stated, data, closed))
    await queueAlerts(desk, caseId)
    return outcome
  }
}

/** The case of the party that has the latest statement before this one. */
async function caseBefore(desk: CaseDesk, { revision }: HubBreachRow, of: ForParty): Promise<string | undefined> {
  const keys = Array.from({ length: revision - 1 }, (_, at) => caseAtHubKey({ ...of, revision: revision - 1 - at }))
  const pointers = await pointersAt(desk, keys)
  return keys.flatMap(({ pk }) => pointers.get(pk)?.caseId ?? [])[0]
}

/** What the party had been told in its case that is no longer open; nothing if the case is no longer kept. */
async function closedCase(desk: CaseDesk, caseId: string, of: ForParty): Promise<ClosedAtHub | undefined> {
  const [row] = await desk.cases.items([caseKeys.party(caseId, of.partyId)])
  return row?.type === "party" && row.atHub !== undefined ? { caseAlias: row.alias, atHub: row.atHub } : undefined
}

function occasionAtHub(
  stated: HubBreachRow,
  of: ForParty,
  closedAtHub?: ClosedAtHub,
): Occasion & { readonly atHub: BreachAtHub } {
  const { pk: _, sk: __, type: ___, hubBreachId, ...atHub } = stated
  return {
    pointer: caseAtHubKey({ ...of, revision: atHub.revision }),
    seed: `breach at hub ${hubBreachId} ${of.partyId} ${atHub.revision}`,
    keys: [],
    neighbours: [],
    partyIds: [of.partyId],
    concerned: [of.partyId],
    origin: "report",
    tool: "guarded",
    discoveredAt: atHub.statedAt,
    atHub,
    closedAtHub,
    items: () => [],
    data: {
      atHub: atHubInData(atHub),
      ...(closedAtHub === undefined ? {} : { closedAtHub: { ...closedAtHub, atHub: atHubInData(closedAtHub.atHub) } }),
    },
  }
}
