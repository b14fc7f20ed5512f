import { describe, expect, it } from "@jest/globals"
import type { AwsFailure } from "../../../../client/command-line/aws-failure.ts"
import { judgeAccount, judgeRegionWithoutAnswer } from "../../../../infra/cli/preflight/judge-account.ts"
import { judgeBootstrap } from "../../../../infra/cli/preflight/judge-bootstrap.ts"
import { judgeRegion } from "../../../../infra/cli/preflight/judge-region.ts"
import { judgeStacks } from "../../../../infra/cli/preflight/judge-stacks.ts"

const wanted = { account: "111122223333", region: "ca-central-1" }
const refused: AwsFailure = { kind: "refused", reason: "AWS does not know these credentials in this region" }
const unreachable: AwsFailure = { kind: "unreachable", reason: "AWS cannot be reached: its name is not known" }

describe("the account of the credentials", () => {
  it("is right when it is the stage's", () => {
    expect(judgeAccount(wanted, "111122223333")).toEqual([
      { check: "credentials", state: "ok", text: "account 111122223333, region ca-central-1" },
    ])
  })

  it("is named when the stage names none", () => {
    const [result] = judgeAccount({ region: "ca-central-1" }, "444455556666")
    expect(result).toMatchObject({ state: "ok", text: expect.stringMatching(/444455556666.*would be deployed there/) })
  })

  it("is wrong when it is another", () => {
    const [result] = judgeAccount(wanted, "444455556666")
    expect(result).toMatchObject({ state: "toDo", text: expect.stringContaining("Sign in to 111122223333") })
  })

  it("is refused in a region that the account has not enabled", () => {
    const [result] = judgeRegionWithoutAnswer(wanted, refused)
    expect(result).toMatchObject({
      check: "region",
      text: expect.stringContaining("has not enabled ca-central-1"),
      commands: ["aws account enable-region --region-name ca-central-1"],
    })
  })

  it("does not answer in a region that does not exist", () => {
    const [result] = judgeRegionWithoutAnswer(wanted, unreachable)
    expect(result).toMatchObject({ check: "region", text: expect.stringContaining("written right") })
  })
})

const planned = (...types: readonly string[]) => ({
  resources: types.map((type) => ({ stackName: "s", logicalId: type, type, properties: {} })),
})

describe("the region", () => {
  it.each([
    ["ca-central-1", "ok", /every resource type/],
    ["ca-west-1", "note", /no schema registry.*leaves it out/],
    ["cn-north-1", "toDo", /outside of the commercial regions/],
    ["us-gov-west-1", "toDo", /outside of the commercial regions/],
    ["eusc-de-east-1", "toDo", /outside of the commercial regions/],
  ])("%s is judged %s", (region, state, text) => {
    const [result, ...others] = judgeRegion(region, planned("AWS::SQS::Queue"))
    expect(others).toEqual([])
    expect(result).toMatchObject({ state, text: expect.stringMatching(text) })
  })

  it("lacks a type that the stage did not leave out", () => {
    const [result] = judgeRegion("ca-west-1", planned("AWS::SQS::Queue", "AWS::EventSchemas::Registry"))
    expect(result).toMatchObject({ state: "toDo", text: expect.stringMatching(/no AWS::EventSchemas::Registry/) })
  })
})

describe("the bootstrap", () => {
  const place = { account: "111122223333", region: "ca-central-1" }
  const needed = { parameter: "/cdk-bootstrap/hnb659fds/version", version: 6 }
  const command = 'npx cdk bootstrap aws://111122223333/ca-central-1 --app ""'
  it.each([
    [undefined, "toDo", [command]],
    ["5", "toDo", [command]],
    ["six", "toDo", [command]],
    ["6", "ok", undefined],
    ["31", "ok", undefined],
  ])("of version %s is %s", (actual, state, commands) => {
    const [result] = judgeBootstrap(place, needed, actual)
    expect(result?.state).toBe(state)
    expect(result?.commands).toEqual(commands)
  })

  it("with a qualifier of the organisation is made with it, beside others", () => {
    const [result] = judgeBootstrap(place, { ...needed, qualifier: "acme" }, undefined)
    expect(result?.commands).toEqual([`${command} --qualifier acme --toolkit-stack-name CDKToolkit-acme`])
  })
})

describe("the stacks", () => {
  const names = ["Wayseal-dev-Data", "Wayseal-dev-Functions"]
  const stacks = (...statuses: readonly string[]) =>
    statuses.map((status, index) => ({ name: names[index] ?? "", status }))

  it("are in nobody's way when there are none, or when they are complete", () => {
    expect(judgeStacks(names, [])).toMatchObject([{ state: "ok", text: expect.stringContaining("first deployment") }])
    expect(judgeStacks(names, stacks("UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"))).toMatchObject([
      { state: "ok", text: expect.stringContaining("Wayseal-dev-Data, Wayseal-dev-Functions") },
    ])
  })

  it.each(["CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS"])(
    "have to be deleted after %s",
    (status) => {
      expect(judgeStacks(names, stacks(status))).toMatchObject([
        {
          state: "toDo",
          commands: [
            "aws cloudformation delete-stack --stack-name Wayseal-dev-Data",
            "aws cloudformation wait stack-delete-complete --stack-name Wayseal-dev-Data",
          ],
        },
      ])
    },
  )

  it("are deleted before the stacks that they need, and one that is not planned any more comes first", () => {
    const old = { name: "Wayseal-dev-Old", status: "DELETE_FAILED" }
    const results = judgeStacks(names, [...stacks("ROLLBACK_COMPLETE", "ROLLBACK_COMPLETE"), old])
    expect(results.map(({ commands }) => commands?.[0]?.split(" ").at(-1))).toEqual([
      "Wayseal-dev-Old",
      "Wayseal-dev-Functions",
      "Wayseal-dev-Data",
    ])
  })

  it("within others are left to these", () => {
    const within = { name: "Wayseal-dev-Functions-Intake-1", status: "UPDATE_ROLLBACK_FAILED" }
    const [result, ...others] = judgeStacks(names, [
      ...stacks("CREATE_COMPLETE", "UPDATE_ROLLBACK_FAILED"),
      { ...within, isWithinAnother: true },
    ])
    expect(result?.text).toContain("Wayseal-dev-Functions could not")
    expect(others).toEqual([])
  })

  it.each([
    ["UPDATE_ROLLBACK_FAILED", /continue-update-rollback/],
    ["UPDATE_FAILED", /rollback-stack/],
  ])("go on after %s", (status, command) => {
    const [result] = judgeStacks(names, stacks(status))
    expect(result?.state).toBe("toDo")
    expect(result?.commands?.[0]).toMatch(command)
  })

  it("are waited for while somebody changes them", () => {
    const [result] = judgeStacks(names, stacks("UPDATE_IN_PROGRESS"))
    expect(result).toMatchObject({ state: "toDo", text: expect.stringContaining("Wait") })
  })
})
