import { execFile } from "node:child_process"

export type Ran = { readonly status: number; readonly stdout: string; readonly stderr: string }

/** Runs `npx wayseal` with these arguments and variables, and with no credentials of this machine. */
export function runWayseal(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: "/nonexistent",
    AWS_EC2_METADATA_DISABLED: "true",
    ...variables,
  }
  return new Promise((settle) => {
    execFile(
      process.execPath,
      ["infra/cli/wayseal.mjs", ...args],
      { env, encoding: "utf8" },
      (error, stdout, stderr) => {
        settle({ status: error === null ? 0 : Number(error.code), stdout, stderr })
      },
    )
  })
}

export const anyCredentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" }
