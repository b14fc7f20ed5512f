import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { stageConfig } from "../../infra/stages/stage-config.ts"
import { hubAccount } from "./example-stage.ts"
import { assemble, build } from "./synthesised-exchange.ts"

const withoutComments = (name: string) =>
  readFileSync(new URL(`../../docs/examples/github-actions/${name}`, import.meta.url), "utf8").replaceAll(
    /^\s*#.*$/gm,
    "",
  )
const workflow = withoutComments("deploy.yml")
/** With parameters as `<Stage>`. */
const roles = withoutComments("roles.yaml").replaceAll(/\$\{([\w:]+)\}/g, "<$1>")
const foundIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = ""]) => found)
const matchesOf = (pattern: RegExp) => foundIn(workflow, pattern)

describe("the example of a deployment from GitHub Actions", () => {
  it("takes each action at a commit, and says which version that is", () => {
    const uses = matchesOf(/uses: (.+)/g)
    expect(uses).toHaveLength(10)
    for (const each of uses) expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it("compares and deploys all stacks, which are in the hub's own account", async () => {
    const accounts = Object.values(await build("prod"))
      .flat()
      .map(({ account }) => account)
    expect(new Set(accounts)).toEqual(new Set([hubAccount]))
    const commands = matchesOf(/run: (npx cdk .+)/g)
    expect(commands.map((each) => each.split(" ")[2])).toEqual(["diff", "deploy", "diff", "drift"])
    // The CDK looks for drift in all stacks where none is named.
    for (const each of commands.slice(0, 3)) expect(each).toContain(" --all ")
  })

  it("gives a token of AWS to no job by default, and never to a pull request from a fork", () => {
    expect(workflow).toMatch(/^permissions: \{\}$/m)
    expect(workflow).toContain("head.repo.full_name == github.repository")
    expect(workflow).not.toMatch(/pull_request_target|secrets\./)
  })

  it("knows each role by an output of the template that makes them", () => {
    const named = matchesOf(/role-to-assume: \$\{\{ vars\.(\w+)_ROLE_ARN \}\}/g)
    const outputs = foundIn(roles, /^ {2}(\w+)RoleArn:$/gm)
    expect(new Set(named)).toEqual(new Set(outputs.map((name) => name.toUpperCase())))
  })
})

describe("the roles of GitHub Actions", () => {
  const [, compare = "", deploy = ""] = roles.split(/^ {2}\w+Role:$/gm)
  const trusted = (role: string) => foundIn(role, /!Sub repo:<Repository>:(.+)/g)
  const assumable = (role: string) => foundIn(role, /!Sub (arn:aws:iam:.+)/g)

  it("are for one repository: to compare for pull requests and one branch, to deploy for one environment", () => {
    expect(trusted(compare)).toEqual(["pull_request", "ref:refs/heads/<Branch>"])
    expect(trusted(deploy)).toEqual(["environment:<Environment>"])
    expect(foundIn(roles, /(StringLike|repo:\*)/g)).toEqual([])
  })

  it("may assume roles of the CDK's bootstrap, and read the stage's stacks where templates are compared", () => {
    expect(foundIn(deploy, /Action: (.+)/g)).toEqual(["sts:AssumeRoleWithWebIdentity", "sts:AssumeRole"])
    expect(foundIn(compare, /Action: (.+)/g)).toEqual([
      "sts:AssumeRoleWithWebIdentity",
      "sts:AssumeRole",
      "[cloudformation:DescribeStacks, cloudformation:GetTemplate]",
    ])
    expect(assumable(compare).every((arn) => arn.includes("-lookup-role-"))).toBe(true)
    expect(foundIn(roles, /^.*(\*).*$/gm)).toEqual(["*"])
    expect(roles).toContain("stack/Wayseal-<Stage>-*")
  })

  it("may assume what each stack is deployed with, that of the edge too", async () => {
    const browserEdge = { domain: "track.hub.example", hostedZoneId: "Z0123456789" }
    const settings = { browserEdge: stageConfig.shape.browserEdge.parse(browserEdge) }
    const { exchanges } = await assemble({ prod: { settings } })
    const given = { "AWS::AccountId": hubAccount, "AWS::Region": "ca-central-1", Qualifier: "hnb659fds" }
    const allowed = assumable(deploy).map((arn) =>
      Object.entries(given).reduce((text, [name, value]) => text.replaceAll(`<${name}>`, value), arn),
    )
    // Stacks within another one are deployed with it.
    const deployed = exchanges.flatMap(({ contexts: _, ...others }) => Object.values(others).flat())
    const needed = deployed.map((stack) => stack.assumeRoleArn)
    expect(needed.length).toBeGreaterThan(3)
    for (const arn of needed) expect(allowed).toContain(arn?.replace(/\$\{[\w:]+\}/, "aws"))
  })
})
