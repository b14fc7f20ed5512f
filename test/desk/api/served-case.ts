import { servedWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

/** A case of one retailer and its carrier with this many shipments, and a way to call the API in it. */
export async function servedCase(shipments = 3) {
  const world = await servedWorld(shipments)
  return { world, call: caller(world) }
}
