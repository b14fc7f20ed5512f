import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { expect, it } from "@jest/globals"

const workflow = readFileSync(new URL("../../docs/examples/github-actions/deploy.yml", import.meta.url), "utf8")
const script = /in the stacks of contexts\n.*\n {8}run: \|\n((?: {10}.*\n)+)/.exec(workflow)?.[1] ?? ""

/** Runs the step as GitHub Actions does, with an AWS CLI that finds these stacks and this drift in each. */
function run({ stacks = "One Two", states }: { readonly stacks?: string; readonly states: readonly string[] }) {
  const aws = `aws() {
    case "$2" in
      list-stack-resources) echo "${stacks}" ;;
      detect-stack-drift) echo "$4" ;;
      describe-stack-drift-detection-status)
        case "$4" in ${["One", "Two"].map((name, at) => `${name}) echo "${states[at]}" ;;`).join(" ")} esac ;;
      describe-stack-resource-drifts) echo "MODIFIED in $4" ;;
    esac
  }
  sleep() { :; }
`
  return spawnSync("bash", ["-e", "-c", `${aws}${script}`], { encoding: "utf8", env: { STAGE: "prod" } })
}
const inSync = "DETECTION_COMPLETE IN_SYNC"

it("the look for drift in the stacks of contexts ends well only when each was looked at and none has drifted", () => {
  expect(script).toContain("detect-stack-drift")
  expect(run({ states: [inSync, inSync] }).status).toBe(0)
  const { status, stdout } = run({ states: ["DETECTION_COMPLETE DRIFTED", inSync] })
  expect([status, stdout]).toEqual([1, expect.stringContaining("MODIFIED in One")])
  expect(run({ states: [inSync, "DETECTION_FAILED UNKNOWN"] }).status).toBe(1)
  expect(run({ states: [inSync, ""] }).status).toBe(1)
  expect(run({ stacks: "", states: [] }).status).toBe(1)
})
