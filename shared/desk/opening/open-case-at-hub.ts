import type { breachAtHubStated } from "../../base/contracts/breach-at-hub-stated.ts"
import type { DataOf } from "../../base/contracts/define-event.ts"
import { hubAudience } from "../../base/contracts/envelope.ts"
import type { ReceivedHubEvent } from "../../parties/received-event.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { type ItemKey, pointerKeys } from "../cases/case-keys.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { type HubBreachRow, hubBreachKey } from "../cases/hub-breach-row.ts"
import type { Occasion } from "./occasion.ts"
import { openOrJoin } from "./open-case.ts"

/** An event names a statement of the operator that is not stored. */
export class StatementMissing extends Error {
  override name = "StatementMissing"
  constructor() {
    super("The operator's statement of a breach at the hub is not stored")
  }
}

type ForParty = DataOf<typeof breachAtHubStated>

/** Where the case is that a statement of the operator opened for one party. What the hub reports is no party's. */
export const caseAtHubKey = ({ hubBreachId, partyId }: ForParty): ItemKey =>
  pointerKeys.report(hubAudience, `${hubBreachId} ${partyId}`)

/**
 * Opens a case for one party because the hub itself was breached, and alerts that party. It is the only party of the
 * case, so that no other learns of it. Nothing is counted: the ledger holds lookups in tools alone. Repeating the call
 * has no effect but to end what a crash left open.
 *
 * @throws StatementMissing
 */
export function makeOpenCaseAtHub(
  desk: CaseDesk,
): (event: Pick<ReceivedHubEvent<typeof breachAtHubStated>, "data">) => Promise<string> {
  return async ({ data }) => {
    const [stated] = await desk.cases.items([hubBreachKey(data.hubBreachId)])
    if (stated?.type !== "hubBreach") throw new StatementMissing()
    if ((await desk.parties.byId(data.partyId)) === undefined) return "unknownParty"
    const { caseId, outcome } = await openOrJoin(desk, occasionAtHub(stated, data))
    await queueAlerts(desk, caseId)
    return outcome
  }
}

function occasionAtHub({ pk: _, sk: __, type: ___, hubBreachId, ...atHub }: HubBreachRow, of: ForParty): Occasion {
  const { from, until, ...said } = atHub
  const times = { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) }
  return {
    pointer: caseAtHubKey(of),
    seed: `breach at hub ${hubBreachId} ${of.partyId}`,
    keys: [],
    neighbours: [],
    partyIds: [of.partyId],
    concerned: [of.partyId],
    origin: "report",
    tool: "guarded",
    discoveredAt: atHub.statedAt,
    atHub,
    items: () => [],
    data: { atHub: { ...said, ...times } },
  }
}
