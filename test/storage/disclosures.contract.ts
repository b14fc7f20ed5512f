import { describe, expect, it } from "@jest/globals"
import { type Disclosure, disclosureExpiry, disclosureSortKey } from "../../shared/domain/disclosure.ts"
import type { Disclosures } from "../../shared/storage/disclosures.ts"

/** A ledger item of one access, unproven unless said otherwise; `tag` keeps tests apart that share a table. */
export function aDisclosure(tag: string, change: Partial<Disclosure> = {}): Disclosure {
  const item = {
    subject: `subject#walker-${tag}`,
    accessId: "access-1",
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
      await ledger.appendAll([item, item])
      expect(await all(ledger.ofAccessor(item.subject, item.at))).toEqual([item])
    })

    it("keeps the first of a proven accessor's repeats on one day", async () => {
      const ledger = await make()
      const proven = { proof: "postalCode", provenForExposure: true } as const
      const first = aDisclosure("proven", { ...proven, accessId: "access-1", at: "2026-11-01T10:00:00.000Z" })
      const second = aDisclosure("proven", { ...proven, accessId: "access-2", at: "2026-11-01T12:00:00.000Z" })
      const nextDay = aDisclosure("proven", { ...proven, accessId: "access-3", at: "2026-11-02T08:00:00.000Z" })
      await ledger.append(first)
      expect(await ledger.append(second)).toBe("duplicate")
      await ledger.appendAll([second, nextDay])
      expect(await all(ledger.ofAccessor(first.subject, "2026-11-01T00:00:00.000Z"))).toEqual([first, nextDay])
    })

    it("finds what an accessor saw within a time, by subject and by network", async () => {
      const ledger = await make()
      const times = ["2026-11-01T09:00:00.000Z", "2026-11-01T10:00:00.000Z", "2026-11-01T11:00:00.000Z"]
      const items = times.map((at, index) => aDisclosure("window", { at, accessId: `access-${index}` }))
      await ledger.appendAll(items)
      for (const key of ["subject#walker-window", "network#address-window"]) {
        const found = await eventually(() => all(ledger.ofAccessor(key, times[1] ?? "", times[2])), 2)
        expect(found).toEqual(items.slice(1))
        expect(await all(ledger.ofAccessor(key, times[1] ?? "", times[1]))).toEqual(items.slice(1, 2))
      }
    })

    it("tells who saw a shipment", async () => {
      const ledger = await make()
      const items = [
        aDisclosure("record", { subject: "subject#one-record" }),
        aDisclosure("record", { subject: "subject#two-record", accessId: "access-2", at: "2026-11-02T10:00:00.000Z" }),
      ]
      await ledger.appendAll([...items, aDisclosure("another-record")])
      const found = await eventually(() => all(ledger.ofRecord("SHIPMENT#leafline#record")), 2)
      expect(found).toEqual(items)
    })

    it("appends more items than one call takes", async () => {
      const ledger = await make()
      const items = Array.from({ length: 60 }, (_, index) =>
        aDisclosure("many", {
          accessId: `access-${String(index).padStart(2, "0")}`,
          ...(index % 3 === 0 ? ({ proof: "linkToken", provenForExposure: true } as const) : {}),
          recordId: `SHIPMENT#leafline#many-${index}`,
        }),
      )
      await ledger.appendAll(items)
      expect(await all(ledger.ofAccessor("subject#walker-many", "2026-11-01T00:00:00.000Z"))).toHaveLength(60)
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
async function eventually<Item>(read: () => Promise<Item[]>, count: number): Promise<Item[]> {
  let found = await read()
  for (let attempt = 0; attempt < 20 && found.length < count; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    found = await read()
  }
  return found
}
