import { describe, expect, it } from "@jest/globals"
import { type CheckOptions, checkPackage, holds } from "../../../shared/proof/evidence-package/check-package.ts"
import type { Finding } from "../../../shared/proof/evidence-package/finding.ts"
import { reportInWords } from "../../../shared/proof/evidence-package/finding-in-words.ts"
import { PackageUnreadable, readPackage } from "../../../shared/proof/evidence-package/package-files.ts"
import { alterations } from "./altered-packages.ts"
import { hub, intactDraft, type Package, packageOf, pinned, withFile } from "./sample-package.ts"

const filesOf = (given: Package) => new Map([...given].map(([path, bytes]) => [path, async () => bytes]))

async function check(given: Package, options: Partial<CheckOptions> = {}): Promise<readonly Finding[]> {
  const of = await readPackage(filesOf(given))
  return checkPackage(of, { pinned: [await pinned()], isWhole: true, ...options })
}

const codesOf = (findings: readonly Finding[], wanted: Finding["outcome"]) =>
  Object.fromEntries(findings.flatMap(({ check: name, outcome, code }) => (outcome === wanted ? [[name, code]] : [])))

const intact = async () => packageOf(await intactDraft())

describe("an evidence package", () => {
  it.each(alterations)(
    "says what is broken when $what (promise: package-verifies-offline)",
    async ({ make, broken }) => {
      const findings = await check(await make())
      expect(codesOf(findings, "broken")).toEqual(broken)
      expect(holds(findings)).toBe(Object.keys(broken).length === 0)
    },
  )

  it("says of each check that it holds, and what no signature covers", async () => {
    const findings = await check(await intact())
    expect(codesOf(findings, "holds")).toEqual({
      manifest: "filesMatch",
      chain: "chainHolds",
      signature: "signatureHolds",
      key: "keyEndorsed",
      heads: "headsOnChain",
      evidence: "evidenceMatches",
      exposures: "exposuresMatch",
      statements: "statementsHold",
    })
    expect(codesOf(findings, "unchecked")).toEqual({ dossier: "dossierUnsigned" })
    expect(reportInWords(findings, "en")).toContain(
      "Exposures  Holds        Shipments: 6. Entry 3 holds the digest of this list.",
    )
    expect(reportInWords(findings, "fr")).toContain("Chaîne     Tient        Entrées qui mènent à la tête : 5.")
  })

  it("leaves the key to the reader who named none", async () => {
    expect(codesOf(await check(await intact(), { pinned: [] }), "unchecked")).toMatchObject({ key: "keyNotPinned" })
    const [, newer] = (await hub.all()).keys
    const findings = await check(await intact(), { pinned: [newer?.kid ?? ""] })
    expect(codesOf(findings, "holds")).toMatchObject({ key: "keyPinned" })
  })

  it("trusts no key under the name of another one", async () => {
    const { keys } = await hub.all()
    const [first] = keys
    const swapped = { keys: keys.map((key, place) => (place === 0 ? { ...keys[1], kid: first?.kid } : key)) }
    const findings = await check(await packageOf({ ...(await intactDraft()), keys: swapped }))
    expect(codesOf(findings, "broken")).toMatchObject({ key: "keyNotTrusted" })
  })

  it("does not call a file missing that was only not given", async () => {
    const shown = new Map([...(await intact())].filter(([path]) => !path.startsWith("files/")))
    expect(codesOf(await check(shown, { isWhole: false }), "unchecked")).toMatchObject({
      manifest: "filesNotGiven",
      evidence: "evidenceNotGiven",
    })
    expect(codesOf(await check(shown), "broken")).toEqual({ manifest: "filesMissing" })
  })

  it("does not say that files hold of which a page has only its own copies", async () => {
    const copies = await check(await intact(), { isWhole: false })
    expect(codesOf(copies, "unchecked")).toMatchObject({ manifest: "copiesMatch" })
    expect(codesOf(copies, "holds")).not.toHaveProperty("manifest")
    expect(reportInWords(copies, "en")).toContain("Files      Not checked  The folder was not read.")
  })

  it("names a file that nobody listed, and one that the timeline does not know", async () => {
    const more = withFile(await intact(), "files/ev_2.txt", () => "more")
    expect(await check(more)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: "filesUnlisted", names: ["files/ev_2.txt"] }),
        expect.objectContaining({ code: "evidenceUnnamed", names: ["files/ev_2.txt"] }),
      ]),
    )
  })

  it("says so when the list, its salt, statements or kept heads are not there", async () => {
    const { exposures: _, ...without } = await intactDraft()
    const bare = await packageOf({ ...without, exposures: [], stated: [] })
    const less = new Map([...bare].filter(([path]) => path !== "exposures.jsonl" && path !== "events.jsonl"))
    expect(codesOf(await check(less, { isWhole: false }), "unchecked")).toMatchObject({
      heads: "headsAbsent",
      exposures: "exposuresAbsent",
      statements: "statementsAbsent",
    })
    const unsalted = withFile(await intact(), "manifest.json", (text) => text.replace(/"exposuresSalt": "[^"]*",/, ""))
    expect(codesOf(await check(unsalted), "unchecked")).toMatchObject({ exposures: "exposuresUnsigned" })
  })

  it("names the line of a kept event that is not JSON, and a manifest of another case", async () => {
    const torn = withFile(await intact(), "events.jsonl", (text) => `${text}not JSON`)
    expect(codesOf(await check(torn), "broken")).toMatchObject({ heads: "headsUnreadable" })
    const other = withFile(await intact(), "manifest.json", (text) => text.replace('"leafline"', '"maplebooks"'))
    expect(codesOf(await check(other), "broken")).toEqual({ manifest: "otherCase" })
  })

  it.each(["manifest.json", "dossier.json", "keys.json"])("cannot be read without %s", async (path) => {
    const without = new Map([...(await intact())].filter(([one]) => one !== path))
    await expect(readPackage(filesOf(without))).rejects.toEqual(new PackageUnreadable(path))
    const broken = withFile(await intact(), path, () => "{}")
    await expect(readPackage(filesOf(broken))).rejects.toThrow(path)
  })

  it("cannot be read when its manifest leads out of the folder", async () => {
    const leading = withFile(await intact(), "manifest.json", (text) => text.replace("dossier.json", "../dossier.json"))
    await expect(readPackage(filesOf(leading))).rejects.toThrow("manifest.json")
  })
})
