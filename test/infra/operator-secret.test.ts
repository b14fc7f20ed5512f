import { expect, it } from "@jest/globals"
import { exampleParties } from "./example-stage.ts"
import { rolePolicies, synthesise } from "./synthesised-exchange.ts"

const provider = { issuer: "https://id.hub.example", clientId: "wayseal", scopes: [], roleClaim: "roles" }

it("lets the operator's page read its own client secret, and none of the parties'", async () => {
  const operators = { ...provider, clientSecretName: "wayseal/prod/sign-in/operators", roles: ["operator"] }
  const parties = exampleParties.map((party) => ({
    ...party,
    signIn: party.signIn && { ...party.signIn, clientSecretName: `wayseal/prod/sign-in/${party.id}` },
  }))
  const { functions } = await synthesise("prod", { parties, settings: { operators } })
  const policies = rolePolicies(functions).filter(({ role }) => role.startsWith("ServeOperatorPage"))
  const secrets = JSON.stringify(policies).match(/secret:wayseal[^"]*/g)
  expect(secrets).toEqual(["secret:wayseal/prod/sign-in/operators-??????"])
})
