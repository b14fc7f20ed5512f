import { describe, expect, it } from "@jest/globals"
import {
  asRepeat,
  type Disclosure,
  disclosureExpiry,
  disclosureSortKey,
} from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../../../shared/watch/lookups/ledger/disclosures.ts"

/** A ledger item of one access, unproven unless said otherwise; `tag` keeps tests apart that share a table. */
export function aDisclosure(tag: string, change: Partial<Disclosure> = {}): Disclosure {
  const item = {
    subject: `subject#walker-${tag}`,
    accessId: "acc-1",
    at: "2026-11-01T10:00:00.000Z",
    network: `network#address-${tag}`,
    recordId: `SHIPMENT#leafline#${tag}`,
    retailerId: "leafline",
    carrierId: "northpost",
    tool: "observed:northpost",
    proof: "none",
    provenForExposure: false,
    fields: ["phase", "postal-code"],
    ...change,
  } satisfies Partial<Disclosure>
  return { ...item, sortKey: disclosureSortKey(item), expiresAt: disclosureExpiry(item.at) }
}

/** What every ledger must do. */
export function disclosuresContract(where: string, make: () => Promise<Disclosures>): void {
  describe(`the disclosure ledger ${where}`, () => {
    it("keeps one item of an access however often it is appended", async () => {
      const ledger = await make()
      const item = aDisclosure("repeat")
      expect(await ledger.append(item)).toBe("appended")
      expect(await ledger.append(item)).toBe("duplicate")
      expect(await ledger.appendAll([item, item])).toEqual(["duplicate", "duplicate"])
      expect(await all(ledger.ofAccessor(item.subject, { since: item.at }))).toEqual([item])
    })

    it("removes items for an erasure, and lets a repeat of that be", async () => {
      const ledger = await make()
      const [gone, kept] = [aDisclosure("remove"), aDisclosure("remove", { accessId: "acc-2" })]
      await ledger.appendAll([gone, kept])
      for (let time = 0; time < 2; time++) await ledger.remove([gone, aDisclosure("remove-nothing")])
      expect(await all(ledger.ofRecord(gone.recordId))).toEqual([kept])
    })

    it("unites a proven accessor's repeats on one day, in whatever order they come, and those by another proof apart", async () => {
      const ledger = await make()
      const proven = { proof: "postalCode", provenForExposure: true } as const
      const at = (hour: string) => `2026-11-01T${hour}:00:00.000Z`
      const first = { ...proven, accessId: "acc-1", at: at("10"), fields: ["phase", "dates"] } as const
      const second = { ...proven, accessId: "acc-2", at: at("12"), fields: ["phase", "postal-code"] } as const
      const third = { ...proven, accessId: "acc-3", at: at("11"), fields: ["retailer"] } as const
      const nextDay = { ...proven, accessId: "acc-4", at: "2026-11-02T08:00:00.000Z" } as const
      const byLink = { proof: "linkToken", provenForExposure: true, accessId: "acc-5", at: at("13") } as const
      for (const [place, order] of [
        [first, second, third],
        [third, second, first],
      ].entries()) {
        const tag = `proven-${place}`
        const items = order.map((one) => aDisclosure(tag, { ...one, fields: [...one.fields] }))
        for (const item of items) expect(await ledger.append(item)).not.toBe("duplicate")
        for (const item of items) expect(await ledger.append(item)).toBe("duplicate")
        await ledger.appendAll([aDisclosure(tag, byLink), aDisclosure(tag, nextDay), ...items])
        const found = await all(ledger.ofAccessor(`subject#walker-${tag}`, { since: at("00") }))
        expect(found.map(({ revision: _, ...one }) => one)).toEqual([
          aDisclosure(tag, byLink),
          {
            ...aDisclosure(tag, { ...proven, accessId: "acc-1", at: at("10") }),
            fields: ["retailer", "phase", "dates", "postal-code"],
            lastAt: at("12"),
          },
          aDisclosure(tag, nextDay),
        ])
        expect(
          await all(ledger.ofAccessor(`subject#walker-${tag}`, { since: at("11"), until: at("11") })),
        ).toHaveLength(1)
      }
    })

    it("unites repeats without proof on one day, those of one network, token and set of fields, in whatever order", async () => {
      const ledger = await make()
      const at = (hour: string) => `2026-11-01T${hour}:00:00.000Z`
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
      ]) {
        const tag = `repeats-${order.join("")}`
        const block = `block#leafline#${tag}`
        const repeat = (accessId: string, time: string, change: Partial<Disclosure> = {}) =>
          asRepeat(aDisclosure(tag, { accessId, at: time, block, ...change }))
        const repeats = [repeat("one", at("09")), repeat("two", at("11")), repeat("three", at("15"))]
        const inOrder = order.map((place) => repeats[place]).filter((one) => one !== undefined)
        const others = [
          repeat("next-day", "2026-11-02T08:00:00.000Z"),
          repeat("elsewhere", at("10"), { network: `network#other-${tag}` }),
          repeat("more", at("10"), { fields: ["phase", "postal-code", "address"] }),
          repeat("token", at("10"), { tokenKey: "token" }),
        ]
        for (const one of inOrder) expect(await ledger.append(one)).not.toBe("duplicate")
        for (const one of repeats) expect(await ledger.append(one)).toBe("duplicate")
        expect(await ledger.appendAll(others)).toEqual(others.map(() => "appended"))
        const united = { ...aDisclosure(tag, { accessId: "one", at: at("09"), block, lastAt: at("15") }) }
        const found = await ledger.get([repeat("one", at("09"))])
        expect(found.map(({ revision: _, sortKey: __, ...one }) => one)).toEqual([
          (({ sortKey: _, ...one }) => one)(united),
        ])
        const ofBlock = () => all(ledger.ofBlock(block, { since: at("12"), until: at("13") }))
        expect((await eventually(ofBlock, 1)).map(({ accessId }) => accessId)).toEqual(["one"])
        const ofRecord = () => all(ledger.ofRecord(`SHIPMENT#leafline#${tag}`))
        expect(await eventually(ofRecord, 5)).toHaveLength(5)
      }
    })

    it("unites what many writers record at once of a proven accessor's day", async () => {
      const ledger = await make()
      const fields = ["existence", "retailer", "phase", "dates", "pickup-point", "signature-recorded"] as const
      const items = fields.map((field, index) =>
        aDisclosure("writers", {
          proof: "account",
          provenForExposure: true,
          accessId: `acc-${index}`,
          at: `2026-11-01T1${index}:00:00.000Z`,
          fields: [field],
        }),
      )
      await Promise.all(items.map((item) => ledger.append(item)))
      const [item] = await all(ledger.ofAccessor("subject#walker-writers", { since: "2026-11-01T00:00:00.000Z" }))
      expect(item).toMatchObject({
        fields: ["existence", "retailer", "phase", "dates", "pickup-point", "signature-recorded"],
        at: "2026-11-01T10:00:00.000Z",
        lastAt: "2026-11-01T15:00:00.000Z",
        accessId: "acc-0",
      })
    })

    it("unites what many events bring at once of one visitor's repeats", async () => {
      const ledger = await make()
      const repeats = [0, 1, 2, 3, 4].map((hour) =>
        asRepeat(aDisclosure("at-once", { accessId: `acc-${hour}`, at: `2026-11-01T1${hour}:00:00.000Z` })),
      )
      await Promise.all(repeats.map((repeat) => ledger.appendAll([repeat])))
      expect(await ledger.get(repeats)).toMatchObject([
        { accessId: "acc-0", at: "2026-11-01T10:00:00.000Z", lastAt: "2026-11-01T14:00:00.000Z" },
      ])
    })

    it("takes nothing back when an access is reported differently, and reports the conflict every time", async () => {
      const ledger = await make()
      const first = aDisclosure("otherwise", { fields: ["phase", "postal-code"] })
      const fewer = aDisclosure("otherwise", { fields: ["phase"] })
      const others = aDisclosure("otherwise", { fields: ["phase", "address"] })
      expect(await ledger.append(first)).toBe("appended")
      expect(await ledger.append(fewer)).toBe("conflict")
      const kept = () => ledger.get([first, { subject: first.subject, sortKey: "none" }])
      expect(await kept()).toEqual([first])
      expect(await ledger.append(others)).toBe("conflict")
      const united = { ...first, fields: ["phase", "postal-code", "address"], firstFields: first.fields }
      const all = () => kept().then((found) => found.map(({ revision: _, ...one }) => one))
      expect(await all()).toEqual([united])
      expect(await ledger.appendAll([others, fewer, first])).toEqual(["conflict", "conflict", "duplicate"])
      expect(await ledger.append(aDisclosure("otherwise", { proof: "postalCode" }))).toBe("conflict")
      expect(await all()).toEqual([united])
    })

    it("finds what an accessor saw within a time, by subject, network and prefix", async () => {
      const ledger = await make()
      const times = ["2026-11-01T09:00:00.000Z", "2026-11-01T10:00:00.000Z", "2026-11-01T11:00:00.000Z"]
      const items = times.map((at, index) =>
        aDisclosure("window", { at, accessId: `acc-${index}`, prefix: "prefix#site-window" }),
      )
      await ledger.appendAll(items)
      for (const key of ["subject#walker-window", "network#address-window", "prefix#site-window"]) {
        const found = await eventually(() => all(ledger.ofAccessor(key, { since: times[1] ?? "", until: times[2] })), 2)
        expect(found).toEqual(items.slice(1))
        expect(await all(ledger.ofAccessor(key, { since: times[0] ?? "", after: items[1] }))).toEqual(items.slice(2))
        expect(await all(ledger.ofAccessor(key, { since: times[1] ?? "", until: times[1] }))).toEqual(items.slice(1, 2))
      }
    })

    it("finds what was seen within a block of numbers and a time", async () => {
      const ledger = await make()
      const block = `block#leafline-${Math.floor(performance.timeOrigin)}#7`
      const items = [9, 10, 11].map((hour) =>
        aDisclosure(`block-${hour}`, { block, at: `2026-11-01T${String(hour).padStart(2, "0")}:00:00.000Z` }),
      )
      await ledger.appendAll([...items, aDisclosure("no-block"), aDisclosure("other", { block: `${block}1` })])
      const since = "2026-11-01T10:00:00.000Z"
      expect(await eventually(() => all(ledger.ofBlock(block, { since })), 2)).toEqual(items.slice(1))
      expect(await all(ledger.ofBlock(block, { since, after: items[1] }))).toEqual(items.slice(2))
      expect(await all(ledger.ofBlock(block, { since, until: since }))).toEqual(items.slice(1, 2))
    })

    it("finds who saw a shipment", async () => {
      const ledger = await make()
      const items = [
        aDisclosure("record", { subject: "subject#one-record" }),
        aDisclosure("record", { subject: "subject#two-record", accessId: "acc-2", at: "2026-11-02T10:00:00.000Z" }),
      ]
      await ledger.appendAll([...items, aDisclosure("another-record")])
      const found = await eventually(() => all(ledger.ofRecord("SHIPMENT#leafline#record")), 2)
      expect(found).toEqual(items)
    })

    it("appends more items than one call takes", async () => {
      const ledger = await make()
      const items = Array.from({ length: 60 }, (_, index) =>
        aDisclosure("many", {
          accessId: `acc-${String(index).padStart(2, "0")}`,
          ...(index % 3 === 0 ? ({ proof: "linkToken", provenForExposure: true } as const) : {}),
          recordId: `SHIPMENT#leafline#many-${index}`,
        }),
      )
      await ledger.appendAll(items)
      expect(await all(ledger.ofAccessor("subject#walker-many", { since: "2026-11-01T00:00:00.000Z" }))).toHaveLength(
        60,
      )
    })
  })
}

/** Everything an iteration yields. */
export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

/** Indexes may lag: asks again until there are as many as expected, at most 2 s. */
export async function eventually<Item>(read: () => Promise<Item[]>, count: number): Promise<Item[]> {
  let found = await read()
  for (let attempt = 0; attempt < 20 && found.length < count; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    found = await read()
  }
  return found
}
