import { dynamoCasesOfParty } from "../../shared/breach-desk/cases/dynamo-cases-of-party.ts"
import { listCasesRoute } from "../../shared/breach-desk/views/list-cases-route.ts"
import { deployedAuthenticator } from "../../shared/parties/deployed-authenticator.ts"
import { deployedCurrentParties } from "../../shared/parties/deployed-parties.ts"
import { signingKeysRoutes } from "../../shared/parties/signing-keys-route.ts"
import { deployedClientAddress } from "../../shared/platform/deployed-client-address.ts"
import { deployedTable } from "../../shared/platform/deployed-table.ts"
import { deployedTelemetry } from "../../shared/platform/deployed-telemetry.ts"
import { httpPipeline } from "../../shared/platform/http-pipeline.ts"

const parties = await deployedCurrentParties()

export const handler = httpPipeline({
  // The list is what a party asks for first and most often. It needs half of the code, and no secret.
  routes: [listCasesRoute({ cases: dynamoCasesOfParty(deployedTable("BreachCases")) })],
  moreRoutes: async () => {
    const [{ deployedDeskRoutes }, { deployedErasureRoutes }, { deployedPublishedKeys }, { deployedStatementRoutes }] =
      await Promise.all([
        import("../../shared/breach-desk/deployed-desk-routes.ts"),
        import("../../shared/erasures/deployed-erasure-routes.ts"),
        import("../../shared/platform/signing/deployed-signer.ts"),
        import("../../shared/statements/deployed-statement-routes.ts"),
      ])
    const routes = await Promise.all([deployedDeskRoutes(parties), deployedErasureRoutes()])
    return [...routes.flat(), ...signingKeysRoutes(deployedPublishedKeys()), ...deployedStatementRoutes()]
  },
  authenticate: deployedAuthenticator(parties),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})
