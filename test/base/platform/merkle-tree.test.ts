import { createHash } from "node:crypto"
import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import {
  bytesOf,
  hashOfLeaf,
  leafOfValue,
  pathTo,
  rootFromPath,
  rootOf,
} from "../../../shared/base/platform/merkle-tree.ts"

/** The test vectors of Certificate Transparency's reference implementation (RFC 6962, the same trees). */
const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
const roots = [
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
const leaves = inputs.map((hex) => hashOfLeaf(Buffer.from(hex, "hex")))

/** The tree as RFC 9162 section 2.1.1 writes it down, to compare with. */
function recursiveRoot(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes
  if (only === undefined) return createHash("sha256").digest()
  if (hashes.length === 1) return only
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  const sides = [recursiveRoot(hashes.slice(0, split)), recursiveRoot(hashes.slice(split))]
  return createHash("sha256")
    .update(Buffer.from([1]))
    .update(Buffer.concat(sides))
    .digest()
}

describe("a Merkle tree", () => {
  it("has the roots of the known test vectors", () => {
    expect(roots.map((_, place) => rootOf(leaves.slice(0, place + 1)).toString("hex"))).toEqual(roots)
    expect(rootOf([]).toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  })

  it("has the audit paths of the known test vectors", () => {
    const hex = (index: number, size: number) =>
      pathTo(leaves.slice(0, size), index).map((hash) => hash.toString("hex"))
    expect(hex(0, 1)).toEqual([])
    expect(hex(0, 8)).toEqual([
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ])
    expect(hex(5, 8)).toEqual([
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ])
    expect(hex(2, 3)).toEqual(["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"])
  })

  it("is the tree of the RFC's recursion at every size, and each leaf leads to its root by its path alone", () => {
    const many = Array.from({ length: 70 }, (_, place) => hashOfLeaf(Buffer.from(`leaf ${place}`)))
    for (let size = 1; size <= many.length; size += 1) {
      const some = many.slice(0, size)
      const root = rootOf(some)
      expect(root).toEqual(recursiveRoot(some))
      for (const [index, leaf] of some.entries()) {
        const path = pathTo(some, index)
        expect(rootFromPath(leaf, { index, size, path })).toEqual(root)
        expect(rootFromPath(hashOfLeaf(leaf), { index, size, path })).not.toEqual(root)
      }
    }
  })

  it("gives no root for a path of another length, or a place outside the tree", () => {
    const [leaf = Buffer.alloc(0)] = leaves
    const path = pathTo(leaves, 0)
    expect(rootFromPath(leaf, { index: 0, size: 8, path: path.slice(1) })).toBeUndefined()
    expect(rootFromPath(leaf, { index: 0, size: 8, path: [...path, leaf] })).toBeUndefined()
    expect(rootFromPath(leaf, { index: 8, size: 8, path })).toBeUndefined()
    expect(rootFromPath(leaf, { index: -1, size: 8, path })).toBeUndefined()
    expect(rootFromPath(leaf, { index: 0, size: 0, path: [] })).toBeUndefined()
  })

  it("comes from parts of 2^n leaves too, which have roots and paths of their own", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 2, 4, 16), fc.nat(), (size, part, seed) => {
        const some = Array.from({ length: size }, (_, place) => hashOfLeaf(Buffer.from(`leaf ${seed} ${place}`)))
        const parts = Array.from({ length: Math.ceil(size / part) }, (_, place) =>
          some.slice(place * part, (place + 1) * part),
        )
        expect(rootOf(parts.map(rootOf))).toEqual(rootOf(some))
        const index = seed % size
        const ofPart = Math.floor(index / part)
        const path = [...pathTo(parts[ofPart] ?? [], index % part), ...pathTo(parts.map(rootOf), ofPart)]
        expect(path).toEqual(pathTo(some, index))
      }),
    )
  })

  it("takes canonical JSON as the bytes of a leaf", () => {
    expect(bytesOf([leafOfValue({ b: 1, a: "é" })])).toEqual([hashOfLeaf(Buffer.from('{"a":"é","b":1}', "utf8"))])
  })
})
