import { deployedClientAddress } from "../../shared/base/platform/deployed-client-address.ts"
import { isDeployed, isLeftOut } from "../../shared/base/platform/deployed-resources.ts"
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
  routes: isLeftOut("desk")
    ? []
    : [listCasesRoute({ cases: dynamoCasesOfParty(deployedTable("BreachCases")), parties })],
  moreRoutes: async () => {
    const routes = await Promise.all([readingRoutes(), erasureRoutes(), keyRoutes(), statementRoutes()])
    return routes.flat()
  },
  authenticate: deployedAuthenticator(parties),
  clientAddress: deployedClientAddress(),
  telemetry: deployedTelemetry(),
})

async function readingRoutes() {
  return isLeftOut("desk")
    ? (await import("../../shared/desk/deployed-ledger-routes.ts")).deployedLedgerRoutes(parties)
    : (await import("../../shared/desk/deployed-desk-routes.ts")).deployedDeskRoutes(parties)
}

async function erasureRoutes() {
  return (await import("../../shared/intake/erasures/deployed-erasure-routes.ts")).deployedErasureRoutes()
}

async function keyRoutes() {
  if (!isDeployed("publishedKeys")) return []
  const { deployedPublishedKeys } = await import("../../shared/base/platform/signing/deployed-signer.ts")
  return signingKeysRoutes(deployedPublishedKeys())
}

async function statementRoutes() {
  if (isLeftOut("proof")) return []
  return (await import("../../shared/proof/statements/deployed-statement-routes.ts")).deployedStatementRoutes()
}
