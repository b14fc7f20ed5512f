import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { deployedTable } from "../../shared/base/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/base/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { listCasesRoute } from "../../shared/desk/api/list-cases-route.ts"
import { dynamoCasesOfParty } from "../../shared/desk/cases/dynamo-cases-of-party.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { signingKeysRoutes } from "../../shared/parties/signing-keys-route.ts"

const parties = await deployedCurrentParties()

export const handler = httpPipeline({
  // The list is what a party asks for first and most often. It needs half of the code, and no secret.
  routes: [listCasesRoute({ cases: dynamoCasesOfParty(deployedTable("BreachCases")) })],
  moreRoutes: async () => {
    const [{ deployedDeskRoutes }, { deployedErasureRoutes }, { deployedPublishedKeys }, { deployedStatementRoutes }] =
      await Promise.all([
        import("../../shared/desk/deployed-desk-routes.ts"),
        import("../../shared/erasures/deployed-erasure-routes.ts"),
        import("../../shared/base/platform/signing/deployed-signer.ts"),
        import("../../shared/proof/statements/deployed-statement-routes.ts"),
      ])
    const routes = await Promise.all([deployedDeskRoutes(parties), deployedErasureRoutes()])
    return [...routes.flat(), ...signingKeysRoutes(deployedPublishedKeys()), ...deployedStatementRoutes()]
  },
  authenticate: deployedAuthenticator(parties),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
