import { describe, expect, it } from "@jest/globals"
import { OwnerShredded, SealBroken, type Sealer } from "../../../shared/base/platform/sealing.ts"

/** What every sealer must do. `make` gives sealers that share their keys, as two containers do. */
export function sealerContract(where: string, make: () => Promise<() => Sealer>): void {
  describe(`the sealer ${where}`, () => {
    it("opens a value for its owner, record and field", async () => {
      const sealer = (await make())()
      const sealed = await sealer.seal("party#leafline", "SHIPMENT#1", "orderReference", "LL-0048213 é")
      expect(sealed).not.toContain("0048213")
      expect(await sealer.unseal("party#leafline", "SHIPMENT#1", "orderReference", sealed)).toBe("LL-0048213 é")
    })

    it("opens a value that another container sealed", async () => {
      const another = await make()
      const sealed = await another().seal("party#leafline", "SHIPMENT#1", "orderReference", "LL-0048213")
      expect(await another().unseal("party#leafline", "SHIPMENT#1", "orderReference", sealed)).toBe("LL-0048213")
    })

    it.each([
      ["record", "party#leafline", "SHIPMENT#2", "orderReference"],
      ["field", "party#leafline", "SHIPMENT#1", "trackingNumber"],
      ["owner", "party#maplebooks", "SHIPMENT#1", "orderReference"],
    ] as const)("does not open a value that was moved to another %s", async (_what, owner, record, field) => {
      const sealer = (await make())()
      await sealer.seal("party#maplebooks", "SHIPMENT#9", "orderReference", "MB1234566")
      const sealed = await sealer.seal("party#leafline", "SHIPMENT#1", "orderReference", "LL-0048213")
      await expect(sealer.unseal(owner, record, field, sealed)).rejects.toThrow(SealBroken)
    })

    it("does not open a value that was changed", async () => {
      const sealer = (await make())()
      const sealed = await sealer.seal("party#leafline", "SHIPMENT#1", "orderReference", "LL-0048213")
      const middle = Math.floor(sealed.length / 2)
      const changed = sealed.slice(0, middle) + (sealed[middle] === "A" ? "B" : "A") + sealed.slice(middle + 1)
      for (const broken of [changed, sealed.slice(0, 20), "s1.", ""])
        await expect(sealer.unseal("party#leafline", "SHIPMENT#1", "orderReference", broken)).rejects.toThrow(
          SealBroken,
        )
    })

    it("makes one key for an owner when two containers seal at the same time", async () => {
      const another = await make()
      const sealers = [another(), another(), another()]
      const sealed = await Promise.all(
        sealers.map((sealer, index) => sealer.seal("case#c1", `r${index}`, "f", "value")),
      )
      for (const [index, text] of sealed.entries())
        expect(await another().unseal("case#c1", `r${index}`, "f", text)).toBe("value")
    })

    it("cannot open the values of an owner whose key is shredded, and opens those of other owners", async () => {
      const another = await make()
      const sealer = another()
      const gone = await sealer.seal("case#closed", "r", "f", "gone")
      const kept = await sealer.seal("case#open", "r", "f", "kept")
      await sealer.shred("case#closed")
      await sealer.shred("case#closed")
      for (const reader of [sealer, another()]) {
        expect(await reader.unseal("case#closed", "r", "f", gone)).toBeUndefined()
        expect(await reader.unseal("case#open", "r", "f", kept)).toBe("kept")
      }
      await expect(sealer.seal("case#closed", "r", "f", "more")).rejects.toThrow(OwnerShredded)
      await expect(another().seal("case#closed", "r", "f", "more")).rejects.toThrow(OwnerShredded)
    })

    it("has no key for an owner for whom nothing was sealed", async () => {
      const sealer = (await make())()
      const sealed = await sealer.seal("case#some", "r", "f", "value")
      expect(await sealer.unseal("case#none-yet", "r", "f", sealed)).toBeUndefined()
    })
  })
}
