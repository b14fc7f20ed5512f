import { callsToAssess } from "../../infra/cli/doctor/assess-test-case.ts"
import { type BreachWorld, partyIn } from "./breach-world.ts"
import { caller } from "./desk-caller.ts"

/**
 * Assesses over the API, under each law of a party, that there was no breach, and keeps the records that laws ask for.
 * Then the party may state a false alarm although its shipments were exposed. The world has one case.
 */
export async function assessAsNoBreach(world: BreachWorld, partyId: string) {
  const call = caller(world)
  const path = `/v1/cases/${partyIn(world, partyId).alias}`
  const { json } = await call(partyId, "GET", path)
  for (const one of callsToAssess(json, { file: "FILE-1", at: world.clock().toISOString() }))
    await call(partyId, "POST", `${path}${one.path}`, one.body)
}
