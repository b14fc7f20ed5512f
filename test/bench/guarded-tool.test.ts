import { describe, expect, it } from "@jest/globals"
import { daySeconds } from "../../shared/base/platform/instants.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { answerOfGuard, shownByHub } from "./answer.ts"
import { makeGuardedTool } from "./guarded-tool.ts"
import { anonymousSubject, networkIds } from "./world/identities.ts"
import { epoch } from "./world/time.ts"
import { carrierNumber } from "./world/tracking-numbers.ts"
import { makeWorld } from "./world/world.ts"

const world = makeWorld({ seed: 9, days: 1, scale: 0.001 })
const start = epoch + daySeconds

const lookup = (place: number, given: Partial<Access> = {}): Access => ({
  at: start + place * 3_600,
  subject: { kind: "cookie", fingerprint: 7 },
  network: { kind: "fixed", fingerprint: 7 },
  accessorClass: "public",
  networkClass: "public",
  series: 1,
  retailer: 1,
  tag: `t${place}`,
  ordinal: 10_000_000 + place,
  outcome: "hit",
  proof: "none",
  deliveryPoint: null,
  canary: false,
  ...given,
})

describe("a carrier's tool with the guard, in the benchmark", () => {
  it("shows a stranger the phase alone, and details to whoever proves this parcel or proved it before", () => {
    const tool = makeGuardedTool(world)
    expect(tool.lookUp(lookup(0))).toBe("phase")
    expect(tool.lookUp(lookup(0, { proof: "strong" }))).toBe("details")
    expect(tool.lookUp(lookup(0))).toBe("details")
    expect(tool.lookUp(lookup(1))).toBe("phase")
  })

  it("asks a session of days before that walks for proof, and shows no details of what was walked", () => {
    const tool = makeGuardedTool(world)
    tool.lookUp(lookup(-72, { proof: "strong" }))
    const verdicts = Array.from({ length: 40 }, (_, place) => tool.lookUp(lookup(place)))
    expect(verdicts).not.toContain("details")
    expect(verdicts.at(-1)).toBe("proof")
    expect(tool.restrictions()).toBeGreaterThan(0)
    expect(tool.lookUp(lookup(40, { subject: { kind: "cookie", fingerprint: 8 }, network: elsewhere }))).toBe("phase")
  })

  it("tells visitors without a cookie apart by browser and address, also in one IPv6 prefix and on mobile networks", () => {
    const tool = makeGuardedTool(world)
    const network = (number: number): Access["network"] => ({ kind: "fixed", fingerprint: number, prefix: 77 })
    for (let place = 0; place < 40; place += 1) tool.lookUp(lookup(place, anonymous(network(300), 1)))
    expect(tool.lookUp(lookup(41, anonymous(network(300), 1)))).toBe("proof")
    const mobile: Access["network"] = { kind: "mobile", fingerprint: networkIds.mobile + 3 }
    expect(tool.lookUp(lookup(41, anonymous(mobile, 1)))).toBe("phase")
  })

  it("says where parcels go, so that a mail room's batch passes", () => {
    const tool = makeGuardedTool(world)
    const verdicts = Array.from({ length: 40 }, (_, place) => tool.lookUp(lookup(place, { deliveryPoint: 20 })))
    expect(new Set(verdicts)).toEqual(new Set(["phase"]))
  })

  it("is not asked about partners and staff", () => {
    expect(makeGuardedTool(world).lookUp(lookup(0, { accessorClass: "partner" }))).toBe("details")
  })
})

const elsewhere: Access["network"] = { kind: "fixed", fingerprint: 8 }

const anonymous = (network: Access["network"], browser: number): Partial<Access> => ({
  network,
  subject: { kind: "anonymous", fingerprint: anonymousSubject(Number(network.fingerprint), browser) },
})

describe("what a tool does with a lookup", () => {
  it("counts a demand for proof apart from a refusal", () => {
    expect(answerOfGuard("proof")).toEqual({ demand: "proof", shows: "nothing" })
    expect(answerOfGuard("refuse")).toEqual({ demand: "refusal", shows: "nothing" })
    expect(answerOfGuard("phase")).toEqual({ demand: "none", shows: "phase" })
  })

  it("shows on the hub's page nothing of an order reference, the phase of a tracking number, and details for proof", () => {
    expect(shownByHub(lookup(0))).toBe("nothing")
    expect(shownByHub(lookup(0, { series: carrierNumber }))).toBe("phase")
    expect(shownByHub(lookup(0, { proof: "postalCode" }))).toBe("details")
  })
})
