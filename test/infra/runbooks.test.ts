import { readdirSync, readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { alarmKinds, runbookOfMetric } from "../../infra/constructs/alarm-kinds.ts"
import { readParties } from "../../shared/parties/load-parties.ts"
import { connectorOf, resourcesOf, synthesise } from "./synthesised-exchange.ts"

const project = new URL("../../", import.meta.url)
const folder = "docs/runbooks"
const index = readFileSync(new URL(`${folder}/README.md`, project), "utf8")
const runbooks = readdirSync(new URL(folder, project)).filter((name) => name !== "README.md")

/** One party has an account of its own, and so a connector. The other has a webhook. */
const parties = readParties(new URL("stages/example/parties.json", project))
const { functions, hub } = await synthesise("prod", { parties })
/** Contacts get mail from topics, and have to confirm. */
const withTopics = await synthesise("prod", { parties, settings: { mail: undefined } })
const withAccount = parties.filter(({ account }) => account !== undefined)
const connectors = await Promise.all(withAccount.map((party) => connectorOf("prod", party)))
const alarms = resourcesOf("AWS::CloudWatch::Alarm", ...hub, ...withTopics.hub, ...connectors)
const named = new Set(
  alarms.map(({ Properties }) => /Runbook: docs\/runbooks\/(\S+)$/.exec(Properties["AlarmDescription"])?.[1]),
)

describe("runbooks", () => {
  it("are there for every alarm and for what no alarm tells, and no alarm is without one", () => {
    expect(alarms.length).toBeGreaterThan(40)
    expect([...named, "breach-at-hub.md", "failed-update.md", "restore-table.md"].sort()).toEqual(runbooks.toSorted())
    expect(Object.keys(alarmKinds).map((kind) => `${kind}.md`)).toEqual([...named].sort())
  })

  it("are in the index", () => {
    for (const name of runbooks) expect(index).toContain(`](${name})`)
  })

  it.each(runbooks)(
    "%s says what to see, what to run first, whether to wait, how to mend and when it is over",
    (name) => {
      const text = readFileSync(new URL(`${folder}/${name}`, project), "utf8")
      const parts = [
        "**What you see.**",
        "**First command.**",
        "```sh",
        "**Safe to wait?**",
        "**Mend.**",
        "**Over** when",
      ]
      const places = parts.map((part) => text.indexOf(part))
      expect(places).not.toContain(-1)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
    },
  )

  it("name only functions that there are", () => {
    const logicalIds = resourcesOf("AWS::Lambda::Function", functions).map(({ id }) => id)
    const texts = [...runbooks, "README.md"].map((name) => readFileSync(new URL(`${folder}/${name}`, project), "utf8"))
    const asked = texts
      .flatMap((text) => [...text.matchAll(/\(log_of (\w+)\)|for FUNCTION in ([\w ]+);/g)])
      .flatMap(([, one, several = one ?? ""]) => several.split(" ").map((name) => `${name}Function`))
    expect(asked).toContain("DrawDocumentFunction")
    for (const id of asked) expect(logicalIds.filter((each) => each.startsWith(id))).toHaveLength(1)
  })

  it("follow from the name of a metric of our own, and are demanded for a new one", () => {
    expect(runbookOfMetric("ClaimContested")).toBe("claim-contested")
    expect(() => runbookOfMetric("QuotaReached")).toThrow()
  })
})
