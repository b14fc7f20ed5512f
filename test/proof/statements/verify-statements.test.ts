import { describe, expect, it } from "@jest/globals"
import type { LoggedDisclosure, LoggedLeaf } from "../../../shared/base/contracts/logged-disclosure.ts"
import type { Statement } from "../../../shared/base/contracts/statement.ts"
import { bytesOf, leafOfValue, rootOf } from "../../../shared/base/platform/merkle-tree.ts"
import { signedText } from "../../../shared/base/platform/signing/signed-text.ts"
import { verifyStatementChain } from "../../../shared/proof/statements/verify-chain.ts"
import { compareShared, verifyInclusion, verifyLeaves } from "../../../shared/proof/statements/verify-disclosures.ts"
import { hashOfStatement, verifyStatement } from "../../../shared/proof/statements/verify-statement.ts"
import { memorySigner } from "../../base/platform/signing/memory-signer.ts"
import { newPrivateKey } from "../../base/platform/signing/test-signer.ts"
import { seen } from "../../desk/breach-world.ts"
import { statementWorld } from "./statement-world.ts"

const empty = { size: 0, root: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" }

function aStatement(change: Partial<Statement> = {}): Statement {
  return {
    type: "wayseal-statement-1",
    party: "leafline",
    number: 1,
    day: "2026-11-01",
    previous: null,
    ledger: empty,
    disclosures: 0,
    lookups: [],
    shared: [],
    findings: { anomalyIds: [] },
    cases: { open: [] },
    watch: [],
    ...change,
  }
}

/** A hub with keys, the oldest first. It signs what a test gives it. */
async function aHub(...keys: [string, ...string[]]) {
  const signer = memorySigner(keys)
  const published = await signer.all()
  const pins = published.keys.map(({ kid }) => kid)
  const sign = async (content: object, kind: "statement" | "head" = "statement"): Promise<string> => {
    const { keyId, value } = await signer.sign(kind, content)
    return `${signedText(kind, keyId, content)}.${value}`
  }
  return { published, pins, sign }
}

describe("the signature of a statement", () => {
  it("holds under a pinned key, and under one that a pinned key endorses", async () => {
    const [old, young] = [newPrivateKey(), newPrivateKey()]
    const before = await aHub(old)
    const after = await aHub(old, young)
    const [first, second] = [await before.sign(aStatement()), await after.sign(aStatement({ number: 2 }))]
    for (const pinned of [after.pins.slice(0, 1), after.pins.slice(1)]) {
      expect(verifyStatement(first, after.published, pinned)).toMatchObject({ ok: true })
      expect(verifyStatement(second, after.published, pinned)).toMatchObject({
        ok: true,
        hash: hashOfStatement(second),
      })
    }
  })

  it("does not hold for another key, another kind, or a changed text", async () => {
    const hub = await aHub(newPrivateKey())
    const other = await aHub(newPrivateKey())
    const jws = await hub.sign(aStatement())
    const [header = "", content = "", value = ""] = jws.split(".")
    const check = (text: string, keys = hub.published, pins = hub.pins) => {
      const found = verifyStatement(text, keys, pins)
      return found.ok ? "holds" : found.refusal
    }
    expect(check(jws)).toBe("holds")
    expect(check(jws, other.published, other.pins)).toBe("unknownKey")
    expect(check(jws, hub.published, other.pins)).toBe("unknownKey")
    const changed = Buffer.from(JSON.stringify({ ...aStatement(), disclosures: 1 })).toString("base64url")
    expect(check(`${header}.${changed}.${value}`)).toBe("malformed")
    const canonical = signedText("statement", hub.pins[0] ?? "", { ...aStatement(), disclosures: 1 })
    expect(check(`${canonical}.${value}`)).toBe("signature")
    expect(check(await hub.sign(aStatement(), "head"))).toBe("malformed")
    expect(check(`${header}.${content}`)).toBe("malformed")
    expect(check("")).toBe("malformed")
    expect(check(`${header}.${content}.${"A".repeat(86)}`)).toBe("signature")
    expect(check(await hub.sign({ ...aStatement(), more: 1 }))).toBe("malformed")
  })
})

describe("the chain of a party's statements", () => {
  /** Four days in a chain, as a party that verified each of them holds them. */
  async function chain(change: (content: Statement) => Partial<Statement> = () => ({})) {
    const hub = await aHub(newPrivateKey())
    const held = []
    let previous: string | null = null
    for (const number of [1, 2, 3, 4]) {
      const plain = aStatement({ number, day: `2026-11-0${number}`, previous })
      const jws = await hub.sign({ ...plain, ...change(plain) })
      const check = verifyStatement(jws, hub.published, hub.pins)
      if (!check.ok) throw new Error(check.refusal)
      held.push(check)
      previous = check.hash
    }
    return held
  }

  it("holds in any order, with repeats, and from any day on", async () => {
    const held = await chain()
    expect(verifyStatementChain(held)).toEqual([])
    expect(verifyStatementChain([...held, ...held].reverse())).toEqual([])
    expect(verifyStatementChain(held.slice(2))).toEqual([])
    expect(verifyStatementChain([])).toEqual([])
  })

  it("shows a missing day, a statement of another party, and one that names another one before", async () => {
    const held = await chain()
    expect(verifyStatementChain(held.filter((_, place) => place !== 1))).toEqual([
      { kind: "missing", day: "2026-11-02", number: 2 },
    ])
    const rewritten = await chain(({ number }) => (number === 3 ? { previous: "A".repeat(43) } : {}))
    expect(verifyStatementChain(rewritten)).toEqual([{ kind: "broken", day: "2026-11-03", number: 3 }])
    const skipped = await chain(({ number }) => (number === 3 ? { day: "2026-11-07" } : {}))
    expect(verifyStatementChain(skipped).map(({ kind }) => kind)).toContain("broken")
    const foreign = await chain(({ number }) => (number === 2 ? { party: "maplebooks" } : {}))
    expect(verifyStatementChain(foreign)).toEqual([{ kind: "otherParty", day: "2026-11-02", number: 2 }])
    const begun = await chain(({ number }) => (number === 1 ? { previous: "A".repeat(43) } : {}))
    expect(verifyStatementChain(begun)).toEqual([{ kind: "broken", day: "2026-11-01", number: 1 }])
  })

  it("shows a number that was skipped although no day is missing", async () => {
    const skipped = await chain(({ number }) => (number > 2 ? { number: number + 2 } : {}))
    expect(verifyStatementChain(skipped)).toEqual([{ kind: "broken", day: "2026-11-03", number: 5 }])
    const once = await chain(({ number }) => (number > 2 ? { number: number + 1 } : {}))
    expect(verifyStatementChain(once)).toEqual([{ kind: "broken", day: "2026-11-03", number: 4 }])
  })

  it("shows a fork where only the numbers are the same, or only the days", async () => {
    const days = await chain(({ number }) => (number === 3 ? { day: "2026-11-02" } : {}))
    expect(verifyStatementChain(days.slice(0, 3))).toEqual([{ kind: "fork", day: "2026-11-02", number: 3 }])
    const numbers = await chain(({ number }) => (number === 3 ? { number: 2 } : {}))
    expect(verifyStatementChain(numbers.slice(1, 3))).toMatchObject([{ kind: "fork", number: 2 }])
  })

  it("shows a fork: two statements of one day that differ", async () => {
    const [one, other] = [await chain(), await chain(() => ({ disclosures: 1 }))]
    const fork = other[3]
    if (fork === undefined) throw new Error("there is one")
    const problems = verifyStatementChain([...one, fork])
    expect(problems).toContainEqual({ kind: "fork", day: "2026-11-04", number: 4 })
  })
})

describe("the leaves of a day", () => {
  async function aDay() {
    const world = await statementWorld()
    await world.disclose(...[1, 2, 3, 4, 5].map((number) => seen(number)))
    world.setTime("2026-11-02T01:05:00.000Z")
    await world.make()
    const stated = world.told("northpost")[0]?.statement
    if (stated === undefined) throw new Error("there is one")
    return { world, stated, leaves: await world.leaves("northpost", "2026-11-01", 2) }
  }

  it("are those of the statement, whatever the pages", async () => {
    const { leaves, stated } = await aDay()
    expect(leaves).toHaveLength(5)
    expect(verifyLeaves(leaves, stated)).toEqual([])
  })

  it("show what was left out, added, changed or moved", async () => {
    const { leaves, stated } = await aDay()
    const [first, second, ...others] = leaves
    if (first?.disclosure === undefined || second === undefined) throw new Error("there are five")
    expect(verifyLeaves(leaves.slice(1), stated)).toContain("root")
    expect(verifyLeaves([...leaves, first], stated)).toContain("root")
    expect(verifyLeaves([second, first, ...others], stated)).toEqual(["root"])
    const changed: LoggedLeaf = { ...first, disclosure: { ...first.disclosure, at: "2026-11-01T15:00:00.000Z" } }
    expect(verifyLeaves([changed, second, ...others], stated)).toContain("leaf")
    expect(verifyLeaves(leaves, { ...stated, disclosures: 4 })).toEqual(["disclosures"])
    expect(verifyLeaves(leaves, { ...stated, lookups: [] })).toEqual(["lookups"])
    const [row] = stated.shared
    if (row === undefined) throw new Error("it shares with the retailer")
    expect(verifyLeaves(leaves, { ...stated, shared: [{ ...row, root: empty.root }] })).toEqual(["shared"])
    expect(verifyLeaves(leaves, { ...stated, shared: [{ ...row, disclosures: 4 }] })).toEqual(["shared"])
    expect(verifyLeaves(leaves, { ...stated, shared: [] })).toEqual(["shared"])
  })

  it("show a size, a lookup or a day that does not follow from them", async () => {
    const { leaves, stated } = await aDay()
    expect(verifyLeaves(leaves, { ...stated, ledger: { ...stated.ledger, size: 4 } })).toEqual(["root"])
    const more = { tool: "guarded", proof: "none", entries: 1 } as const
    expect(verifyLeaves(leaves, { ...stated, lookups: [...stated.lookups, more] })).toEqual(["lookups"])
    const moved = relaid(leaves, { day: "2026-11-02" })
    expect(verifyLeaves(moved.leaves, { ...stated, ledger: moved.ledger })).toContain("leaf")
  })

  it("that replace earlier ones are no new disclosures", async () => {
    const { leaves, stated } = await aDay()
    const replacing = relaid(leaves, { replaces: "A".repeat(43) })
    const later = { ...stated, ledger: replacing.ledger }
    expect(verifyLeaves(replacing.leaves, { ...later, disclosures: 4 })).toEqual([])
    expect(verifyLeaves(replacing.leaves, later)).toEqual(["disclosures"])
  })

  /** The leaves with the first disclosure changed, and a ledger that has them so. */
  function relaid([first, ...others]: readonly LoggedLeaf[], change: Partial<LoggedDisclosure>) {
    if (first?.disclosure === undefined) throw new Error("there are five")
    const disclosure = { ...first.disclosure, ...change }
    const laid = [{ leaf: leafOfValue(disclosure), disclosure }, ...others]
    const root = rootOf(bytesOf(laid.map(({ leaf }) => leaf))).toString("base64url")
    return { leaves: laid, ledger: { size: laid.length, root }, disclosure }
  }

  it("may stand without their disclosures, which can hide only as many as there are such leaves", async () => {
    const { leaves, stated } = await aDay()
    const [first, ...others] = leaves
    if (first === undefined) throw new Error("there are five")
    const erased = [{ leaf: first.leaf }, ...others]
    expect(verifyLeaves(erased, stated)).toEqual([])
    expect(verifyLeaves(erased, { ...stated, disclosures: 6 })).toEqual(["disclosures"])
    expect(verifyLeaves(erased, { ...stated, disclosures: 3 })).toEqual(["disclosures"])
  })

  it("lead to the root one by one", async () => {
    const { world, stated } = await aDay()
    const [proof] = await world.desk.proveAccesses("northpost", [seen(3)])
    if (proof?.state !== "included") throw new Error("it is included")
    const { disclosure } = proof
    expect(disclosure).toMatchObject({ accessId: seen(3).accessId, day: "2026-11-01" })
    expect(verifyInclusion(disclosure, proof, stated)).toBe(true)
    expect(verifyInclusion({ ...disclosure, fields: ["phase"] }, proof, stated)).toBe(false)
    expect(verifyInclusion(disclosure, { ...proof, index: (proof.index + 1) % 5 }, stated)).toBe(false)
    expect(verifyInclusion(disclosure, { ...proof, path: proof.path.slice(1) }, stated)).toBe(false)
    expect(verifyInclusion(disclosure, proof, { ...stated, day: "2026-11-02" })).toBe(false)
    expect(verifyInclusion(disclosure, { ...proof, day: "2026-11-02" }, stated)).toBe(false)
    const [first] = relaid([{ leaf: "", disclosure }], { day: "2026-11-02" }).leaves
    const ledger = { size: 1, root: rootOf(bytesOf([first?.leaf ?? ""])).toString("base64url") }
    const alone = { day: "2026-11-01", index: 0, path: [] }
    expect(first?.disclosure && verifyInclusion(first.disclosure, alone, { ...stated, ledger })).toBe(false)
    const leafline = world.told("leafline")[0]?.statement
    expect(leafline && verifyInclusion(disclosure, proof, leafline)).toBe(false)
  })
})

describe("what the statements of a retailer and a carrier share", () => {
  const row = (pair: string, disclosures: number, root = empty.root) => ({
    pair: pair.padEnd(43, "p"),
    tool: "observed:northpost",
    alias: "Northpost",
    disclosures,
    root,
  })
  const of = (day: string, ...shared: ReturnType<typeof row>[]) => ({ day, shared })
  const one = of("2026-11-01", row("p1", 2), row("p2", 3))

  it("is the same, or differs in one pair, in the count alone or in the root alone", () => {
    expect(compareShared(one, of("2026-11-01", row("p2", 3), row("p1", 2)))).toBeUndefined()
    expect(compareShared(one, of("2026-11-01", row("p1", 2), row("p2", 4)))).toBe("differs")
    expect(compareShared(one, of("2026-11-01", row("p1", 2, "A".repeat(43))))).toBe("differs")
  })

  it("cannot be compared on different days, or where neither lists the other", () => {
    expect(compareShared(one, of("2026-11-02", row("p1", 2)))).toBe("otherDay")
    expect(compareShared(one, of("2026-11-01", row("p3", 2)))).toBe("notShared")
  })
})
