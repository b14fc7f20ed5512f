import { describe, expect, it } from "@jest/globals"
import { documented } from "./documented.ts"
import { accesses, day, random, run, scatteredOrdinal, start } from "./streams.ts"

describe("many ordinary people raise nothing:", () => {
  it("a university: fifteen new visitors an hour behind one address for an afternoon, which is a notice alone", () => {
    const hits = accesses(60, (index) => ({
      at: start + index * 240,
      deliveryPoint: 1_000 + index,
      subject: { kind: "cookie", fingerprint: `student-${index}` },
      network: { kind: "fixed", fingerprint: "university-1" },
    }))
    const { alerts, notices } = run(hits)
    expect([alerts, notices]).toEqual([[], expect.arrayContaining(["network:newcomerPoints"])])
  })

  it("an address and browser that many share, with many links among three unproven lookups a day: a notice alone", () => {
    const many = accesses(39, (index) => ({
      at: start + index * 3 * 3600,
      deliveryPoint: 1_000 + index,
      proof: index % 3 === 0 ? "none" : "strong",
      subject: { kind: "anonymous", fingerprint: "university-1 family" },
    }))
    const { alerts, notices } = run(many)
    expect([alerts, notices]).toEqual([[], expect.arrayContaining(["subject:pointSlow"])])
  })

  it("an address and browser of many students, from their fifth link on: a notice alone", () => {
    const followed = (links: number) =>
      accesses(25, (index) => ({
        at: start + index * 6 * 3600,
        deliveryPoint: 1_000 + index,
        proof: index < links ? "strong" : "none",
        subject: { kind: "anonymous", fingerprint: "university-1 family" },
      }))
    const { alerts, notices } = run(followed(5))
    expect([alerts, notices]).toEqual([[], expect.arrayContaining(["subject:pointSlow"])])
    expect(run(followed(4)).alerts).toContain("subject:pointSlow")
  })

  it("a bot that previews mailed links, three in five with a token, in the order of the mail", () => {
    const previewed = (who: "anonymous" | "cookie") =>
      accesses(40, (index) => ({
        at: start + index * 60,
        ordinal: 500_000 + index * 60 + Math.floor(random() * 600),
        ...(index % 5 < 3 ? { proof: "strong" } : { deliveryPoint: 1_000 + index }),
        subject: { kind: who, fingerprint: "preview bot" },
        network: { kind: "hosting", fingerprint: "chat program" },
      }))
    const clustersAndWalks = (alerts: readonly string[]) => alerts.filter((name) => /walk|cluster/.test(name))
    expect(clustersAndWalks(run(previewed("anonymous")).alerts)).toEqual([])
    expect(clustersAndWalks(run(previewed("cookie")).alerts)).not.toEqual([])
  })

  it.each([1.25, 0.5])("a small seller who follows a parcel of six retailers every %d days: a notice alone", (days) => {
    const followed = accesses(20, (index) => ({
      at: start + index * days * day,
      retailer: index % 6,
      deliveryPoint: 1_000 + index,
    }))
    const { alerts, notices } = run(followed)
    expect([alerts, notices]).toEqual([[], expect.arrayContaining(["subject:pointVerySlow"])])
    const ofOneRetailer = followed.map((access) => ({ ...access, retailer: 0, series: 0 }))
    expect(run(ofOneRetailer).alerts).not.toEqual([])
  })

  it("new visitors from 256 homes in one IPv6 prefix, twelve lookups an hour all day", () => {
    const hits = accesses(256, (index) => ({
      at: start + index * 300 + Math.floor(random() * 300),
      deliveryPoint: 1_000 + index,
      subject: { kind: "anonymous", fingerprint: `family on home-${index}` },
      network: { kind: "fixed", fingerprint: `home-${index}`, prefix: "provider-1" },
    }))
    expect(run(hits).alerts).toEqual([])
  })

  it("an office of people with a history, twenty unproven lookups of homes an hour all day", () => {
    const behind = (person: number) => ({
      subject: { kind: "cookie", fingerprint: `person-${person}` } as const,
      network: { kind: "fixed", fingerprint: "office-1" } as const,
    })
    const own = accesses(160, (index) => ({ at: start - 4 * day + index * 600, proof: "strong", ...behind(index) }))
    const hits = accesses(160, (index) => ({
      at: start + index * 180 + Math.floor(random() * 180),
      deliveryPoint: 1_000 + index,
      ...behind(index),
    }))
    expect(run([...own, ...hits]).alerts).toEqual([])
  })
})

describe("attackers who hide among many, or in what a profile forgets, are seen:", () => {
  it("a cookie that opened 45 own links first, then strangers' parcels in no order", () => {
    const own = accesses(45, (index) => ({ at: start - 4 * day + index * 7_200, proof: "strong" }))
    const hits = accesses(60, (index) => ({ at: start + index * 60, deliveryPoint: 1_000 + index }))
    const { alerts, shownUntilAlert } = run([...own, ...hits])
    expect(alerts[0]).toBe("subject:pointBurst")
    expect(shownUntilAlert).toBe(6)
  })

  it("a cookie that forgot places, since it looked up many over a month, then strangers' parcels, one a second", () => {
    const slow = accesses(45, (index) => ({ at: start + index * 16 * 3600 }))
    const last = start + 45 * 16 * 3600
    const hits = accesses(60, (index) => ({ at: last + index, deliveryPoint: 2_000 + index }))
    const { alerts, shownUntilAlert } = run([...slow, ...hits])
    expect(alerts[0]).toBe("subject:pointRush")
    expect(shownUntilAlert).toBeLessThanOrEqual(slow.length + 25)
  })

  it("a walk with 12 of 60 own parcels opened between its steps", () => {
    const own = accesses(60, () => ({ ordinal: scatteredOrdinal(), deliveryPoint: 7 }))
    const steps = accesses(40, (index) => ({ ordinal: 500_000 + index, deliveryPoint: 1_000 + index }))
    const opened = steps.flatMap((step, index) => [
      step,
      ...Array.from({ length: 12 }, (_, place) => own[(index * 12 + place) % own.length] ?? step),
    ])
    const { alerts, shownUntilAlert } = run(
      [...own, ...opened].map((access, index) => ({ ...access, at: start + index * 600 })),
    )
    expect(["subject:walk", "subject:chain"]).toContain(alerts[0])
    expect(shownUntilAlert).toBeLessThanOrEqual(own.length + 13 * 5)
  })

  it.each([
    ["fixed", 1, 10],
    ["fixed", 60, 15],
    ["mobile", 1, 13],
  ] as const)(
    "cookies with a history, four lookups each, behind one %s address: one a %d s",
    (kind, seconds, shown) => {
      const behind = (cookie: number) => ({
        subject: { kind: "cookie", fingerprint: `aged-${cookie}` } as const,
        network: { kind, fingerprint: "shared-1" } as const,
      })
      const own = accesses(50, (index) => ({ at: start - 4 * day + index * 600, proof: "strong", ...behind(index) }))
      const hits = accesses(200, (index) => ({
        at: start + index * seconds,
        deliveryPoint: 1_000 + index,
        ...behind(Math.floor(index / 4)),
      }))
      const { alerts, shownUntilAlert } = run([...own, ...hits])
      expect(alerts[0]).toBe("network:everybodyPoints")
      expect(shownUntilAlert).toBeLessThanOrEqual(shown)
    },
  )

  it.each([
    [1, 1, 10],
    [3, 60, 15],
  ])("the networks of one IPv6 site in turn, %d lookups each without a cookie: one a %d s", (each, seconds, shown) => {
    const hits = accesses(200, (index) => {
      const network = Math.floor(index / each)
      return {
        at: start + index * seconds,
        deliveryPoint: 1_000 + index,
        subject: { kind: "anonymous", fingerprint: `family on ${network}` },
        network: { kind: "unknown", fingerprint: `network-${network}`, prefix: "site-1" },
      }
    })
    const { alerts, shownUntilAlert } = run(hits)
    expect(alerts[0]).toBe("prefix:newcomerPoints")
    expect(shownUntilAlert).toBeLessThanOrEqual(shown)
  })
})

describe("docs/detection.md says of slow readers of one browser", () => {
  /** Parcels of ever-new destinations, at an even pace for sixty of them. */
  const reads = (perDay: number, retailers: number, kind: "cookie" | "anonymous" = "cookie") =>
    run(
      accesses(60, (index) => ({
        at: start + Math.round((index * day) / perDay),
        retailer: index % retailers,
        deliveryPoint: 1_000 + index,
        subject: { kind, fingerprint: "seller" },
      })),
    )
  const saysOf = ({ alerts, notices }: ReturnType<typeof reads>) =>
    alerts.length > 0 ? "alarm" : notices.length > 0 ? "notice" : "nothing"

  it("how many parcels a day of how many retailers are a notice alone", () => {
    const [perDay = 0, retailers = 0] = documented(
      /\*\*Up to (\d+) strangers' parcels a day\*\*, of (\d+) retailers or more/,
    )
    expect(saysOf(reads(perDay, retailers))).toBe("notice")
    expect(saysOf(reads(1.1 * perDay, retailers))).toBe("alarm")
    expect(saysOf(reads(perDay, retailers - 1))).toBe("alarm")
  })

  it("from how many parcels a small seller raises a notice and an alarm, with a cookie and without one", () => {
    const [notice = 0, inDays = 1, alarm = 0, alarmDays = 1, withoutCookie = 0] = documented(
      /with a cookie a notice from (\d+) parcels in (\d+) days on, and an alarm from (\d+) in (\d+) days on; without one, a notice from (\d+) a day on and an alarm from more/,
    )
    expect([saysOf(reads(notice / inDays, 1)), saysOf(reads((0.8 * notice) / inDays, 1))]).toEqual([
      "notice",
      "nothing",
    ])
    expect(saysOf(reads(alarm / alarmDays, 1))).toBe("alarm")
    expect(saysOf(reads(withoutCookie, 1, "anonymous"))).toBe("notice")
    expect(saysOf(reads(1.1 * withoutCookie, 1, "anonymous"))).toBe("alarm")
  })
})
