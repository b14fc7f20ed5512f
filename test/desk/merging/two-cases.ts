import { breachWorld, seen, soleCase, walkAnomaly } from "../breach-world.ts"
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
