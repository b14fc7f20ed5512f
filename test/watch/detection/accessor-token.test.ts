import { describe, expect, it } from "@jest/globals"
import { SealBroken } from "../../../shared/base/platform/sealing.ts"
import { openTokens, sealToken, tokenKeyOf } from "../../../shared/watch/detection/accessor-token.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { memorySealer } from "../../doubles/sealing.ts"

const token = "tok_c81e728d9d4c2f63"
const tools = () => ({ keyedHash: testKeyedHash(), sealer: memorySealer() })

describe("an accessor token at rest", () => {
  it("is sealed, opens for its carrier, and is found by its key however often it is sealed", async () => {
    const using = tools()
    const [one, other] = [await sealToken(using, "northpost", token), await sealToken(using, "northpost", token)]
    expect(JSON.stringify([one, other])).not.toContain(token)
    expect(one.sealed).not.toBe(other.sealed)
    expect([one.tokenKey, other.tokenKey]).toEqual(Array(2).fill(tokenKeyOf(using.keyedHash, "northpost", token)))
    expect(await openTokens(using.sealer, "northpost", [one, other])).toEqual([token, token])
  })

  it("has another key for another carrier, which cannot open it", async () => {
    const using = tools()
    const own = await sealToken(using, "northpost", token)
    const others = await sealToken(using, "otherpost", token)
    expect(others.tokenKey).not.toBe(own.tokenKey)
    await expect(openTokens(using.sealer, "otherpost", [own])).rejects.toThrow(SealBroken)
    await expect(openTokens(using.sealer, "northpost", [{ ...own, tokenKey: others.tokenKey }])).rejects.toThrow(
      SealBroken,
    )
  })

  it("keeps its key when the secret rotates", () => {
    const secret = { activeFrom: { 1: "1970-01-01T00:00:00Z" }, 1: "a first secret for tests alone, worth nothing" }
    const rotated = {
      ...secret,
      activeFrom: { ...secret.activeFrom, 2: "1970-01-01T00:00:00Z" },
      2: "a second secret for tests alone, worth nothing",
    }
    const [before, after] = [secret, rotated].map((one) => testKeyedHash(JSON.stringify(one)))
    expect(before && tokenKeyOf(before, "northpost", token)).toBe(after && tokenKeyOf(after, "northpost", token))
    expect(before?.hash("accessor-token", token)).not.toBe(after?.hash("accessor-token", token))
  })

  it("is left out once its key is shredded", async () => {
    const using = tools()
    const sealed = await sealToken(using, "northpost", token)
    await using.sealer.shred("tokens#northpost")
    expect(await openTokens(using.sealer, "northpost", [sealed])).toEqual([])
  })
})
