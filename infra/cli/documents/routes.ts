import type { RouteDeclaration } from "../../../shared/base/platform/http-route.ts"
import { deskApi } from "../../../shared/desk/api/desk-routes.ts"
import { vendorApi } from "../../../shared/intake/adapters/vendor-routes.ts"
import { erasureApi } from "../../../shared/intake/erasures/erasure-routes.ts"
import { problemApi } from "../../../shared/pages/problems/other-paths-routes.ts"
import { sessionApi } from "../../../shared/pages/sign-in/session-routes.ts"
import { invitationApi } from "../../../shared/parties/invitations/invitation-routes.ts"
import { eventApi } from "../../../shared/parties/reception/accept-events-route.ts"
import { settingsApi } from "../../../shared/parties/settings/settings-routes.ts"
import { keyApi } from "../../../shared/parties/signing-keys-route.ts"
import { attemptApi } from "../../../shared/parties/webhooks/attempt-routes.ts"
import { recoveryApi } from "../../../shared/parties/webhooks/recovery-route.ts"
import { statementApi } from "../../../shared/proof/statements/statement-routes.ts"
import { lookupApi } from "../../../shared/watch/lookups/look-up-shipment-route.ts"

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
