import { accessesCounted } from "../../../base/contracts/accesses-counted.ts"
import { trackingAccessed } from "../../../base/contracts/tracking-accessed.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../../parties/received-event.ts"
import { type DryHandlers, dryHandler, effectUnknown } from "../../../parties/reception/dry-run.ts"
import { problemOfTime } from "../reporting/record-counts.ts"
import { acceptAccesses, type CheckAccessTools } from "./reported-access.ts"

/**
 * What would become of reported lookups and their counts. Only the ledger, the detector and the record of counts know
 * what was reported before, and no dry run may ask them.
 */
export function dryRunReports({
  parties,
  hashes: keyedHash,
}: Pick<CheckAccessTools, "parties"> & { hashes: KeyedHash }): DryHandlers {
  return () => [
    dryHandler([trackingAccessed], (event) => checkAccesses({ parties, keyedHash }, event)),
    dryHandler([accessesCounted], async (event) => checkCounts(event)),
  ]
}

async function checkAccesses(tools: CheckAccessTools, event: ReceivedEvent<typeof trackingAccessed>): Promise<Handled> {
  if (event.party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
  const { accepted, problems } = await acceptAccesses(tools, event)
  return { outcome: accepted.length === 0 ? "rejected" : effectUnknown, problems }
}

function checkCounts(event: ReceivedEvent<typeof accessesCounted>): Handled {
  if (event.party.kind !== "carrier") return rejected({ path: "source", rule: "wrongSender" })
  const problem = problemOfTime(event)
  return problem === undefined ? effectUnknown : rejected(problem)
}
