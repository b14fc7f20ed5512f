import { describe, expect, it } from "@jest/globals"
import { loadDeployments } from "../../infra/function-deployments.ts"
import { calledServices } from "../../infra/stages/vpc-endpoints.ts"
import { linesOf, type Reached, reachedFiles, textOf } from "./reached-files.ts"

const deployments = await loadDeployments()
const reached = await reachedFiles([...deployments.keys()])

/** A budget is at most so many files above what is read, so that a function that shrank does not grow back unseen. */
const slack = 8

/** The functions of the main job: to pass on where parcels are, to notice a walk, and to alert both parties. */
const mainJob = [
  "record-shipment",
  "record-progress",
  "relay-tracking",
  "look-up-shipment",
  "record-access",
  "record-counts",
  "watch-reporting",
  "learn-retailer-profile",
  "log-disclosures",
  "raise-anomaly",
  "announce-restriction",
]

/** What one person can read in some days. */
const mainJobLines = 27_350

function reachOf(name: string): Reached {
  const found = reached.get(name)
  if (found === undefined) throw new Error(`functions/${name} is missing`)
  return found
}

const allOf = (name: string): string[] => Object.values(reachOf(name)).flatMap((files) => [...files])

const row = (name: string, files: ReadonlySet<string>, allowed = 0) => ({
  name,
  files: files.size,
  allowed,
  lines: linesOf(files),
})

const clientsIn = (file: string): readonly string[] =>
  [...textOf(file).matchAll(/from "@aws-sdk\/client-([\w-]+)"/g)].map(([, client = ""]) => client)

const print = (rows: readonly ReturnType<typeof row>[]) =>
  process.stdout.write(
    rows
      .map(({ name, files, allowed, lines }) => `${name.padEnd(24)}${files} of ${allowed} files, ${lines} lines\n`)
      .join(""),
  )

describe("what a function reads", () => {
  it("is as many files as its declaration allows, or a few less", () => {
    const rows = [...deployments].flatMap(([name, { reaches }]) => {
      const { atStart, later } = reachOf(name)
      const ofLater = later.size === 0 && reaches.later === undefined ? [] : [row("  later", later, reaches.later)]
      return [row(name, atStart, reaches.files), ...ofLater]
    })
    print(rows)
    expect(rows.filter(({ files, allowed }) => files > allowed || files < allowed - slack)).toEqual([])
  })

  it("is no file of a law: the laws are data beside its bundle", () => {
    expect(
      [...deployments.keys()].flatMap(allOf).filter((file) => /law\/(load-laws|law-file)\.ts$/.test(file)),
    ).toEqual([])
  })

  it("is at most 30 files for a wrong path", () => {
    expect(deployments.get("answer-other-paths")?.reaches.files).toBeLessThanOrEqual(30)
  })

  it.each([
    ["accept-event", "shared/(intake|watch|desk|proof|pages)/"],
    ["deliver-webhook", "shared/(intake|watch|desk|proof|pages)/"],
    ["retry-webhooks", "shared/(intake|watch|desk|proof|pages)/"],
    ["alert-parties", "shared/desk/(law|dossier)/"],
  ])("is for %s at its start nothing of %s", (name, others) => {
    expect([...reachOf(name).atStart].filter((file) => new RegExp(`^${others}`).test(file))).toEqual([])
  })

  it.each([
    ...mainJob.map((name) => [name, "shared/(desk|proof|pages)/"] as const),
    ["claim-exposures", "shared/(desk/dossier|proof|pages)/"],
    ["extend-exposures", "shared/(desk/dossier|proof|pages)/"],
  ])("is for %s never anything of %s", (name, others) => {
    expect(allOf(name).filter((file) => new RegExp(`^${others}`).test(file))).toEqual([])
  })

  it("has the clients of the services that each stage in a VPC has to reach, beside mail and the operator's page", () => {
    const files = [...deployments.keys()].filter((name) => name !== "serve-operator-page").flatMap(allOf)
    // The watch over triggers shares a file with that page, which alone reads metrics.
    const ofSome = new Set(["sesv2", "cloudwatch"])
    const called = new Set([...new Set(files)].flatMap(clientsIn).filter((client) => !ofSome.has(client)))
    const serviceOf: Readonly<Record<string, string>> = { eventbridge: "events", "secrets-manager": "secretsmanager" }
    expect([...called].map((client) => serviceOf[client] ?? client).sort()).toEqual(
      calledServices({})
        .map(({ service }) => service)
        .sort(),
    )
  })

  it("is for the main job what one person can read", () => {
    const files = new Set(mainJob.flatMap(allOf))
    process.stdout.write(`the main job: ${files.size} files, ${linesOf(files)} lines of ${mainJobLines}\n`)
    expect(linesOf(files)).toBeLessThanOrEqual(mainJobLines)
  })
})
