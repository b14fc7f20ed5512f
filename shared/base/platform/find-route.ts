import { HttpProblem } from "./http-problem.ts"
import type { HttpRoute } from "./http-route.ts"

/** A route, and the values of the names in its path. */
export type FoundRoute<Caller> = { route: HttpRoute<Caller>; parameters: Record<string, string> }

/** Finds the route of a request. @throws HttpProblem 404 if no route has its path, 405 if none has its method */
export type RouteFinder<Caller> = (method: string, path: string) => Promise<FoundRoute<Caller>>

/**
 * @param options.moreRoutes is called when a request first fits none of `routes`, and again after a failure
 * @param options.routesElsewhere method and path of routes that other functions serve
 */
export function routeFinder<Caller>(options: {
  routes: readonly HttpRoute<Caller>[]
  moreRoutes?: (() => Promise<readonly HttpRoute<Caller>[]>) | undefined
  routesElsewhere?: readonly string[] | undefined
}): RouteFinder<Caller> {
  const { routes, moreRoutes = async () => [], routesElsewhere = [] } = options
  const elsewhere = routesElsewhere.map((name) => name.split(" ")).map(([method = "", path = ""]) => ({ method, path }))
  let all: readonly HttpRoute<Caller>[] | undefined
  return async (method, path) => {
    const first = fitting(routes, path).find(({ route }) => route.method === method)
    if (first !== undefined) return first
    all ??= [...routes, ...(await moreRoutes())]
    const fit = fitting(all, path)
    const found = fit.find(({ route }) => route.method === method)
    if (found !== undefined) return found
    const others = elsewhere.filter((route) => matchPath(route.path, path) !== undefined)
    const allowed = [...new Set([...fit.map(({ route }) => route), ...others].map((each) => each.method))]
    if (allowed.length > 0) throw new HttpProblem("methodNotAllowed", { headers: { allow: allowed.join(", ") } })
    throw new HttpProblem("notFound", { detail: "The API has no such path. Its OpenAPI document lists all of them." })
  }
}

function fitting<Caller>(routes: readonly HttpRoute<Caller>[], path: string): FoundRoute<Caller>[] {
  return routes.flatMap((route) => {
    const parameters = matchPath(route.path, path)
    return parameters === undefined ? [] : [{ route, parameters }]
  })
}

/** No id or secret in a path is longer. Under 1,024 bytes in UTF-8, which is what a sort key of DynamoDB takes. */
const maxParameterLength = 256

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split("/")
  const given = path.split("/")
  if (wanted.length !== given.length) {
    return undefined
  }
  const parameters: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ""
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name === undefined) {
      if (part !== value) {
        return undefined
      }
    } else {
      const decoded = decodeSegment(value)
      if (decoded === undefined || decoded === "" || decoded.length > maxParameterLength) {
        return undefined
      }
      parameters[name] = decoded
    }
  }
  return parameters
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment)
  } catch {
    return undefined
  }
}
