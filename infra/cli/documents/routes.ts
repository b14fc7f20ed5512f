import { acceptEventRoutes } from "../../../functions/accept-event/routes.ts"
import { lookUpShipmentRoutes } from "../../../functions/look-up-shipment/routes.ts"
import { breachDeskRoutes } from "../../../functions/serve-breach-desk/serve-breach-desk.ts"
import type { Route } from "../../../shared/runtime/http-pipeline.ts"
import { deskDocumentation } from "./desk-documentation.ts"

/** Every route that functions serve, with what the API document says of it. */
export function documentedRoutes(): readonly Route[] {
  const routes = [declared(lookUpShipmentRoutes), declared(acceptEventRoutes), declared(breachDeskRoutes)].flat()
  return routes.map((route) => ({
    ...route,
    documentation: route.documentation ?? deskDocumentation[`${route.method} ${route.path}`],
  }))
}

/** Declares routes without what they would work with: they are written down and never called. */
function declared<Tools extends object>(makeRoutes: (tools: Tools) => Route[]): Route[] {
  return Reflect.apply(makeRoutes, undefined, [{}])
}
