import { spawn } from "node:child_process"
import { projectFolder } from "../host-environment.ts"

export interface CommandOptions {
  readonly environment: Record<string, string>
  readonly folder?: string
}

/**
 * Runs a command to its end.
 *
 * @returns everything that it wrote
 * @throws Error with the last 40 lines when it fails
 */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.folder ?? projectFolder,
    env: options.environment,
    stdio: ["ignore", "pipe", "pipe"],
  })
  let written = ""
  const take = (chunk: Buffer) => {
    written += chunk.toString()
  }
  child.stdout.on("data", take)
  child.stderr.on("data", take)
  const outcome = await new Promise<number | string>((settle, fail) => {
    child.on("error", fail)
    child.on("close", (code, signal) => settle(code ?? signal ?? "unknown"))
  })
  if (outcome !== 0) {
    const tail = written.trimEnd().split("\n").slice(-40).join("\n")
    throw new Error(`${[command, ...args].join(" ")} ended with ${outcome}:\n${tail}`)
  }
  return written
}
