import { existsSync, readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import * as z from "zod"
import { type FunctionDeployment, isDeclared } from "../functions/deployment.ts"
import { deploymentIn } from "../functions/in-parts.ts"
import type { Parts } from "../functions/parts.ts"

/** The declaration of every function, by the name of its folder in functions/. */
export type FunctionDeployments = ReadonlyMap<string, FunctionDeployment>

const functionsFolder = resolve(import.meta.dirname, "../functions")

const deploymentModule = z.object({ deployment: z.custom<FunctionDeployment>(isDeclared) })

/**
 * Reads the declaration in each folder of functions/, in the order of their names.
 *
 * @throws Error naming the file to write, when a folder lacks its entry.ts or deployment.ts, or when deployment.ts does
 * not export what `declareFunction` returned.
 */
export async function loadDeployments(folder: string = functionsFolder): Promise<FunctionDeployments> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name)
    .sort()
  return new Map(await Promise.all(names.map(async (name) => [name, await loadDeployment(folder, name)] as const)))
}

/** The functions of a stage with these parts, each as that stage has it. */
export function deploymentsIn(parts: Parts, deployments: FunctionDeployments): FunctionDeployments {
  return new Map(
    [...deployments].flatMap(([name, declared]) => {
      const deployment = deploymentIn(parts, declared)
      return deployment === undefined ? [] : [[name, deployment] as const]
    }),
  )
}

async function loadDeployment(folder: string, name: string): Promise<FunctionDeployment> {
  requireFile(folder, name, "entry.ts", "It has to export the function's `handler`.")
  requireFile(folder, name, "deployment.ts", "It has to declare what the function consumes and may use.")
  const module: unknown = await import(pathToFileURL(join(folder, name, "deployment.ts")).href)
  const parsed = deploymentModule.safeParse(module)
  if (!parsed.success)
    throw new Error(`functions/${name}/deployment.ts has to export \`deployment\`, made by declareFunction.`)
  return parsed.data.deployment
}

function requireFile(folder: string, name: string, file: string, advice: string): void {
  if (!existsSync(join(folder, name, file))) throw new Error(`functions/${name}/${file} is missing. ${advice}`)
}
