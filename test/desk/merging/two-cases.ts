import type { CaseRow } from "../../../shared/desk/cases/case-rows.ts"
import { type BreachWorld, breachWorld, seen, soleCase, walkAnomaly } from "../breach-world.ts"
import { changeOpenCase } from "../change-open-case.ts"

/** Two open cases of one carrier, of which the younger one is to be merged into the other. */
export async function twoCases() {
  const world = breachWorld()
  await world.disclosures.append(seen(1))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  const survivorId = soleCase(world).caseId
  world.passSeconds(5)
  const cafe = { network: "network#cafe", subject: "subject#at-cafe", retailerId: "maplebooks" }
  await world.disclosures.append(seen(2, { ...cafe, accessId: "cafe" }))
  await world.anomalies.raise(walkAnomaly({ ...cafe, accessorKey: cafe.network, anomalyId: "anomaly-cafe" }))
  await world.settle()
  const [younger] = world.heads().filter(({ caseId }) => caseId !== survivorId)
  if (younger === undefined) throw new Error("not two cases")
  const merging = [younger.caseId]
  await changeOpenCase(world.desk, survivorId, (current) => ({ case: { ...current, merging } }))
  return { world, survivorId, younger }
}

/** A third case of the same carrier. It cannot be merged with the others unless a test says so. */
export async function addThirdCase(world: BreachWorld): Promise<CaseRow> {
  const known = new Set(world.heads().map(({ caseId }) => caseId))
  const bar = { network: "network#bar", subject: "subject#at-bar", retailerId: "maplebooks" }
  await world.disclosures.append(seen(3, { ...bar, accessId: "bar", at: "2026-11-01T18:00:20.000Z" }))
  const evening = { from: "2026-11-01T18:00:10.000Z", crossedAt: "2026-11-01T18:00:50.000Z" }
  await world.anomalies.raise(walkAnomaly({ ...bar, ...evening, accessorKey: bar.network, anomalyId: "anomaly-bar" }))
  await world.settle()
  const third = world.heads().find(({ caseId }) => !known.has(caseId))
  if (third === undefined) throw new Error("no third case")
  return third
}
