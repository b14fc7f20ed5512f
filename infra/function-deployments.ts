import { existsSync, readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"
import * as z from "zod"
import { type FunctionDeployment, isDeclared } from "../functions/deployment.ts"
import { deploymentIn } from "../functions/in-parts.ts"
import type { Part, Parts } from "../functions/parts.ts"
import { type OptionalPart, optionalParts } from "../shared/base/platform/resource-variables.ts"

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

type ApiRoute = { readonly method: string; readonly path: string }

/** Whether one of these routes of functions serves a route of the API, whose last words they may leave open. */
export const servesRoute = (routes: readonly string[], { method, path }: ApiRoute): boolean =>
  routes.some((route) => {
    const words = route.split("/")
    const asked = `${method} ${path}`.split("/")
    return words.length === asked.length && words.every((word, place) => /^\{/.test(word) || word === asked[place])
  })

/** The parts of which a stage takes one if it has a route of the API. None if every stage has it. */
export const partsOfRoute =
  (deployments: FunctionDeployments) =>
  (asked: ApiRoute): readonly OptionalPart[] => {
    const declared = [...deployments.values()].find(({ http }) => servesRoute(http?.routes ?? [], asked))
    const own = declared?.http?.only?.find(({ routes }) => servesRoute(routes, asked))
    const partOf: readonly Part[] = own?.partOf ?? declared?.partOf ?? []
    return optionalParts.filter((part) => partOf.includes(part))
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
