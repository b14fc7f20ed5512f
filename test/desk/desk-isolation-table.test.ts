import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { documentedRoutes } from "../../infra/cli/documents/routes.ts"
import { ingressContracts } from "../../shared/base/contracts/catalogue.ts"
import { type DeskEvent, makeRunBreachDesk } from "../../shared/desk/actions/run-breach-desk.ts"
import { dutyIdOf } from "../../shared/desk/cases/duty-rows.ts"
import { makeValidateEvents } from "../../shared/parties/reception/validate-events.ts"
import { type BreachWorld, partyIn, servedWorld } from "./breach-world.ts"
import { type DeskAction, type DeskObjects, deskActions, methodOf } from "./desk-actions.ts"
import { caller } from "./desk-caller.ts"
import { dryRunOver } from "./dry-run/dry-run-over.ts"
import { takeOut } from "./take-out.ts"

/**
 * Every party tries every action on every object that is not its own. The actions come from the catalogues of routes
 * and contracts, so a route or event that is missing here fails the test.
 */

const everybody = ["leafline", "maplebooks", "northpost"] as const

/** Routes and events that are not about a case, and the test that covers each. */
const elsewhere: Readonly<Record<string, string>> = {
  "GET /v1/problems": "test/pages/problems/problems.test.ts",
  "GET /v1/signing-keys": "test/parties/signing-keys-route.test.ts",
  "GET /v1/statements": "test/proof/statements/statement-routes.test.ts",
  "GET /v1/statements/{day}": "test/proof/statements/statement-routes.test.ts",
  "GET /v1/statements/{day}/leaves": "test/proof/statements/statement-routes.test.ts",
  "GET /v1/erasures": "test/intake/erasures/erasure-routes.test.ts",
  "GET /v1/erasures/{erasureId}": "test/intake/erasures/erasure-routes.test.ts",
  "POST /v1/lookups": "test/watch/lookups/look-up-shipment.test.ts",
  "POST /v1/events": "test/parties/reception/accept-events.test.ts",
  "GET /v1/session": "test/pages/sign-in/session.test.ts",
  "DELETE /v1/session": "test/pages/sign-in/session.test.ts",
  "GET /v1/colleagues": "test/pages/sign-in/session.test.ts",
  "GET /v1/settings": "test/parties/settings/settings-routes.test.ts",
  "PATCH /v1/settings": "test/parties/settings/settings-routes.test.ts",
  "GET /v1/webhooks/attempts": "test/parties/webhooks/webhook-routes.test.ts",
  "POST /v1/webhooks/attempts/{attemptId}/resend": "test/parties/webhooks/webhook-routes.test.ts",
  "POST /v1/webhooks/recoveries": "test/parties/webhooks/webhook-routes.test.ts",
  "POST /v1/vendors/{vendor}/{partyId}": "test/intake/adapters/accept-vendor-event.test.ts",
  "POST /v1/vendors/{vendor}/{partyId}/{secret}": "test/intake/adapters/accept-vendor-event.test.ts",
  "POST /v1/invitations/read": "test/parties/invitations/invitation-routes.test.ts",
  "POST /v1/invitations/answer": "test/parties/invitations/invitation-routes.test.ts",
  ShipmentCreated: "test/intake/tracking/gate.test.ts",
  TrackingNumberAssigned: "test/intake/tracking/gate.test.ts",
  ShipmentCancelled: "test/intake/tracking/gate.test.ts",
  ShipmentErasureRequested: "test/intake/erasures/erase-shipment.test.ts",
  ShipmentProgressed: "test/intake/tracking/record-progress.test.ts",
  ShipmentDelivered: "test/intake/tracking/record-progress.test.ts",
  ManifestDeclared: "test/intake/tracking/record-progress.test.ts",
  TrackingAccessed: "test/watch/lookups/recording/record-access.test.ts",
  AccessesCounted: "test/watch/lookups/reporting/watch-reporting.test.ts",
  BreachReported: "test/desk/api/case-routes.test.ts",
  DrillAcknowledged: "test/parties/drills/run-drills.test.ts",
}

const noObjects: DeskObjects = {
  caseAlias: "WS-0000000000",
  dutyId: "none",
  restrictionId: "none",
  shipmentId: "none",
  documentId: "none",
}
const aboutCase = z.looseObject({ caseAlias: z.string() })
const aboutRestriction = z.looseObject({ restrictionId: z.string() })

/** Objects of the one case under its alias for `ownerId`, one for each duty of the case. */
function objectsOf(world: BreachWorld, ownerId: string): DeskObjects[] {
  const restrictionId = world.restrictions.rows()[0]?.restrictionId ?? ""
  return world.rowsOf("duty").map(({ duty }) => ({
    caseAlias: ownerId === "nobody" ? noObjects.caseAlias : partyIn(world, ownerId).alias,
    dutyId: dutyIdOf(partyIn(world, duty.party).alias, duty),
    restrictionId,
    shipmentId: "s1",
    documentId: world.documents.rows()[0]?.documentId ?? "none",
  }))
}

/** Sends actions of the table. */
function acting(world: BreachWorld) {
  const call = caller(world)
  return (partyId: string | undefined, route: string, { path, body, headers }: DeskAction) =>
    (headers === undefined ? call : caller(world, headers))(partyId, methodOf(route), path, body)
}

/** All that a command can change. That it was sent is noted even if it is refused. */
const statesOf = (world: BreachWorld) =>
  JSON.stringify([
    world.cases.rows().filter(({ type }) => type !== "command"),
    world.restrictions.rows(),
    world.documents.rows(),
  ])

describe("the table of routes and events", () => {
  it("has a row for every route that is served", () => {
    const routes = documentedRoutes.map(({ method, path }) => `${method} ${path}`)
    expect([...Object.keys(deskActions(noObjects)), ...routes.filter((route) => route in elsewhere)].sort()).toEqual(
      routes.sort(),
    )
  })

  it("has a row for every event that a party can send", () => {
    for (const { detailType, examples } of ingressContracts) {
      const isAboutCase = examples.every(
        (example) => aboutCase.safeParse(example).success || aboutRestriction.safeParse(example).success,
      )
      expect([detailType, isAboutCase !== detailType in elsewhere]).toEqual([detailType, true])
    }
  })
})

describe("over HTTPS", () => {
  it("every action without a valid credential is refused", async () => {
    const world = await servedWorld()
    const act = acting(world)
    const [objects = noObjects] = objectsOf(world, "leafline")
    const before = statesOf(world)
    for (const [route, actions] of Object.entries(deskActions(objects))) {
      for (const action of actions) {
        for (const partyId of [undefined, "nobody"]) {
          const { statusCode } = await act(partyId, route, action)
          expect([route, statusCode]).toEqual([route, 401])
        }
      }
    }
    expect(statesOf(world)).toBe(before)
  })

  it("every action on another party's case is answered as not found and changes nothing (promise: outsiders-see-nothing)", async () => {
    const world = await servedWorld()
    const act = acting(world)
    await takeOut(world, caller(world), "leafline")
    const before = statesOf(world)
    let refused = 0
    for (const partyId of everybody) {
      for (const ownerId of ["leafline", "northpost", "nobody"].filter((id) => id !== partyId)) {
        for (const objects of objectsOf(world, ownerId)) {
          for (const [route, actions] of Object.entries(deskActions(objects))) {
            if (!route.includes("{caseAlias}")) continue
            for (const action of actions) {
              const answer = await act(partyId, route, action)
              expect([route, answer.statusCode, answer.json["code"]]).toEqual([route, 404, "unknownCase"])
              expect(answer.headers["content-type"]).toBe("application/problem+json")
              refused += 1
            }
          }
        }
      }
    }
    expect(refused).toBeGreaterThan(500)
    expect(statesOf(world)).toBe(before)
  })

  it("a party outside the case sees no case, no restriction and no accesses (promise: outsiders-see-nothing)", async () => {
    const world = await servedWorld()
    const act = acting(world)
    const [objects = noObjects] = objectsOf(world, "leafline")
    const before = statesOf(world)
    const answers: Record<string, unknown> = {}
    for (const [route, actions] of Object.entries(deskActions(objects))) {
      // A report opens a case of the reporter's own, and a draft is kept for who typed it.
      if (route.includes("{caseAlias}") || ["POST /v1/cases", "POST /v1/drafts"].includes(route)) continue
      for (const action of actions) {
        const { statusCode, json } = await act("maplebooks", route, action)
        answers[route] = statusCode === 200 ? json : statusCode
      }
    }
    expect(answers).toEqual({
      "GET /v1/cases": { cases: [] },
      "GET /v1/drafts": { drafts: [] },
      "GET /v1/restrictions": { restrictions: [] },
      "GET /v1/refused-attempts": { attempts: [] },
      "POST /v1/refused-attempts/{attemptId}/closing": 404,
      "GET /v1/decisions": { decisions: [], asOf: expect.any(String) },
      "GET /v1/proof-map": { numbers: [], asOf: expect.any(String) },
      "POST /v1/restrictions/{restrictionId}/renewals": 404,
      "DELETE /v1/restrictions/{restrictionId}": 404,
      "GET /v1/shipment-cases": 404,
      "GET /v1/shipments/{shipmentId}/accesses": 404,
    })
    expect(statesOf(world)).toBe(before)
  })

  it("no action on the caller's own case is answered as not found", async () => {
    for (const partyId of ["leafline", "northpost"]) {
      const world = await servedWorld()
      const act = acting(world)
      const [objects = noObjects] = objectsOf(world, partyId)
      for (const [route, actions] of Object.entries(deskActions(objects))) {
        for (const action of actions) {
          const { statusCode, json } = await act(partyId, route, action)
          expect([route, statusCode === 401 || json["code"] === "unknownCase"]).toEqual([route, false])
        }
      }
    }
  })
})

describe("by events", () => {
  type Handling = (world: BreachWorld) => (event: DeskEvent) => Promise<unknown>
  const sent: Handling = (world) =>
    makeRunBreachDesk({ ...world.desk, records: world.records, restrictions: world.restrictions })
  const validated: Handling = (world) => {
    const validateEvents = makeValidateEvents({ loadDryRun: async () => dryRunOver(world), clock: world.clock })
    return async ({ party, detailType, metadata, data }) => {
      const [answer] = (await validateEvents(party, { events: [{ detailType, detail: { metadata, data } }] })).events
      const { outcome, problems = [], ...more } = answer ?? {}
      expect(more).toEqual({ index: 0, detailType, version: metadata.version })
      return { outcome, problems: problems.map(({ path, rule }) => ({ path, rule })) }
    }
  }
  const deskContracts = ingressContracts.filter(({ detailType }) => !(detailType in elsewhere))

  it.each([
    ["is rejected", sent],
    ["is rejected by a validation too", validated],
  ])("every event about another party's case or restriction %s and changes nothing", async (_, runIn) => {
    const world = await servedWorld()
    const run = runIn(world)
    const before = statesOf(world)
    let refused = 0
    for (const partyId of everybody) {
      for (const ownerId of ["leafline", "northpost", "nobody"].filter((id) => id !== partyId)) {
        const [objects = noObjects] = objectsOf(world, ownerId)
        for (const contract of deskContracts) {
          const example = z.looseObject({}).parse(contract.examples[0])
          const isRestriction = aboutRestriction.safeParse(example).success
          // All participants of the case may see its one restriction.
          if (isRestriction && partyId !== "maplebooks") continue
          const data = contract.data.parse({
            ...example,
            ...(isRestriction ? { restrictionId: objects.restrictionId } : { caseAlias: objects.caseAlias }),
          })
          const outcome = await run(asReceived(world, partyId, contract, data))
          const path = isRestriction ? "data.restrictionId" : "data.caseAlias"
          expect([contract.detailType, outcome]).toEqual([
            contract.detailType,
            { outcome: "rejected", problems: [{ path, rule: "unknownReference" }] },
          ])
          refused += 1
        }
      }
    }
    expect(refused).toBeGreaterThan(60)
    expect(statesOf(world)).toBe(before)
  })

  function asReceived(world: BreachWorld, partyId: string, contract: { detailType: string }, data: unknown): DeskEvent
  function asReceived(world: BreachWorld, partyId: string, contract: { detailType: string }, data: unknown): object {
    const at = world.clock().toISOString()
    return {
      contract,
      detailType: contract.detailType,
      party: world.directory.named(partyId),
      eventBridgeId: "eb-1",
      metadata: { id: `evt_${partyId}`, occurredAt: at, correlationId: "story", version: 1 },
      data,
      receivedAt: at,
    }
  }
})
