import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import * as clientContracts from "../../../client/contracts.ts"
import { type JsonSchema, jsonSchemaOf } from "../../../infra/cli/documents/json-schema.ts"
import { unclaimedPattern } from "../../../infra/event-patterns.ts"
import {
  catalogue,
  contractsFrom,
  contractsTo,
  exchangeContracts,
  ingressContracts,
} from "../../../shared/base/contracts/catalogue.ts"
import { ContractBroken, type EventContract } from "../../../shared/base/contracts/define-event.ts"
import { derivedId, instant } from "../../../shared/base/contracts/envelope.ts"
import { redactedShipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { trackingAccessed } from "../../../shared/base/contracts/tracking-accessed.ts"
import { matchesPattern } from "../../simulation/event-pattern.ts"

/** What the client exports by name: contracts, and those that an object groups, such as the two of a duty's step. */
const named = (value: unknown, depth = 0): unknown[] =>
  typeof value !== "object" || value === null || Array.isArray(value) || depth > 2
    ? []
    : [value, ...Object.values(value).flatMap((one) => named(one, depth + 1))]

const contracts = catalogue.map((contract): [string, EventContract] => [contract.name, contract])
const metadata = { id: "evt-1", occurredAt: "2026-11-01T14:03:00Z", correlationId: "c-1" }

describe("the catalogue", () => {
  it("is in the client whole: each event that a party sends or gets", () => {
    const exported = new Set(Object.values(clientContracts).flatMap((value) => named(value)))
    const ofParties = new Set([...ingressContracts, ...contractsTo("retailer"), ...contractsTo("carrier")])
    expect([...ofParties].filter((contract) => !exported.has(contract)).map(({ name }) => name)).toEqual([])
  })

  it("has every event once", () => {
    const names = catalogue.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect([...new Set(catalogue.map(({ detailType }) => detailType))].sort()).toEqual([
      "AccessAnomalyDetected",
      "AccessesCounted",
      "AccessorReleased",
      "AccessorRestricted",
      "AlertDrillRequested",
      "BreachAlertAcknowledged",
      "BreachAtHubStated",
      "BreachCaseClosed",
      "BreachCaseOpened",
      "BreachCaseUpdated",
      "BreachFactsStated",
      "BreachReported",
      "CaseClosingRequested",
      "ClaimAnswered",
      "DrillAcknowledged",
      "DrillAlertSent",
      "DutyAccepted",
      "DutyAssessed",
      "DutyDeclined",
      "DutyDischarged",
      "DutyDue",
      "DutyHandedBack",
      "DutyOfferAnswered",
      "DutyOffered",
      "DutyOverdue",
      "DutyRequested",
      "DutyTakenOver",
      "DutyUnanswered",
      "EventRejected",
      "IndividualsNotified",
      "ManifestDeclared",
      "MeasureRecorded",
      "ParcelErased",
      "ReportingInterrupted",
      "ReportingResumed",
      "RestrictionReleaseRequested",
      "RestrictionRenewalRequested",
      "ShipmentCancelled",
      "ShipmentCreated",
      "ShipmentDelivered",
      "ShipmentErased",
      "ShipmentErasureRequested",
      "ShipmentProgressed",
      "ShopTaskDue",
      "StatementMade",
      "TrackingAccessed",
      "TrackingNumberAssigned",
      "WebhookAddressSet",
      "WebhookDisabled",
    ])
  })

  it("lets each kind of party send and receive only its own events", () => {
    const types = (list: readonly EventContract[]) => list.map(({ name }) => name)
    expect(types(contractsFrom("retailer"))).toEqual(expect.arrayContaining(["shipment-created", "breach-reported"]))
    expect(types(contractsFrom("retailer"))).not.toContain("tracking-accessed")
    expect(types(contractsFrom("carrier"))).not.toContain("shipment-created")
    expect(types(contractsTo("retailer"))).not.toContain("accessor-restricted")
    expect(types(contractsTo("carrier"))).not.toContain("redacted-shipment-delivered")
  })

  it.each(contracts)("describes %s and each of its fields, with an example", (_, contract) => {
    const schema = jsonSchemaOf(contract.schema)
    const undescribed: string[] = []
    walk(schema, "", (path, part) => {
      const inside = part.properties !== undefined || part.items !== undefined
      const leaf = !inside && !path.endsWith("[]") && part.format !== "ipv4" && part.format !== "ipv6"
      if (leaf && part.const === undefined && part.description === undefined && part.title === undefined) {
        undescribed.push(path)
      }
    })
    expect(undescribed.filter((path) => !/counts\.|suggestion|since|until|Ids$|shipments$/.test(path))).toEqual([])
    expect(contract.summary.length).toBeGreaterThan(10)
    expect(contract.examples.length).toBeGreaterThan(0)
  })
})

describe("an event of the hub", () => {
  /**
   * Only a public alias is free text, and the fix of a problem, which the hub writes without a value of the event.
   * Names, addresses and references do not fit the pattern of any other field.
   */
  const freeText = /(^|\.)(retailerAlias|alias|problems\[\]\.fix)$/

  it.each(exchangeContracts.map((contract): [string, EventContract] => [contract.name, contract]))(
    "has no field for an order reference, name, address, postal code, signature or IP address: %s",
    (_, contract) => {
      const open: string[] = []
      const named: string[] = []
      walk(jsonSchemaOf(contract.producerData), "", (path, part) => {
        const shaped =
          part.pattern ?? part.enum ?? part.const ?? (part.format === "date-time" ? part.format : undefined)
        if (part.type === "string" && shaped === undefined && !freeText.test(path)) {
          open.push(path)
        }
        if (part.type === undefined && part.oneOf === undefined && part.anyOf === undefined) {
          open.push(path)
        }
        if (/orderReference|recipient|postal|address|signatory$|name$|^ip$|userAgent|session|account/i.test(path)) {
          named.push(path)
        }
      })
      expect(open).toEqual([])
      expect(named).toEqual([])
    },
  )

  it("is refused if it has an unknown field at any depth", () => {
    for (const contract of exchangeContracts) {
      for (const example of contract.examples) {
        for (const data of withStowaway(example)) {
          expect(() =>
            contract.entry({
              source: "wayseal.hub",
              busName: "b",
              data,
              metadata: { ...metadata, audience: "leafline" },
            }),
          ).toThrow(ContractBroken)
        }
      }
    }
  })

  it("is addressed to one audience", () => {
    const data = { trackingNumber: "NP4021887304CA" }
    expect(() => redactedShipmentCreated.entry({ source: "wayseal.hub", busName: "b", data, metadata })).toThrow(
      "detail.metadata.audience required",
    )
  })
})

describe("an event of a party", () => {
  it("is accepted without its unknown fields at any depth", () => {
    const received = shipmentDelivered.receive({
      metadata: { ...metadata, version: 1, audience: "leafline", tracing: "x" },
      data: { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T14:03:00Z", photo: "x" },
      signature: "x",
    })
    expect(received).toEqual({
      ok: true,
      metadata: { ...metadata, occurredAt: "2026-11-01T14:03:00.000Z", version: 1 },
      data: { trackingNumber: "NP4021887304CA", deliveredAt: "2026-11-01T14:03:00.000Z" },
    })
  })

  it("may hold 500 accesses but not more than 200 KB", () => {
    const accesses = (count: number, padding: number) => ({
      metadata: { ...metadata, version: 1 },
      data: { accesses: Array.from({ length: count }, () => "x".repeat(padding)) },
    })
    expect(trackingAccessed.receive(accesses(500, 390)).ok).toBe(true)
    expect(trackingAccessed.receive(accesses(500, 420))).toMatchObject({
      ok: false,
      problems: [{ path: "data", rule: "tooBig" }],
    })
    expect(trackingAccessed.receive(accesses(501, 1))).toMatchObject({
      ok: false,
      problems: [{ path: "data.accesses", rule: "tooBig" }],
    })
  })
})

describe("an EventBridge pattern", () => {
  const sources = { retailer: ["wayseal.retailer.leafline"], carrier: ["wayseal.carrier.northpost"] }
  const sourcesOf = (contract: EventContract) =>
    contract.from === "hub"
      ? ["wayseal.hub"]
      : contract.from === "party"
        ? [...sources.retailer, ...sources.carrier]
        : sources[contract.from]

  it.each(contracts)("of %s matches the event from each of its senders and from no other source", (_, contract) => {
    const everybody = ["wayseal.hub", ...sources.retailer, ...sources.carrier, "wayseal.retailers.x", "aws.events"]
    const matched = everybody.filter((source) =>
      matchesPattern(contract.pattern(), { source, "detail-type": contract.detailType, detail: {} }),
    )
    expect(matched.sort()).toEqual(sourcesOf(contract).sort())
    expect(
      matchesPattern(contract.pattern(), {
        source: matched[0],
        "detail-type": `${contract.detailType}s`,
        detail: {},
      }),
    ).toBe(false)
  })

  it("of an audience matches only events for that audience", () => {
    const event = {
      source: "wayseal.hub",
      "detail-type": "ShipmentCreated",
      detail: { metadata: { audience: "northpost" } },
    }
    expect(matchesPattern(redactedShipmentCreated.pattern({ audience: "northpost" }), event)).toBe(true)
    expect(matchesPattern(redactedShipmentCreated.pattern({ audience: "other" }), event)).toBe(false)
  })

  it("routes each event of the ingress bus to exactly one function", () => {
    const types = [...new Set(catalogue.map(({ detailType }) => detailType)), "ShipmentDeliverd", ""]
    for (const source of ["wayseal.retailer.leafline", "wayseal.carrier.northpost", "com.example", "wayseal.hub"]) {
      for (const detailType of types) {
        const event = { source, "detail-type": detailType, detail: {} }
        const takers = catalogue.filter(
          (contract) => contract.from !== "hub" && matchesPattern(contract.pattern(), event),
        )
        const unclaimed = matchesPattern(unclaimedPattern(), event) ? 1 : 0
        expect([source, detailType, takers.length + unclaimed]).toEqual([source, detailType, 1])
      }
    }
  })
})

describe("instants", () => {
  it("are converted to UTC with milliseconds, so that they sort as text", () => {
    const moments = fc.date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
    fc.assert(
      fc.property(moments, moments, fc.integer({ min: -14 * 60, max: 14 * 60 }), (left, right, offset) => {
        const [a, b] = [instant.parse(withOffset(left, offset)), instant.parse(right.toISOString())]
        expect(a).toBe(left.toISOString())
        expect(a < b).toBe(left < right)
      }),
    )
  })

  it.each(["2026-11-01", "2026-11-01T10:00:00", "1 November 2026", "2026-02-30T10:00:00Z", "", "2026-11-01T25:00:00Z"])(
    "are refused as %j",
    (text) => {
      expect(instant.safeParse(text).success).toBe(false)
    },
  )
})

describe("derived ids", () => {
  it("are equal only for equal parts", () => {
    expect(derivedId("EventRejected", "northpost", 7)).toBe(derivedId("EventRejected", "northpost", 7))
    expect(derivedId("a", "bc")).not.toBe(derivedId("ab", "c"))
    expect(derivedId("a", "bc")).not.toBe(derivedId("a", "b", "c"))
    expect(derivedId("a", "bc")).toMatch(/^[A-Za-z0-9_-]{22}$/)
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (left, right) => {
        expect(derivedId(...left) === derivedId(...right)).toBe(JSON.stringify(left) === JSON.stringify(right))
      }),
    )
  })
})

function withOffset(moment: Date, minutes: number): string {
  const sign = minutes < 0 ? "-" : "+"
  const two = (value: number) => String(value).padStart(2, "0")
  const local = new Date(moment.getTime() + minutes * 60_000).toISOString().replace("Z", "")
  return `${local}${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
}

function walk(schema: JsonSchema, path: string, visit: (path: string, part: JsonSchema) => void): void {
  if (path !== "") {
    visit(path, schema)
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    walk(property, path === "" ? name : `${path}.${name}`, visit)
  }
  if (schema.items !== undefined) {
    walk(schema.items, `${path}[]`, visit)
  }
  for (const choice of schema.oneOf ?? schema.anyOf ?? []) {
    walk(choice, path === "" ? "choice" : path, visit)
  }
}

/** Copies of a value. Each copy has one more field in one of the value's objects. */
function* withStowaway(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) {
      for (const changed of withStowaway(entry)) {
        yield value.with(index, changed)
      }
    }
  } else if (typeof value === "object" && value !== null) {
    yield { ...value, stowaway: "LL-0048213" }
    for (const [name, entry] of Object.entries(value)) {
      for (const changed of withStowaway(entry)) {
        yield { ...value, [name]: changed }
      }
    }
  }
}
