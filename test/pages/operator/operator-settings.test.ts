import { expect, it } from "@jest/globals"
import { operatorSettings } from "../../../shared/pages/operator/operator-settings.ts"

const settings = {
  issuer: "https://id.hub.example",
  clientId: "wayseal",
  roleClaim: "groups",
  roles: ["hub-operators"],
}

it("takes a group or role as what makes an operator, and no address", () => {
  expect(operatorSettings.parse(settings)).toMatchObject(settings)
  const byAddress = operatorSettings.safeParse({ ...settings, roleClaim: "email", roles: ["olivia@hub.example"] })
  expect(byAddress.error?.issues.map(({ path, message }) => [path, message])).toEqual([
    [["roleClaim"], "name operators by a group or role, not by their addresses"],
  ])
})
