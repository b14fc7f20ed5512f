import { acceptEventRoutes } from "../../../functions/accept-event/routes.ts"
import { lookUpShipmentRoutes } from "../../../functions/look-up-shipment/routes.ts"
import type { Route } from "../../../shared/runtime/http-pipeline.ts"

/** Every route that functions serve. None of them is called here: they are documented. */
export function documentedRoutes(): readonly Route[] {
  const uncalled = async (): Promise<never> => {
    throw new TypeError("a documented route is not there to be called")
  }
  return [...lookUpShipmentRoutes(uncalled), ...acceptEventRoutes(uncalled)]
}
