import { execFile } from "node:child_process"
import { join } from "node:path"
import { expect, it } from "@jest/globals"

const linter = join(import.meta.dirname, "../../infra/lint/lint-templates.ts")

it("has templates that CloudFormation takes in six regions, by the rules of cfn-lint", async () => {
  const { code, printed } = await new Promise<{ code: unknown; printed: string }>((resolve) => {
    execFile(process.execPath, [linter], (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, printed: `${stdout}${stderr}` }),
    )
  })
  expect({ code, printed }).toEqual({ code: 0, printed: expect.any(String) })
}, 600_000)
