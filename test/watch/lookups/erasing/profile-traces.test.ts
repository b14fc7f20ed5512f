import { expect, it } from "@jest/globals"
import { encodeContact } from "../../../../shared/watch/detection/profiles/profile-encoding.ts"
import { blockKey, codeBlockKey } from "../../../../shared/watch/detection/retailers/number-blocks.ts"
import { forgetTraces, profileTracesOf } from "../../../../shared/watch/lookups/erasing/profile-traces.ts"
import { pairTag } from "../../../../shared/watch/lookups/references/pair-tag.ts"
import { seen } from "../../../desk/breach-world.ts"
import { testKeyedHash } from "../../../doubles/keyed-hash.ts"
import { memoryAccessProfiles } from "../../detection/memory-stores.ts"

it("forgets the visitors of a shipment in the blocks of its numbers, whoever named them", async () => {
  const [hashes, profiles] = [testKeyedHash(), memoryAccessProfiles()]
  const [ordinal, tag] = [1_000_000, "aaaaab"]
  const pair = (subject: string) => {
    const of = { at: 1_793_000_000, retailer: 1, series: 1, ordinal, deliveryPoint: 7, subject: 5 }
    const name = pairTag(hashes, "leafline", { subject, tag })
    return encodeContact({ ...of, tag: name, outcome: "hit", proof: "postalCode", history: "known" }, "block")
  }
  const [own, other] = [pair("customer-1"), pair("somebody")]
  const block = blockKey("leafline", ordinal, "otherpost")
  const vouchers = [undefined, "leafline", "northpost", "otherpost"]
  const blocks = [block, ...vouchers.map((party) => codeBlockKey("leafline", ordinal, party))]
  for (const key of blocks) for (const entry of [own, other]) await profiles.record(key, entry, 1_900_000_000)
  const removed = [seen(1, { subject: "subject#customer-1", block })]
  const tags = [{ tag, series: "leafline", ordinal }]
  const { forgotten, kept } = await profileTracesOf({ profiles, hashes }, tags, { removed, kept: [] })
  expect([forgotten.length, kept]).toEqual([blocks.length, 0])
  await forgetTraces({ profiles }, forgotten)
  for (const key of blocks) expect((await profiles.read(key)).attributes.map(({ name }) => name)).toEqual([other.name])
})
