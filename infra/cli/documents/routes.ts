import { vendorRoutes } from "../../../shared/adapters/vendor-routes.ts"
import { breachDeskRoutes } from "../../../shared/breach-desk/views/desk-routes.ts"
import { erasureRoutes } from "../../../shared/erasures/erasure-routes.ts"
import { lookUpShipmentRoutes } from "../../../shared/lookups/look-up-shipment-route.ts"
import { acceptEventRoutes } from "../../../shared/parties/intake/accept-events-route.ts"
import { invitationRoutes } from "../../../shared/parties/invitations/invitation-routes.ts"
import type { Route } from "../../../shared/parties/party-route.ts"
import { settingsRoutes } from "../../../shared/parties/settings/settings-routes.ts"
import { signingKeysRoutes } from "../../../shared/parties/signing-keys-route.ts"
import { attemptRoutes } from "../../../shared/parties/webhooks/attempt-routes.ts"
import { recoveryRoutes } from "../../../shared/parties/webhooks/recovery-route.ts"
import { otherPathsRoutes } from "../../../shared/problems/other-paths-routes.ts"
import { sessionRoutes } from "../../../shared/sign-in/session-routes.ts"
import { statementRoutes } from "../../../shared/statements/statement-routes.ts"
import { deskDocumentation } from "./desk-documentation.ts"

/** Every route that functions serve, with its documentation. */
export function documentedRoutes(): readonly Route[] {
  const routes = [
    declared(lookUpShipmentRoutes),
    declared(acceptEventRoutes),
    declared(vendorRoutes),
    declared(settingsRoutes),
    declared(attemptRoutes),
    declared(recoveryRoutes),
    declared(invitationRoutes),
    declared(breachDeskRoutes),
    declared(erasureRoutes),
    declared(sessionRoutes),
    declared(signingKeysRoutes),
    declared(statementRoutes),
    otherPathsRoutes(),
  ].flat()
  return routes.map((route) => ({
    ...route,
    documentation: route.documentation ?? deskDocumentation[`${route.method} ${route.path}`],
  }))
}

/** Makes a room's routes without its tools. The routes can be read, but not called. */
export function declared<Tools extends object>(makeRoutes: (tools: Tools) => Route[]): Route[] {
  return Reflect.apply(makeRoutes, undefined, [{}])
}
