import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { quotas } from "../../../infra/cli/preflight/quotas.ts"
import { readStage, stageFileName } from "../../../infra/stages/read-stage.ts"
import { type StageSettings, stageConfig } from "../../../infra/stages/stage-config.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { inNode } from "../../in-node.ts"
import { exampleParties } from "../example-stage.ts"
import { type StubAnswer, type StubCall, startAwsStub } from "./aws-stub.ts"
import { answer, answerWith } from "./command-line/answer.ts"
import { emptyAccount } from "./empty-account.ts"
import { anyCredentials } from "./run-wayseal.ts"

const stage = readStage("local")

const checkResults = z.array(
  z.object({
    check: z.string(),
    state: z.enum(["ok", "note", "toDo", "unknown", "notShown"]),
    text: z.string(),
    commands: z.array(z.string()).optional(),
  }),
)
type CheckResult = z.infer<typeof checkResults>[number]
const preflight = async (url: string, settings: Partial<StageSettings>, parties?: readonly Party[]) =>
  checkResults.parse(
    await inNode("test/infra/cli/preflight/local-preflight.ts", "localPreflight", url, settings, parties),
  )

/** What the check finds, and what it asked. */
async function results(
  answer: (call: StubCall) => StubAnswer,
  settings: Partial<StageSettings> = {},
): Promise<{ found: readonly CheckResult[]; actions: string[] }> {
  const aws = await startAwsStub(answer)
  try {
    const found = await preflight(aws.url, settings)
    return { found, actions: aws.calls.map(({ action }) => action) }
  } finally {
    await aws.stop()
  }
}

const inState = (found: readonly CheckResult[], state: CheckResult["state"]) =>
  found.filter((each) => each.state === state)

describe("the check of an account", () => {
  it("finds nothing to do in an account that is ready, and changes nothing", async () => {
    const { found, actions } = await results(emptyAccount())
    expect(inState(found, "toDo").concat(inState(found, "unknown"))).toEqual([])
    expect(found.map(({ check }) => check)).toEqual(
      expect.arrayContaining(["credentials", "region", "bootstrap", "stacks", "leftovers", "concurrency", "quotas"]),
    )
    for (const action of actions) expect(action).toMatch(/^(Get|List|Describe|GET )/)
    expect(actions.filter((action) => action === "ListTables")).toHaveLength(1)
  })

  it("says what to do, with commands for the stage's region", async () => {
    const { found } = await results(
      emptyAccount({
        GetParameter: () => ({ error: "ParameterNotFound" }),
        ListEventBuses: () => ({ json: { EventBuses: [{ Name: "wayseal-local-ingress" }] } }),
      }),
    )
    expect(inState(found, "toDo")).toMatchObject([
      { check: "bootstrap", commands: ['npx cdk bootstrap aws://000000000000/ca-central-1 --app ""'] },
      {
        check: "leftovers",
        commands: ["aws events delete-event-bus --name wayseal-local-ingress --region ca-central-1"],
      },
    ])
  })

  const edge = { domain: "track.hub.example", hostedZoneId: "Z0123456789" }
  const certificateArn = "arn:aws:acm:us-east-1:000000000000:certificate/12345678-1234-1234-1234-123456789012"

  it("asks in us-east-1 for what an edge needs, and finds nothing to do when it is there", async () => {
    const asked: string[] = []
    const ready = emptyAccount({
      DescribeCertificate: () => ({
        json: {
          Certificate: { Status: "ISSUED", DomainName: "hub.example", SubjectAlternativeNames: ["*.hub.example"] },
        },
      }),
      "GET /2013-04-01/hostedzone/Z0123456789": () => ({
        document:
          "<GetHostedZoneResponse><HostedZone><Id>/hostedzone/Z0123456789</Id><Name>hub.example.</Name>" +
          "<Config><PrivateZone>false</PrivateZone></Config></HostedZone></GetHostedZoneResponse>",
      }),
    })
    const browserEdge = stageConfig.shape.browserEdge.parse({ ...edge, certificateArn })
    const { found } = await results(
      (call) => {
        asked.push(`${call.region} ${call.action}`)
        return ready(call)
      },
      { browserEdge },
    )
    expect(inState(found, "toDo").concat(inState(found, "unknown"))).toEqual([])
    const said = found.map(({ check, text }) => `${check}: ${text}`)
    expect(said).toEqual(
      expect.arrayContaining([
        "bootstrap: version 21, at least 6 is needed",
        "bootstrap: us-east-1: version 21, at least 6 is needed",
        "certificate: issued for track.hub.example",
        "hosted zone: track.hub.example is in hub.example",
      ]),
    )
    for (const action of ["GetParameter", "DescribeStacks", "DescribeCertificate"])
      expect(asked).toContain(`us-east-1 ${action}`)
  })

  it("says what an edge lacks, with commands for us-east-1", async () => {
    const browserEdge = stageConfig.shape.browserEdge.parse({ domain: edge.domain, certificateArn })
    const { found } = await results(
      (call) =>
        emptyAccount({
          GetParameter: () =>
            call.region === "us-east-1" ? { error: "ParameterNotFound" } : { json: { Parameter: { Value: "21" } } },
          DescribeCertificate: () => ({ json: { Certificate: { Status: "PENDING_VALIDATION" } } }),
          DescribeStacks: () => ({
            xml:
              call.region === "us-east-1"
                ? `<Stacks>${["Wayseal-local-Edge", "Wayseal-local-Data"]
                    .map(
                      (name) =>
                        `<member><StackName>${name}</StackName><StackStatus>ROLLBACK_COMPLETE</StackStatus>` +
                        "<CreationTime>2026-01-01T00:00:00Z</CreationTime></member>",
                    )
                    .join("")}</Stacks>`
                : "<Stacks></Stacks>",
          }),
          ListStackResources: () => ({ xml: "<StackResourceSummaries></StackResourceSummaries>" }),
        })(call),
      { browserEdge },
    )
    const toDo = inState(found, "toDo")
    expect(toDo.map(({ check }) => check)).toEqual(["bootstrap", "certificate", "stacks"])
    expect(toDo[0]?.commands).toEqual(['npx cdk bootstrap aws://000000000000/us-east-1 --app ""'])
    for (const command of toDo.slice(1).flatMap(({ commands = [] }) => commands))
      expect(command).toMatch(/^aws .+ --region us-east-1$/)
    expect(toDo[2]?.text).toContain("Wayseal-local-Edge is ROLLBACK_COMPLETE")
  })

  it("names each permission that is missing in a line, and still checks the rest", async () => {
    const { found } = await results((call) =>
      ["GetCallerIdentity", "GetParameter"].includes(call.action)
        ? emptyAccount()(call)
        : { error: "AccessDeniedException" },
    )
    expect(found.find(({ check }) => check === "bootstrap")?.state).toBe("ok")
    const unknown = inState(found, "unknown").map(({ text }) => text)
    expect(unknown).toEqual(expect.arrayContaining([expect.stringContaining("needs lambda:GetAccountSettings")]))
    for (const text of unknown) expect(text).toMatch(/^could not be checked: needs [a-z]+:\w+( and [a-z]+:\w+)*$/)
    expect(new Set(unknown).size).toBe(unknown.length)
    expect(unknown.length).toBeLessThan(quotas.length)
  })

  it("stops at an account that is not the stage's", async () => {
    const { found, actions } = await results(
      emptyAccount({ GetCallerIdentity: () => ({ xml: "<Account>444455556666</Account>" }) }),
    )
    expect(found).toMatchObject([{ state: "toDo", text: expect.stringContaining("Sign in to 000000000000") }])
    expect(actions).toEqual(["GetCallerIdentity"])
  })

  it("takes the default of a quota that nobody changed", async () => {
    const { found, actions } = await results(
      emptyAccount({
        GetServiceQuota: () => ({ error: "NoSuchResourceException" }),
        GetAWSDefaultServiceQuota: () => ({ json: { Quota: { Value: 20_000 } } }),
      }),
    )
    expect(inState(found, "toDo").concat(inState(found, "unknown"))).toEqual([])
    expect(actions).toContain("GetAWSDefaultServiceQuota")
  })

  it("asks SES whether mails would be sent, in a stage that sends them", async () => {
    const mail = { from: "alerts@hub.example" }
    const answers = {
      "GET /v2/email/identities/hub.example": () => ({ error: "NotFoundException" }),
      "GET /v2/email/account": () => ({
        json: {
          ProductionAccessEnabled: false,
          SendingEnabled: true,
          EnforcementStatus: "HEALTHY",
          SendQuota: { Max24HourSend: 200, MaxSendRate: 1 },
        },
      }),
    }
    const { found } = await results(emptyAccount(answers), { mail })
    expect(found.filter(({ check }) => check === "mail").map(({ state, text }) => [state, text])).toEqual([
      ["note", expect.stringContaining("makes the identity hub.example")],
      ["toDo", expect.stringContaining("sandbox")],
    ])
    const { actions } = await results(emptyAccount(answers))
    expect(actions.filter((action) => action.includes("/v2/email"))).toEqual([])
  })

  it("says what is wrong with the stage when it is too large to be planned", async () => {
    const aws = await startAwsStub(emptyAccount())
    const many = Array.from({ length: 40 }, (_, copy) =>
      exampleParties.map((party) => ({ ...party, id: `${party.id}-${copy}` })),
    )
    const found = await preflight(aws.url, {}, many.flat())
    await aws.stop()
    expect(inState(found, "toDo")).toMatchObject([{ check: "stage", text: expect.stringMatching(/"group": 2/) }])
  })
})

describe("npx wayseal preflight", () => {
  it("exits with 0 and a table when nothing stands in the way", async () => {
    const aws = await startAwsStub(emptyAccount())
    const args = ["preflight", "--stage", "local", "--endpoint", aws.url]
    const { status, stdout, stderr } = await answerWith(anyCredentials, ...args)
    await aws.stop()
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(/credentials +│ ok/)
    expect(stdout).toMatch(/Stage "local" can be deployed\.\n$/)
  })

  it("exits with 0 on an emulator that lacks a service, and lists apart what it cannot show", async () => {
    const aws = await startAwsStub(emptyAccount({ GetServiceQuota: () => ({ error: "UnknownService" }) }))
    const args = ["preflight", "--stage", "local", "--endpoint", aws.url]
    const { status, stdout } = await answerWith(anyCredentials, ...args)
    await aws.stop()
    expect(status).toBe(0)
    const states = [...stdout.matchAll(/│ \w[\w ]* +│ (ok|note|TO DO|NOT CHECKED|not shown here) +│/g)].map(
      ([, state]) => state,
    )
    expect(states.indexOf("not shown here")).toBeGreaterThan(states.lastIndexOf("ok"))
    expect(stdout).toMatch(/can be deployed\. \d+ checks are not shown here/)
  })

  it("exits with 1 and prints one object for programs when there is something to do", async () => {
    const aws = await startAwsStub(emptyAccount({ GetParameter: () => ({ error: "ParameterNotFound" }) }))
    const args = ["preflight", "--stage", "local", "--endpoint", aws.url, "--json"]
    const { status, stdout } = await answerWith(anyCredentials, ...args)
    await aws.stop()
    expect(status).toBe(1)
    const report = z.object({ ready: z.boolean(), results: z.array(z.object({ state: z.string() })) })
    const { ready, results: found } = report.parse(JSON.parse(stdout))
    expect([ready, found.filter(({ state }) => state === "toDo").length]).toEqual([false, 1])
  })

  it("exits with 2 for a partner event bus of a party that is not there, and asks AWS nothing", async () => {
    const stages = mkdtempSync(join(tmpdir(), "stages-"))
    const settings = z.looseObject({}).parse(JSON.parse(readFileSync(stage.path, "utf8")))
    const partnerBuses = [{ bus: "aws.partner/shopify.com/1/wayseal", party: "leaflin" }]
    mkdirSync(join(stages, "local"))
    writeFileSync(
      join(stages, "local", stageFileName),
      JSON.stringify({ ...settings, parties: stage.partiesPath, partnerBuses }),
    )
    const { status, stderr } = await answer("preflight", "--stage", "local", "--stages", stages)
    rmSync(stages, { recursive: true })
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining("partnerBuses[0].party names no party"),
    })
  })

  it("says in a sentence that there are no credentials", async () => {
    const { status, stdout, stderr } = await answer("preflight", "--stage", "local")
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: "",
      stderr: "There are no AWS credentials. Sign in, or set AWS_PROFILE.\n",
    })
  })

  it.each([
    [["--endpoint", "127.0.0.1:4566"], /--endpoint: write a whole URL/],
    [["--stage", "nope"], /There is no stage "nope"/],
    [["--sage", "x"], /Unknown option '--sage'/],
  ])(
    "exits with 2 for %j",
    async (args, sentence) => {
      const { status, stdout, stderr } = await answer("preflight", "--stage", "local", ...args)
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
      expect(stderr).toMatch(sentence)
    },
    30_000,
  )

  it("prints the rights that it needs, all of which only read", async () => {
    const { status, stdout } = await answer("preflight", "--permissions", "--json")
    const { preflight: actions, deployer } = z
      .object({ preflight: z.array(z.string()), deployer: z.array(z.string()) })
      .parse(JSON.parse(stdout))
    expect(status).toBe(0)
    expect(actions.length).toBeGreaterThan(10)
    for (const action of actions) expect(action).toMatch(/^[a-z0-9]+:(Get|List|Describe)/)
    expect(deployer[0]).toContain("sts:AssumeRole")
    expect(deployer[0]).toContain("cdk-hnb659fds-")
  })

  it("prints the rights that one stage needs, with the policies of the keys that it was given", async () => {
    const { status, stdout, stderr } = await answer("preflight", "--permissions", "--stage", "company")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toContain("role/cdk-acme-*")
    expect(stdout).toContain("table/Wayseal-company-*InvitedParties*")
    expect(stdout).toContain('"lambda:CreateFunction"')
    for (const name of ["ingress", "data", "sealing", "headMac", "signing", "document"])
      expect(stdout).toContain(`The policy of the key keys.${name} has to grant:`)
    expect(stdout).toContain("event-bus/wayseal-company-exchange")
  })
})
