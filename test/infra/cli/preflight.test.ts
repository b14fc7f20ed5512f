import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { quotas } from "../../../infra/cli/preflight/quotas.ts"
import { type StubAnswer, type StubCall, startAwsStub } from "./aws-stub.ts"
import { emptyAccount } from "./empty-account.ts"
import { anyCredentials, type Ran, runWayseal } from "./run-wayseal.ts"

const preflight = (...args: readonly string[]) => runWayseal(["preflight", "--stage", "local", ...args], anyCredentials)

async function against(
  answer: (call: StubCall) => StubAnswer,
  ...args: readonly string[]
): Promise<Ran & { actions: string[] }> {
  const aws = await startAwsStub(answer)
  try {
    const ran = await preflight("--endpoint", aws.url, ...args)
    return { ...ran, actions: aws.calls.map(({ action }) => action) }
  } finally {
    await aws.stop()
  }
}

const report = z.object({
  ready: z.boolean(),
  findings: z.array(
    z.object({ check: z.string(), state: z.string(), text: z.string(), commands: z.array(z.string()).optional() }),
  ),
})

describe("npx wayseal preflight", () => {
  it("exits with 0 and a table when nothing stands in the way, and changes nothing", async () => {
    const { status, stdout, stderr, actions } = await against(emptyAccount())
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(/credentials +│ ok/)
    expect(stdout).toMatch(/Stage "local" can be deployed\.\n$/)
    for (const action of actions) expect(action).toMatch(/^(Get|List|Describe|GET )/)
  }, 30_000)

  it("exits with 1 and says what to do, with commands for the stage's region", async () => {
    const { status, stdout } = await against(
      emptyAccount({
        GetParameter: () => ({ error: "ParameterNotFound" }),
        ListEventBuses: () => ({ json: { EventBuses: [{ Name: "wayseal-local-ingress" }] } }),
      }),
      "--json",
    )
    const { ready, findings } = report.parse(JSON.parse(stdout))
    expect({ status, ready }).toEqual({ status: 1, ready: false })
    expect(findings.filter(({ state }) => state === "toDo")).toMatchObject([
      { check: "bootstrap", commands: ["npx cdk bootstrap aws://000000000000/ca-central-1"] },
      {
        check: "leftovers",
        commands: ["aws events delete-event-bus --name wayseal-local-ingress --region ca-central-1"],
      },
    ])
  }, 30_000)

  it("names each permission that is missing in a line, and still checks the rest", async () => {
    const { status, stdout, stderr } = await against(
      (call) =>
        ["GetCallerIdentity", "GetParameter"].includes(call.action)
          ? emptyAccount()(call)
          : { error: "AccessDeniedException" },
      "--json",
    )
    const { findings } = report.parse(JSON.parse(stdout))
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" })
    expect(findings.find(({ check }) => check === "bootstrap")?.state).toBe("ok")
    const unknown = findings.filter(({ state }) => state === "unknown").map(({ text }) => text)
    expect(unknown).toEqual(expect.arrayContaining([expect.stringContaining("needs lambda:GetAccountSettings")]))
    for (const text of unknown) expect(text).toMatch(/^could not be checked: needs [a-z]+:\w+( and [a-z]+:\w+)*$/)
    expect(new Set(unknown).size).toBe(unknown.length)
    expect(unknown.length).toBeLessThan(quotas.length)
  }, 30_000)

  it("stops at an account that is not the stage's", async () => {
    const other = () => ({ xml: "<Account>444455556666</Account>" })
    const { status, stdout, actions } = await against(emptyAccount({ GetCallerIdentity: other }))
    expect(status).toBe(1)
    expect(stdout).toBe(
      "These credentials are of account 444455556666, but the stage is for 000000000000. Sign in to 000000000000.\n",
    )
    expect(actions).toEqual(["GetCallerIdentity"])
  }, 30_000)

  it("takes the default of a quota that nobody changed", async () => {
    const { status, actions } = await against(
      emptyAccount({
        GetServiceQuota: () => ({ error: "NoSuchResourceException" }),
        GetAWSDefaultServiceQuota: () => ({ json: { Quota: { Value: 20_000 } } }),
      }),
    )
    expect(status).toBe(0)
    expect(actions).toContain("GetAWSDefaultServiceQuota")
  }, 30_000)
})

describe("npx wayseal preflight without an answer", () => {
  it("says in a sentence that there are no credentials", async () => {
    const { status, stdout, stderr } = await runWayseal(["preflight", "--stage", "local"])
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "There are no AWS credentials. Sign in, or set AWS_PROFILE.\n",
      stderr: "",
    })
  }, 30_000)

  it("says in a sentence that nothing listens at the address", async () => {
    const { status, stdout } = await preflight("--endpoint", "http://127.0.0.1:9")
    expect({ status, stdout }).toEqual({ status: 1, stdout: "AWS cannot be reached: nothing listens there.\n" })
  }, 30_000)

  it.each([
    [["--endpoint", "127.0.0.1:4566"], /--endpoint: write a whole URL/],
    [["--stage", "nope"], /There is no stage "nope"/],
    [["--sage", "x"], /unknown option '--sage'/],
  ])("exits with 2 for %j", async (args, sentence) => {
    const { status, stdout, stderr } = await preflight(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(sentence)
  })

  it("prints the rights that it needs, all of which only read", async () => {
    const { status, stdout } = await runWayseal(["preflight", "--permissions", "--json"])
    const { preflight: actions, deployer } = z
      .object({ preflight: z.array(z.string()), deployer: z.array(z.string()) })
      .parse(JSON.parse(stdout))
    expect(status).toBe(0)
    expect(actions.length).toBeGreaterThan(10)
    for (const action of actions) expect(action).toMatch(/^[a-z]+:(Get|List|Describe)/)
    expect(deployer[0]).toContain("sts:AssumeRole")
  }, 30_000)
})
