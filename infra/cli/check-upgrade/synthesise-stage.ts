import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runCommand } from "../../local/emulator/run-command.ts"
import { projectFolder } from "../../local/host-environment.ts"
import { type Template, templateSchema } from "./template-risks.ts"

const ending = ".template.json"
/** Stacks within others hold nothing that could be lost. */
const endingWithin = ".nested.template.json"

/**
 * Synthesises a stage as the next deployment would.
 *
 * @returns the templates by the names of their stacks
 * @throws Error with what the CDK wrote
 */
export async function synthesiseStage(
  context: Readonly<Record<string, string>>,
  environment: Record<string, string>,
): Promise<ReadonlyMap<string, Template>> {
  const folder = await mkdtemp(join(tmpdir(), "wayseal-assembly-"))
  try {
    const flags = Object.entries(context).flatMap(([name, value]) => ["-c", `${name}=${value}`])
    const cdk = join(projectFolder, "node_modules/.bin/cdk")
    await runCommand(cdk, ["synth", "--quiet", "--output", folder, ...flags], { environment })
    return await readAssembly(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The templates of an assembly, a `cdk.out`, by the names of their stacks. */
export async function readAssembly(folder: string): Promise<ReadonlyMap<string, Template>> {
  const files = (await readdir(folder)).filter((name) => name.endsWith(ending) && !name.endsWith(endingWithin))
  const templates = files.map(async (file) => {
    const template = templateSchema.parse(JSON.parse(await readFile(join(folder, file), "utf8")))
    return [file.slice(0, -ending.length), template] as const
  })
  return new Map(await Promise.all(templates))
}
