import { vendorApi } from "../../../shared/adapters/vendor-routes.ts"
import { deskApi } from "../../../shared/breach-desk/views/desk-routes.ts"
import { erasureApi } from "../../../shared/erasures/erasure-routes.ts"
import { lookupApi } from "../../../shared/lookups/look-up-shipment-route.ts"
import { eventApi } from "../../../shared/parties/intake/accept-events-route.ts"
import { invitationApi } from "../../../shared/parties/invitations/invitation-routes.ts"
import { settingsApi } from "../../../shared/parties/settings/settings-routes.ts"
import { keyApi } from "../../../shared/parties/signing-keys-route.ts"
import { attemptApi } from "../../../shared/parties/webhooks/attempt-routes.ts"
import { recoveryApi } from "../../../shared/parties/webhooks/recovery-route.ts"
import type { RouteDeclaration } from "../../../shared/platform/http-route.ts"
import { problemApi } from "../../../shared/problems/other-paths-routes.ts"
import { sessionApi } from "../../../shared/sign-in/session-routes.ts"
import { statementApi } from "../../../shared/statements/statement-routes.ts"

/** Every route that the API document prints. */
export const documentedRoutes: readonly RouteDeclaration[] = [
  lookupApi,
  eventApi,
  vendorApi,
  settingsApi,
  attemptApi,
  recoveryApi,
  invitationApi,
  ...deskApi,
  erasureApi,
  sessionApi,
  keyApi,
  statementApi,
  problemApi,
].flatMap((declared) => Object.values<RouteDeclaration>(declared))
