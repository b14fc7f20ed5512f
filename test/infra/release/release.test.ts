import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { judgeAudit } from "../../../infra/release/audit.ts"
import { writeRelease } from "../../../infra/release/release-files.ts"
import {
  AlreadyReleased,
  latestRelease,
  type Release,
  readReleases,
  release,
  withRelease,
} from "../../../infra/release/releases.ts"

const project = resolve(import.meta.dirname, "../../..")
const readJson = <Schema extends z.ZodType>(schema: Schema, path: string) =>
  schema.parse(JSON.parse(readFileSync(path, "utf8")))
const packageFile = z.looseObject({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
})
const { version, dependencies, devDependencies } = readJson(packageFile, join(project, "package.json"))

describe("the files of a release", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "wayseal-release-")), version)
  let names: readonly string[] = []
  beforeAll(async () => {
    const audit = { outcome: "clean", sentence: "Nothing is known." } as const
    names = await writeRelease({ project, folder, version, audit })
  }, 300_000)
  afterAll(() => rmSync(join(folder, ".."), { recursive: true }))

  it("all have a checksum that fits", () => {
    const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8").trimEnd().split("\n")
    expect(sums.map((line) => line.slice(66))).toEqual(names.filter((name) => name !== "SHA256SUMS"))
    for (const line of sums) {
      const content = readFileSync(join(folder, line.slice(66)))
      expect(line.slice(0, 64)).toBe(createHash("sha256").update(content).digest("hex"))
    }
  })

  it("are those that docs/releases.md lists, and no other", () => {
    const text = readFileSync(join(project, "docs/releases.md"), "utf8")
    const said = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name = ""]) => name.replace("<version>", version))
    expect(said.sort()).toEqual([...names].sort())
  })

  const listed = (suffix = "") =>
    execFileSync("tar", ["-tzf", join(folder, `wayseal-${version}${suffix}.tar.gz`)], { encoding: "utf8" }).split("\n")

  it("hold the bundle of every function, where the project takes it from", () => {
    const functions = readdirSync(join(project, "functions"), { withFileTypes: true }).filter((one) =>
      one.isDirectory(),
    )
    const wanted = functions.map(({ name }) => `wayseal-${version}/bundles/${name}/index.mjs`)
    expect(
      listed("-bundles")
        .filter((path) => path.endsWith("/index.mjs"))
        .sort(),
    ).toEqual(wanted.sort())
    expect(listed("-bundles")).toContain(`wayseal-${version}/bundles/sources.sha256`)
  })

  it("hold the templates of the example stage", () => {
    expect(
      listed("-templates")
        .filter((path) => path.endsWith(".template.json"))
        .sort(),
    ).toEqual(
      ["Data", "Functions", "Parties-1", "Webhooks"].map(
        (stack) => `wayseal-${version}-templates/Wayseal-example-${stack}.template.json`,
      ),
    )
  })

  it("hold the project as git has it, with its lock file and nothing that git ignores", () => {
    const paths = listed()
    expect(paths).toContain(`wayseal-${version}/package-lock.json`)
    expect(paths).toContain(`wayseal-${version}/infra/lint/requirements.txt`)
    expect(paths.filter((path) => /node_modules|\.local|cdk\.out/.test(path))).toEqual([])
  })

  it("name every package of the lock file in the bill of materials", () => {
    const bill = z
      .looseObject({
        metadata: z.looseObject({ component: z.looseObject({ name: z.string(), version: z.string() }) }),
        components: z.array(z.looseObject({ name: z.string(), version: z.string() })),
      })
      .parse(JSON.parse(readFileSync(join(folder, "sbom.cdx.json"), "utf8")))
    expect(bill.metadata.component).toMatchObject({ name: "wayseal", version })
    const found = new Set(bill.components.map((each) => `${each.name}@${each.version}`))
    for (const [name, pinned] of Object.entries({ ...dependencies, ...devDependencies }))
      expect(found).toContain(`${name}@${pinned.slice(pinned.lastIndexOf("@") + 1)}`)
  })
})

describe("dependencies", () => {
  it("are pinned exactly", () => {
    for (const pinned of Object.values({ ...dependencies, ...devDependencies }))
      expect(pinned).toMatch(/^(npm:[a-z]+@)?\d+\.\d+\.\d+$/)
  })
})

describe("an audit", () => {
  const counted = (moderate: number) =>
    JSON.stringify({ metadata: { vulnerabilities: { info: 0, low: 4, moderate, high: 0, critical: 0 } } })

  it("passes when nothing moderate or worse is known", () => {
    expect(judgeAudit(counted(0)).outcome).toBe("clean")
  })

  it("stops a release when something moderate is known", () => {
    expect(judgeAudit(counted(1))).toEqual({
      outcome: "vulnerable",
      sentence: "Production packages have known vulnerabilities: 0 critical, 0 high, 1 moderate.",
    })
  })

  it.each(['{"message":"405 Method Not Allowed","statusCode":405}', "", "<html>"])(
    "says that it has no answer when a registry prints '%s'",
    (printed) => {
      expect(judgeAudit(printed).outcome).toBe("notAsked")
    },
  )
})

describe("the list of releases", () => {
  const releases = readReleases()

  it("has the version of this project, and dates as the changelog has them", () => {
    expect(releases.map((each) => each.version)).toContain(version)
    const changelog = readFileSync(join(project, "CHANGELOG.md"), "utf8")
    for (const each of releases)
      expect(changelog.includes(`## [${each.version}] - ${each.releasedOn}`)).toBe(each.releasedOn !== null)
  })

  it("refuses a release without its commit, and anything that is no version, date or commit", () => {
    const commit = "0123456789abcdef0123456789abcdef01234567"
    const fits = (one: object) =>
      release.safeParse({ version: "0.1.0", releasedOn: "2026-11-26", commit, ...one }).success
    expect([fits({}), fits({ releasedOn: null }), fits({ releasedOn: null, commit: null })]).toEqual([true, true, true])
    expect(
      [
        { commit: null },
        { commit: "main" },
        { version: "v0.1.0" },
        { releasedOn: "26 November" },
        { tag: "v0.1.0" },
      ].map(fits),
    ).toEqual([false, false, false, false, false])
  })

  it("gets the commit of a version as often as wanted until the changelog gives it a date, and not after", () => {
    const [one, other] = ["1".repeat(40), "2".repeat(40)]
    const set = (commit: string, changelog: string, before: readonly Release[] = []) =>
      withRelease(before, { version: "0.2.0", commit, changelog })
    const candidate = set(one, "# Changelog\n\n## [Unreleased]\n")
    expect(candidate).toEqual([{ version: "0.2.0", releasedOn: null, commit: one }])
    const released = set(other, "## [0.2.0] - 2027-01-15\n", candidate)
    expect(released).toEqual([{ version: "0.2.0", releasedOn: "2027-01-15", commit: other }])
    expect(() => set(one, "## [0.2.0] - 2027-01-15\n", released)).toThrow(AlreadyReleased)
  })

  it("upgrades from the latest release, and from a candidate only before the first one", () => {
    const listed = (version: string, releasedOn: string | null, commit: string | null = "c") => ({
      version,
      releasedOn,
      commit,
    })
    const first = listed("0.1.0", "2026-11-26")
    expect(latestRelease([first, listed("0.2.0", "2027-01-15"), listed("0.3.0", null)])?.version).toBe("0.2.0")
    expect(latestRelease([listed("0.1.0", null)])?.version).toBe("0.1.0")
    expect(latestRelease([listed("0.1.0", null, null)])).toBeUndefined()
  })
})
