import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals"
import { runReview } from "../../../../infra/cli/laws/run-review.ts"
import { findLaw } from "../../../../shared/desk/law/catalogue.ts"
import { hashOfRule } from "../../../../shared/desk/law/hash-of-rule.ts"
import { readLawReviews } from "../../../../shared/desk/law/load-law-reviews.ts"

const tenfold = (depth: number) =>
  `- &a${depth} [${Array(10)
    .fill(`*a${depth - 1}`)
    .join(", ")}]`

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "review-"))
})
afterEach(() => rmSync(folder, { recursive: true }))

const gdpr = findLaw("eu-gdpr")
const [rule] = gdpr?.rules ?? []
if (gdpr === undefined || rule === undefined) throw new Error("no rule of the GDPR")
const agreed = {
  law: gdpr.id,
  rule: rule.id,
  hash: hashOfRule(gdpr, rule),
  reviewer: "A. Counsel",
  on: "2026-12-02",
  verdict: "agrees",
}
const manyAliases = ["- &a0 [x]", ...Array.from({ length: 9 }, (_, depth) => tenfold(depth + 1))].join("\n")
const take = (reviews: unknown) => {
  const added = join(folder, "export.json")
  writeFileSync(added, JSON.stringify(reviews))
  return runReview({ import: added }, join(folder, "law-reviews.yaml"))
}
const kept = () => readLawReviews(join(folder, "law-reviews.yaml"))

describe("npx wayseal laws review --import", () => {
  it("adds to the reviews of the stages, and has no effect when it is repeated", async () => {
    expect(await take([agreed])).toMatchObject({ status: 0, data: { taken: 1, ofOtherText: [] } })
    const other = { ...agreed, reviewer: "B. Counsel", verdict: "differs", remark: "Not so." }
    await take([other])
    await take([other])
    expect(kept()).toEqual([agreed, other])
    expect(readFileSync(join(folder, "law-reviews.yaml"), "utf8")).toMatch(/^# Written by npx wayseal laws review/)
  })

  it.each([
    ["of another text", { hash: "0".repeat(64) }, `eu-gdpr, rule ${rule.id}: not of the text that is here.`],
    ["of a law that is not here", { law: "xx-no-law" }, `xx-no-law, rule ${rule.id}: there is no such rule here`],
    ["of a rule that is not here", { rule: "no-rule" }, "eu-gdpr, rule no-rule: there is no such rule here"],
  ])("keeps a review %s, and says so", async (_, other, says) => {
    const { status, text } = await take([agreed, { ...agreed, ...other }])
    expect(status).toBe(1)
    expect(text).toContain(says)
    expect(text.match(/, rule /g)).toHaveLength(1)
    expect(kept()).toHaveLength(2)
  })

  it("says at each import which kept reviews are of rules that are gone", async () => {
    await take([{ ...agreed, rule: "no-rule" }])
    expect(await take([agreed])).toMatchObject({ status: 1, data: { ofNoRule: [{ law: "eu-gdpr", rule: "no-rule" }] } })
  })

  it("takes nothing of a file in which something is wrong", async () => {
    await expect(take([agreed, { ...agreed, verdict: "maybe" }])).rejects.toThrow("1.verdict: Invalid option: expected")
    await expect(take({ reviews: [] })).rejects.toThrow("expected array")
    await expect(take("x".repeat(5_000_001))).rejects.toThrow("and may have 5000000: write it shorter")
    await expect(runReview({ import: join(folder, "none.json") })).rejects.toThrow("there is no such file")
    expect(existsSync(join(folder, "law-reviews.yaml"))).toBe(false)
  })

  it.each([
    ["an alias without its anchor", "- *none", "export.json cannot be read: Unresolved alias"],
    ["more aliases than fit the memory", manyAliases, "export.json cannot be read: Excessive alias count"],
    ["bytes that a terminal obeys", "a: b: \u001b[2J", /^[\P{C}\n]*export\.json is no YAML: [\P{C}\n]*$/u],
  ])("names the file with %s", async (_, content, says) => {
    const added = join(folder, "export.json")
    writeFileSync(added, content)
    await expect(runReview({ import: added }, join(folder, "law-reviews.yaml"))).rejects.toThrow(says)
    await expect(runReview({ import: folder })).rejects.toThrow("there is no such file")
  })

  it("needs to know what to do", async () => {
    await expect(runReview({})).rejects.toThrow("Give --out for a page, or --import")
    await expect(runReview({ out: folder, import: folder })).rejects.toThrow("Give --out for a page, or --import")
  })
})

describe("npx wayseal laws review --out", () => {
  it("writes one file with every rule, which loads nothing", async () => {
    await runReview({ out: join(folder, "for/counsel") })
    const page = readFileSync(join(folder, "for/counsel/law-review.html"), "utf8")
    expect(page).toContain("default-src 'none'")
    expect(page).toContain(`data-hash="${agreed.hash}"`)
    expect(page).not.toMatch(/<(link|img|iframe)|<script src/)
  })
})
