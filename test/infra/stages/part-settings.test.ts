import { describe, expect, it } from "@jest/globals"
import { stageFileProblems } from "../../../infra/stages/read-stage.ts"
import { stageConfig } from "../../../infra/stages/stage-config.ts"

const trial = { region: "ca-central-1", keepData: false }
const edge = { domain: "track.hub.example", hostedZoneId: "Z0123456789" }
const problemsOf = (parts: object, more: object = {}) => stageFileProblems({ ...trial, parts, ...more })

describe("the parts of a stage", () => {
  it("are all taken unless the file says otherwise", () => {
    const all = { desk: true, proof: true, recipientPage: true, console: true, invitedParties: true, vendors: true }
    expect(stageConfig.parse(trial).parts).toEqual(all)
    expect(stageConfig.parse({ ...trial, parts: { proof: false } }).parts).toEqual({ ...all, proof: false })
  })

  it("can all be left out", () => {
    const none = { desk: false, proof: false, recipientPage: false, console: false, invitedParties: false }
    expect(problemsOf({ ...none, vendors: false })).toEqual([])
  })

  it("refuse a name that is none of them, and suggest the nearest", () => {
    expect(problemsOf({ desks: false }).join()).toMatch(/desks.*desk/)
  })

  it.each([
    ["the console without the desk", { desk: false }, {}, "parts.console needs parts.desk, which is false"],
    [
      "the console's files without its sign-in",
      { console: false },
      { browserEdge: { ...edge, console: true } },
      "browserEdge.console needs parts.console, which is false",
    ],
    [
      "a console elsewhere without a sign-in",
      { console: false },
      { consoleUrl: "https://console.hub.example" },
      "consoleUrl needs parts.console, which is false",
    ],
    [
      "partner buses without vendors",
      { vendors: false },
      { partnerBuses: [{ bus: "aws.partner/shopify.com/1/wayseal", party: "maplebooks" }] },
      "partnerBuses needs parts.vendors, which is false",
    ],
    [
      "links that nobody writes",
      { vendors: false },
      { recipientPageUrl: "https://parcels.example/t" },
      "recipientPageUrl needs parts.vendors, which is false",
    ],
    [
      "links to a page that is not there, at the address that AWS gives the API",
      { recipientPage: false },
      { recipientPageUrl: "https://a1b2c3d4e5.execute-api.ca-central-1.amazonaws.com/t" },
      "recipientPageUrl needs parts.recipientPage, which is false",
    ],
    [
      "links to a page that is not there",
      { recipientPage: false },
      { browserEdge: edge, recipientPageUrl: "https://track.hub.example/t" },
      "recipientPageUrl needs parts.recipientPage, which is false",
    ],
  ])("refuse %s, and say how to fix it", (_, parts, more, problem) => {
    const [found, ...others] = problemsOf(parts, more)
    expect(others).toEqual([])
    expect(found).toMatch(new RegExp(`^${problem}.*Leave out .*, or take parts\\.`))
  })

  it("let links lead to a page elsewhere without the page of the stage", () => {
    const elsewhere = { browserEdge: edge, recipientPageUrl: "https://parcels.example/t" }
    expect(problemsOf({ recipientPage: false }, elsewhere)).toEqual([])
  })
})
