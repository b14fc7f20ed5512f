import { readFileSync } from "node:fs"
import { describe, expect, it } from "@jest/globals"
import { hubAccount } from "./example-stage.ts"
import { build } from "./synthesised-exchange.ts"

const workflow = readFileSync(
  new URL("../../docs/examples/github-actions/deploy.yml", import.meta.url),
  "utf8",
).replaceAll(/^\s*#.*$/gm, "")
const matchesOf = (pattern: RegExp) => [...workflow.matchAll(pattern)].map(([, found = ""]) => found)

describe("the example of a deployment from GitHub Actions", () => {
  it("takes each action at a commit, and says which version that is", () => {
    const uses = matchesOf(/uses: (.+)/g)
    expect(uses).toHaveLength(6)
    for (const each of uses) expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it("compares and deploys all stacks, which are in the hub's own account", async () => {
    const accounts = Object.values(await build("prod"))
      .flat()
      .map(({ account }) => account)
    expect(new Set(accounts)).toEqual(new Set([hubAccount]))
    const commands = matchesOf(/run: (npx cdk .+)/g)
    expect(commands.map((each) => each.split(" ")[2])).toEqual(["diff", "deploy"])
    for (const each of commands) expect(each).toContain(" --all ")
  })

  it("gives a token of AWS to no job by default, and never to a pull request from a fork", () => {
    expect(workflow).toMatch(/^permissions: \{\}$/m)
    expect(workflow).toContain("head.repo.full_name == github.repository")
    expect(workflow).not.toMatch(/pull_request_target|secrets\./)
  })
})
