import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { judgeAudit } from "../../../infra/release/audit.ts"
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
  allowScripts: z.record(z.string(), z.boolean()),
})
const lockFile = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ hasInstallScript: z.boolean().optional() })),
})
const { version, allowScripts } = readJson(packageFile, join(project, "package.json"))

describe("dependencies", () => {
  it("that bring an install script are allowed or denied by name, and three allowed (promise: install-scripts-are-listed)", () => {
    const { packages } = readJson(lockFile, join(project, "package-lock.json"))
    const withScript = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
      hasInstallScript === true ? [path.replace(/^.*node_modules\//, "")] : [],
    )
    expect(withScript.filter((name) => allowScripts[name] === undefined)).toEqual([])
    expect(Object.values(allowScripts).filter(Boolean)).toHaveLength(3)
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
