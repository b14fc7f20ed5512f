import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { checkHeadSignature } from "../../../shared/desk/dossier/verify-head-signature.ts"
import { headMessage, verifyChain } from "../../../shared/desk/timeline.ts"
import { testSigner } from "../../base/platform/signing/test-signer.ts"
import { aliasIn, breachWorld, seen, soleCase, timelineHeadIn, walkAnomaly } from "../breach-world.ts"

describe("a case", () => {
  it("writes timelines that verify against the head that each party received", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 12; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    const { head, caseId } = soleCase(world)
    const rows = world.rowsOf("timeline").sort((one, other) => one.entry.seq - other.entry.seq)
    const chains = ["leafline", "northpost"].map((id) => ({
      name: aliasIn(world, { caseId }, id),
      signed: timelineHeadIn(world, { caseId }, id),
      entries: rows.flatMap(({ copies }) => copies.flatMap((copy) => (copy.partyId === id ? [copy.entry] : []))),
    }))
    const keys = await testSigner.all()
    const kid = keys.keys[0]?.kid ?? ""
    for (const { name, signed, entries } of [
      ...chains,
      { name: caseId, signed: head, entries: rows.map(({ entry }) => entry) },
    ]) {
      const { seq = 0, hash = "", mac } = signed ?? {}
      expect(verifyChain(entries, { seq, hash })).toMatchObject({ ok: true })
      expect(mac).toBe(await world.desk.macHead(headMessage(name, { seq, hash })))
      // The hub's own timeline is shown to nobody. Those of parties can be checked without the hub.
      const { signature } = signed ?? {}
      const check = { caseAlias: name, head: { seq, hash }, signature }
      expect(checkHeadSignature(check, keys, [kid])).toBe(name === caseId ? "absent" : "holds")
      if (name !== caseId)
        expect(checkHeadSignature({ ...check, caseAlias: "WS-0000000000" }, keys, [kid])).toBe("wrong")
    }
    for (const { data } of world.exchange.published(breachCaseOpened)) {
      const chain = chains.find(({ name }) => name === data.caseAlias)
      expect(chain?.entries[data.timelineHead.seq - 1]?.hash).toBe(data.timelineHead.hash)
      const { signature, ...head } = data.timelineHead
      expect(checkHeadSignature({ caseAlias: data.caseAlias, head, signature }, keys, [kid])).toBe("holds")
    }
    // The hub's own entry holds the hashes of the copies, so that no copy can be rewritten either.
    for (const { entry, copies } of rows) {
      expect(entry.data["copies"]).toEqual(Object.fromEntries(copies.map((copy) => [copy.partyId, copy.entry.hash])))
    }
  })

  it("fails once, with every signature awaited, when the key for heads is away", async () => {
    let isAway = false
    let asked = 0
    const interrupt = async (point: string) => {
      if (!isAway || point !== "kms.generateMac:before") return
      asked += 1
      // The first signature waits, and the others fail before it.
      if (asked === 1) await new Promise((resolve) => setTimeout(resolve, 20))
      throw new Error("KMS is away")
    }
    const world = breachWorld({ interrupt })
    const unhandled: unknown[] = []
    const note = (reason: unknown) => unhandled.push(reason)
    process.on("unhandledRejection", note)
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    isAway = true
    await expect(world.settle()).rejects.toThrow("KMS is away")
    await new Promise((resolve) => setTimeout(resolve, 40))
    process.off("unhandledRejection", note)
    expect(asked).toBeGreaterThan(1)
    expect(unhandled).toEqual([])
  })
})
