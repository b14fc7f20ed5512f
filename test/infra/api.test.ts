import { describe, expect, it } from "@jest/globals"
import { loadDeployments } from "../../infra/function-deployments.ts"
import type { RouteDeclaration } from "../../shared/base/platform/http-route.ts"
import { apiRoutesVariable } from "../../shared/base/platform/resource-variables.ts"
import { deskApi } from "../../shared/desk/api/desk-routes.ts"
import { vendorApi } from "../../shared/intake/adapters/vendor-routes.ts"
import { erasureApi } from "../../shared/intake/erasures/erasure-routes.ts"
import { letterPages } from "../../shared/pages/letter/letter-page-routes.ts"
import { viewPages } from "../../shared/pages/letter/view-page-routes.ts"
import { hubPages } from "../../shared/pages/operator/operator-routes.ts"
import { problemApi } from "../../shared/pages/problems/other-paths-routes.ts"
import { recipientPages } from "../../shared/pages/recipient/recipient-page-routes.ts"
import { sessionApi } from "../../shared/pages/sign-in/session-routes.ts"
import { signInPages } from "../../shared/pages/sign-in/sign-in-routes.ts"
import { invitationApi } from "../../shared/parties/invitations/invitation-routes.ts"
import { eventApi } from "../../shared/parties/reception/accept-events-route.ts"
import { settingsApi } from "../../shared/parties/settings/settings-routes.ts"
import { keyApi } from "../../shared/parties/signing-keys-route.ts"
import { attemptApi } from "../../shared/parties/webhooks/attempt-routes.ts"
import { recoveryApi } from "../../shared/parties/webhooks/recovery-route.ts"
import { statementApi } from "../../shared/proof/statements/statement-routes.ts"
import { lookupApi } from "../../shared/watch/lookups/look-up-shipment-route.ts"
import { inNode } from "../in-node.ts"
import { resourcesOf, synthesise } from "./synthesised-exchange.ts"

const rooms: readonly [name: string, served: readonly Readonly<Record<string, RouteDeclaration>>[]][] = [
  ["look-up-shipment", [lookupApi]],
  ["accept-event", [eventApi]],
  ["accept-vendor-event", [vendorApi]],
  ["serve-settings", [settingsApi, attemptApi, recoveryApi]],
  ["serve-breach-desk", [...deskApi, erasureApi, keyApi, statementApi]],
  ["serve-invitations", [invitationApi]],
  ["serve-recipient-page", [recipientPages]],
  ["serve-letters", [letterPages, viewPages]],
  ["serve-sign-in", [signInPages, sessionApi]],
  ["serve-operator-page", [hubPages]],
  ["answer-other-paths", [problemApi]],
]
const deployments = await loadDeployments()
const prod = await synthesise("prod")

describe("the HTTP API", () => {
  const stages = resourcesOf("AWS::ApiGatewayV2::Stage", prod.functions)

  it("logs no address, user agent, query or path", async () => {
    const accessLogFormat = await inNode("infra/constructs/exchange-api.ts", "accessLogFormat")
    expect(stages.map(({ Properties }) => Properties["AccessLogSettings"].Format)).toEqual([accessLogFormat])
    expect(accessLogFormat).not.toMatch(/sourceIp|userAgent|querystring|\.path|resourcePath|user|authorizer/i)
  })

  it.each(rooms)("has the routes that the room of %s serves, and no other", (name, served) => {
    const declared = deployments.get(name)?.http?.routes ?? []
    // One declared route takes every part of a case.
    const all = served.flatMap((api) => Object.values(api))
    const reached = all.map(({ method, path }) => {
      const route = `${method} ${path}`
      return declared.find((each) => each === route) ?? route.replace(/\/[a-z-]+$/, "/{part}")
    })
    expect([...new Set(reached)].sort()).toEqual(declared.filter((each) => each !== "$default").sort())
  })

  it("declares routes only for functions whose room serves them", () => {
    const serving = [...deployments].filter(([, { http }]) => http !== undefined).map(([name]) => name)
    expect(serving.sort()).toEqual(rooms.map(([name]) => name).sort())
  })

  it("throttles every route", () => {
    const routes = resourcesOf("AWS::ApiGatewayV2::Route", prod.functions).map(
      ({ Properties }) => Properties["RouteKey"],
    )
    const settings = stages[0]?.Properties["RouteSettings"]
    expect(Object.keys(settings).sort()).toEqual([...routes].sort())
    expect(settings["POST /t"]).toMatchObject({ ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 })
    expect(settings["POST /v1/events"]).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 })
  })

  it("lets more lookups through than it promises, so that those refused to one party use up nothing of others", () => {
    const settings = stages[0]?.Properties["RouteSettings"]
    expect(settings["POST /v1/lookups"]).toMatchObject({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 })
  })
})

describe("a request that no route takes", () => {
  it("leads every other path and method to a function of ours that knows all routes", () => {
    const target = resourcesOf("AWS::ApiGatewayV2::Route", prod.functions).find(
      ({ Properties }) => Properties["RouteKey"] === "$default",
    )
    expect(JSON.stringify(target?.Properties["Target"])).toContain("AnswerOtherPaths")
    const answering = resourcesOf("AWS::Lambda::Function", prod.functions).find(({ id }) =>
      id.startsWith("AnswerOtherPaths"),
    )
    const known = answering?.Properties["Environment"].Variables[apiRoutesVariable].split(",")
    const all = [...deployments.values()].flatMap(({ http }) => http?.routes ?? [])
    expect([...known, "$default"].sort()).toEqual([...all].sort())
  })
})

describe("the limit of one party", () => {
  const variables = (...names: readonly string[]) =>
    names.map((name) => {
      const found = resourcesOf("AWS::Lambda::Function", prod.functions).find(({ id }) => id.startsWith(name))
      const given = found?.Properties["Environment"].Variables
      return [name, given?.PARTY_REQUESTS_PER_SECOND, given?.PARTY_BURST]
    })

  it("is given to the functions that parties call, as the stage says or half of what it gives to all", () => {
    expect(variables("AcceptEvent", "ServeBreachDesk", "LookUpShipment")).toEqual([
      ["AcceptEvent", "50", "100"],
      ["ServeBreachDesk", "10", "20"],
      ["LookUpShipment", "25", "50"],
    ])
  })
})
