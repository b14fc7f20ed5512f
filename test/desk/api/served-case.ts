import { servedWorld, type WorldOptions } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

/** A case of one retailer and its carrier with this many shipments, and a way to call the API in it. */
export async function servedCase(shipments = 3, options: WorldOptions = {}) {
  const world = await servedWorld(shipments, options)
  return { world, call: caller(world) }
}
