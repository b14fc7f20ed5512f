import { type FunctionDeployment, type Grants, partsOfUse } from "./deployment.ts"
import { isTaken, leftOutOf, type Parts } from "./parts.ts"
import { tableNames, tablesIn } from "./tables.ts"

/**
 * A function as a stage with these parts has it: without routes of other parts, and without grants on what the stage
 * does not have.
 *
 * @returns undefined if the stage does not have the function
 */
export function deploymentIn(parts: Parts, declared: FunctionDeployment): FunctionDeployment | undefined {
  if (!isTaken(parts, declared.partOf)) return undefined
  const differences = leftOutOf(parts).map((part) => declared.without?.[part])
  const { includes, http, ...deployment }: FunctionDeployment = Object.assign({}, declared, ...differences)
  return {
    ...deployment,
    ...grantsIn(parts, deployment),
    ...(includes === undefined ? {} : { includes: includes.map((grants) => grantsIn(parts, grants)) }),
    ...(http === undefined ? {} : { http: { ...http, routes: routesIn(parts, http) } }),
  }
}

function grantsIn(parts: Parts, { tables = {}, indexes = {}, uses = [] }: Grants): Grants {
  const names = new Set<string>(tablesIn(parts))
  const there = <Granted extends object>(granted: Granted): Partial<Granted> => {
    const left = { ...granted }
    for (const name of tableNames) if (!names.has(name)) Reflect.deleteProperty(left, name)
    return left
  }
  return {
    tables: there(tables),
    indexes: there(indexes),
    uses: uses.filter((use) => isTaken(parts, partsOfUse[use])),
  }
}

function routesIn(parts: Parts, { routes, only = [] }: NonNullable<FunctionDeployment["http"]>) {
  const absent = new Set(only.filter(({ partOf }) => !isTaken(parts, partOf)).flatMap((each) => each.routes))
  return routes.filter((route) => !absent.has(route))
}
