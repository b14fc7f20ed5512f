import { describe, expect, it } from "@jest/globals"
import type { Access } from "../../../shared/watch/detection/access.ts"
import { makeMemoryDetector } from "../../../shared/watch/detection/memory-detector.ts"
import { aRetailer, shuffled } from "./builders.ts"
import { accesses, anAccess, day, random, run, scatteredOrdinal, start } from "./streams.ts"

describe("ordinary habits raise nothing:", () => {
  it("sixty unproven references collected over a month and refreshed every day", () => {
    const references = accesses(60, (index) => ({ at: start + index * (day / 2) }))
    const refreshes = Array.from({ length: 30 }, (_, days) =>
      references
        .filter(({ at }) => at <= start + days * day)
        .map((one, n) => ({ ...one, at: start + days * day + n * 5 })),
    ).flat()
    expect(run([...references, ...refreshes]).alerts).toEqual([])
  })

  it("forty-five references looked up again after ninety days", () => {
    const references = accesses(45, (index) => ({ at: start + index * day * 0.66, deliveryPoint: 7 }))
    const again = references.map((one, index) => ({ ...one, at: start + 120 * day + index * 60 }))
    expect(run([...references, ...again]).alerts).toEqual([])
  })

  it("one parcel opened from five mobile addresses", () => {
    const parcel = anAccess({ ordinal: 500_000, deliveryPoint: 3 })
    const opened = [0, 1, 2, 3, 4].map((index) => ({
      ...parcel,
      at: start + index * 600,
      subject: { kind: "anonymous" as const, fingerprint: `family-${index}` },
      network: { kind: "mobile" as const, fingerprint: `mobile-${index}` },
    }))
    expect(run(opened).alerts).toEqual([])
  })

  it("a bot that previews a hundred mailed links of orders that are not announced yet", () => {
    const previews = accesses(100, (index) => ({ at: start + index, ordinal: null, outcome: "miss" as const }))
    expect(run(previews).alerts).not.toEqual([])
    expect(run(previews.map((one) => ({ ...one, byLinkAlone: true }))).alerts).toEqual([])
  })

  it("one number with four wrong check digits", () => {
    expect(run(accesses(4, (index) => ({ at: start + index * 20, ordinal: 500_000, outcome: "miss" }))).alerts).toEqual(
      [],
    )
  })

  it("a mail room that enters thirty neighbouring numbers to one destination", () => {
    const parcels = accesses(30, (index) => ({
      at: start + index * 40,
      ordinal: 500_000 + index * 2,
      deliveryPoint: 9,
    }))
    expect(run(parcels).alerts).toEqual([])
  })

  it("a mail room that asks for parcels of its batch before they are known", () => {
    const outcome = (index: number) => (index % 4 === 0 ? "hit" : "miss")
    const parcels = accesses(40, (index) => ({
      at: start + index * 40,
      ordinal: 500_000 + index,
      outcome: outcome(index),
      deliveryPoint: outcome(index) === "hit" ? 9 : null,
    }))
    expect(ofWalks(run(parcels, aRetailer({ missShare: 0.3 })).alerts)).toEqual([])
  })

  it("a mobile network on which forty people miss numbers whose feed is late", () => {
    const profile = aRetailer({
      sequenceHead: { ordinal: 600_000, at: start - day },
      lateNumbers: [{ from: 600_001, to: 640_000 }],
    })
    const missing = accesses(40, (index) => ({
      at: start + index * 30,
      ordinal: 600_100 + index * 700,
      outcome: "miss",
      subject: { kind: "cookie", fingerprint: `phone-${index}` },
      network: { kind: "mobile", fingerprint: "mobile-1" },
    }))
    expect(run(missing, profile).alerts).toEqual([])
  })
})

const ofWalks = (alerts: readonly string[]) => alerts.filter((alert) => /:(walk|chain|cluster)$/.test(alert))

describe("misses in a row of who was shown parcels of one place alone", () => {
  const own = anAccess({ ordinal: 900_000, deliveryPoint: 9 })
  const misses = accesses(12, (index) => ({ at: start + 60 + index * 40, ordinal: 500_000 + index, outcome: "miss" }))
  const foreign = anAccess({ at: start + 3_600, ordinal: 2_000_000, deliveryPoint: 10 })
  const profile = aRetailer({ missShare: 0.3 })

  it("are a walk from the moment at which a second place is shown, wherever its number lies", () => {
    expect(ofWalks(run([own, ...misses], profile).alerts)).toEqual([])
    expect(ofWalks(run([own, ...misses, foreign], profile).alerts)).not.toEqual([])
  })

  it("are a walk where the parcel that was shown is none of these numbers", () => {
    expect(ofWalks(run([{ ...own, series: 1 }, ...misses], profile).alerts)).not.toEqual([])
  })

  it("are a walk where no parcel was shown, or where the head of the numbers is known", () => {
    expect(ofWalks(run(misses, profile).alerts)).not.toEqual([])
    const headed = aRetailer({ missShare: 0.3, sequenceHead: { ordinal: 2_500_000, at: start } })
    expect(ofWalks(run([own, ...misses], headed).alerts)).not.toEqual([])
  })
})

describe("a crawl of random numbers, one each two seconds by one address, is an alarm at once", () => {
  const crowd = accesses(300, (index) => ({
    at: start - 10 * day + index * 2_880,
    deliveryPoint: index % 60,
    tag: `K${index % 60}`,
    subject: { kind: "cookie", fingerprint: `office-${index % 60}` },
  }))
  const crawl = (given: (index: number) => Partial<Access>) =>
    accesses(1_000, (index) => ({ at: start + index * 2, ordinal: Math.floor(random() * 2 ** 31), ...given(index) }))
  const visitors = {
    "one cookie": () => ({ kind: "cookie", fingerprint: "crawler" }),
    "a new cookie each": (index: number) => ({ kind: "cookie", fingerprint: `new-${index}` }),
    "no cookie": () => ({ kind: "anonymous", fingerprint: "browser" }),
    "cookies that others know": (index: number) => ({ kind: "cookie", fingerprint: `office-${index % 60}` }),
  } as const satisfies Record<string, (index: number) => Access["subject"]>
  const places = [
    { where: "with destinations", isPlaceKnown: true },
    { where: "without destinations", isPlaceKnown: false },
  ]
  const networks = ["fixed", "mobile", "hosting"] as const
  const cases = Object.entries(visitors).flatMap(([who, subjectOf]) =>
    networks.flatMap((kind) => places.map((place) => ({ who, subjectOf, kind, ...place }))),
  )

  it.each(cases)("$who, $kind, $where", ({ subjectOf, kind, isPlaceKnown }) => {
    const network = { kind, fingerprint: "address" }
    const others = crowd.map((one) => ({ ...one, network }))
    expect(run(others).alerts).toEqual([])
    const { alerts, shownUntilAlert } = run([
      ...others,
      ...crawl((index) => ({
        network,
        subject: subjectOf(index),
        deliveryPoint: isPlaceKnown ? 50_000 + index : null,
      })),
    ])
    expect(alerts).not.toEqual([])
    expect(shownUntilAlert - others.length).toBeLessThanOrEqual(20)
  })

  it("names the visitor where it has a name", () => {
    const named = crawl((index) => ({ subject: visitors["one cookie"](), deliveryPoint: 50_000 + index }))
    expect(run([...crowd, ...named]).alerts.some((alert) => alert.startsWith("subject:"))).toBe(true)
  })
})

describe("attacks that once went unseen are seen in time:", () => {
  it("a fresh cookie for every four lookups of random numbers", () => {
    const hits = accesses(200, (index) => ({
      at: start + index,
      ordinal: scatteredOrdinal(),
      deliveryPoint: 1_000 + index,
      subject: { kind: "cookie", fingerprint: `minted-${Math.floor(index / 4)}` },
    }))
    const { alerts, shownUntilAlert } = run(hits)
    expect(alerts[0]).toBe("network:everybodyPoints")
    expect(shownUntilAlert).toBeLessThanOrEqual(10)
  })

  it("no cookie at all on a mobile network, one lookup a second", () => {
    const hits = accesses(200, (index) => ({
      at: start + index,
      deliveryPoint: 1_000 + index,
      subject: { kind: "anonymous", fingerprint: "mobile-1 family" },
      network: { kind: "mobile", fingerprint: "mobile-1" },
    }))
    expect(run(hits).shownUntilAlert).toBeLessThanOrEqual(40)
  })

  it.each([1_000, 100])("a far hit between the steps of a walk, %d orders a day", (ordersPerDay) => {
    const profile = aRetailer({ ordersPerDay })
    const steps = accesses(60, (index) => ({
      at: start + index * 600,
      ordinal: index % 2 === 0 ? 500_000 + index / 2 : 500_000 + Math.floor(ordersPerDay * (1 + 1.9 * random())),
    }))
    expect(run(steps, profile).shownUntilAlert).toBeLessThanOrEqual(20)
  })

  it("an ordered walk at a retailer of 50 orders a day without street lines", () => {
    const steps = accesses(60, (index) => ({ at: start + index * 3_600, ordinal: 500_000 + index }))
    expect(run(steps, aRetailer({ ordersPerDay: 50 })).shownUntilAlert).toBeLessThanOrEqual(20)
  })

  it("the same after 39 proven orders of one's own, at 100 orders a day", () => {
    const own = accesses(39, (index) => ({ at: start + index * 60, ordinal: 499_000 + index * 7, proof: "strong" }))
    const steps = accesses(60, (index) => ({ at: start + day + index * 3_600, ordinal: 500_000 + index }))
    expect(run([...own, ...steps], aRetailer({ ordersPerDay: 100 })).shownUntilAlert).toBeLessThanOrEqual(20)
  })

  it("a record every 30 hours by one subject", () => {
    const hits = accesses(24, (index) => ({ at: start + index * day * 1.25, deliveryPoint: 1_000 + index }))
    expect(run(hits).shownUntilAlert).toBeLessThanOrEqual(25)
  })

  it("guesses at the proof of one shipment from a new address each time", () => {
    const guesses = accesses(20, (index) => ({
      at: start + index * 720,
      ordinal: 500_000,
      outcome: "challengeFailed",
      subject: { kind: "anonymous", fingerprint: `guesser-${index}` },
      network: { kind: "fixed", fingerprint: `proxy-${index}` },
    }))
    expect(run(guesses).alerts).toContain("block:shipment")
  })

  it("an insider's twenty lookups without a case among eighty with one", () => {
    const work = Array.from({ length: 3 }, (_, days) =>
      accesses(100, (index) => ({
        at: start + days * day + index * 300,
        proof: index % 5 === 0 ? "none" : "strong",
        subject: { kind: "staff", fingerprint: "agent-1" },
        accessorClass: "staff",
      })),
    ).flat()
    const { alerts, shownUntilAlert } = run(work)
    expect(alerts[0]).toBe("subject:insider")
    expect(shownUntilAlert).toBeLessThanOrEqual(20)
  })
})

describe("a stream of lookups", () => {
  const stream = accesses(36, (index) => ({
    at: start + index * 30,
    ordinal: 500_000 + index,
    proof: index % 6 === 5 ? "strong" : "none",
  }))
  const state = (given: readonly Access[]) => {
    const detector = makeMemoryDetector({ profileOf: () => aRetailer() })
    for (const access of given) detector.observe(access)
    return new Map([...detector.profiles()].map(([key, { entries }]) => [key, entries]))
  }

  it("leaves the subject's profile the same in any order, delivered once or often", () => {
    const again = shuffled([...stream, ...stream, ...stream], random)
    expect(state(again).get("cookie-1")).toEqual(state(stream).get("cookie-1"))
  })

  it("takes an old contact into a full profile at its place in time, and keeps it as the start of its history", () => {
    const recent = accesses(44, (index) => ({ at: start + day + index * 60, proof: "strong" }))
    const detector = makeMemoryDetector({ profileOf: () => aRetailer() })
    const old = anAccess({ at: start, proof: "strong" })
    for (const access of [...recent, old]) detector.observe(access)
    const [held] = [...detector.profiles()].map(([, profile]) => profile)
    expect(held?.entries.map(({ tag: one }) => one)).toEqual([old, ...recent.slice(-39)].map(({ tag: one }) => one))
  })

  it("counts a reference as proven everywhere once its link was opened, whether before or after it was typed", () => {
    const linked = anAccess({ at: start, ordinal: 500_000, proof: "strong" })
    const typed = { ...linked, at: start + 60, proof: "none" } as const
    const held = (stream: readonly Access[]) => {
      const detector = makeMemoryDetector({ profileOf: () => aRetailer() })
      for (const access of stream) detector.observe(access)
      return [...detector.profiles()].map(([, { entries }]) => entries.map(({ at, proof }) => ({ at, proof })))
    }
    const proven = [{ at: start, proof: "strong" }]
    expect(held([linked, typed])).toEqual([proven, proven, proven])
    expect(
      held([
        { ...typed, at: start },
        { ...linked, at: start + 60 },
      ]),
    ).toEqual([proven, proven, proven])
  })

  it("costs one write for a refresh and three for an unproven first contact", () => {
    const first = anAccess({ ordinal: 500_000 })
    const { counts } = run([first, { ...first, at: start + 60 }, { ...first, at: start + 120 }])
    expect(counts).toEqual({ lookups: 3, updates: 5, trims: 0 })
  })

  it("forgets profiles thirty days after their latest entry", () => {
    const { detector } = run([anAccess()])
    detector.forget(start + 29 * day)
    expect([...detector.profiles()]).not.toEqual([])
    detector.forget(start + 31 * day)
    expect([...detector.profiles()]).toEqual([])
  })

  it("writes nothing of mail scanners", () => {
    expect(run([anAccess({ accessorClass: "mailScanner" })]).counts.updates).toBe(0)
  })
})
