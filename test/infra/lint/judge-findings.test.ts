import { describe, expect, it } from "@jest/globals"
import { judgeFindings, lintReport } from "../../../infra/lint/judge-findings.ts"

const redundant = { rule: "W3005", message: /^'\w+Role\w+' dependency/, reason: "The CDK names the role too." }

/** A finding as cfn-lint prints it. */
function finding(overrides: { readonly level?: string; readonly rule?: string; readonly message?: string } = {}) {
  const { level = "Warning", rule = "W3005", message = "'AcceptEventRole0' dependency already enforced" } = overrides
  return lintReport.parse([
    {
      Filename: "ca-west-1/Data.template.json",
      Level: level,
      Message: message,
      Rule: { Id: rule, Description: "", ShortDescription: "", Source: "" },
      Location: { Path: ["Resources", "Bus", "DependsOn", 1], Start: {}, End: {} },
    },
  ])
}

describe("findings in templates", () => {
  it("pass when each is an accepted warning", () => {
    expect(judgeFindings(finding(), [redundant])).toEqual([])
  })

  it("say where they are when nobody accepted them", () => {
    expect(judgeFindings(finding({ rule: "W1001", message: "no such thing" }), [])).toEqual([
      "ca-west-1/Data.template.json: Resources/Bus/DependsOn/1: warning W1001: no such thing",
    ])
  })

  it("are not accepted with another message of the same rule", () => {
    const other = finding({ message: "'Table' dependency already enforced" })
    expect(judgeFindings([...finding(), ...other], [redundant])).toEqual([
      expect.stringContaining("'Table' dependency already enforced"),
    ])
  })

  it("are never accepted when they are errors", () => {
    const error = finding({ level: "Error" })
    expect(judgeFindings([...finding(), ...error], [redundant])).toEqual([expect.stringContaining("error W3005")])
  })

  it("may be accepted only while a template has them", () => {
    expect(judgeFindings([], [redundant])).toEqual([
      "The accepted warning W3005 is in no template any more. Remove it.",
    ])
  })
})
