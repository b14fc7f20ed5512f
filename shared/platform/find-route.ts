import { HttpProblem } from "./http-problem.ts"
import type { HttpRoute } from "./http-route.ts"

/** A route, and the values of the names in its path. */
export type FoundRoute<Caller> = { route: HttpRoute<Caller>; parameters: Record<string, string> }

/** Finds the route of a request. @throws HttpProblem 404 if no route has its path, 405 if none has its method */
export type RouteFinder<Caller> = (method: string, path: string) => Promise<FoundRoute<Caller>>

/** @param options.moreRoutes is called when a request first fits none of `routes`, and again after a failure */
export function routeFinder<Caller>(options: {
  routes: readonly HttpRoute<Caller>[]
  moreRoutes?: (() => Promise<readonly HttpRoute<Caller>[]>) | undefined
}): RouteFinder<Caller> {
  const { routes, moreRoutes = async () => [] } = options
  let all: readonly HttpRoute<Caller>[] | undefined
  return async (method, path) => {
    const first = fitting(routes, path).find(({ route }) => route.method === method)
    if (first !== undefined) return first
    all ??= [...routes, ...(await moreRoutes())]
    const fit = fitting(all, path)
    const found = fit.find(({ route }) => route.method === method)
    if (found !== undefined) return found
    const allowed = [...new Set(fit.map(({ route }) => route.method))]
    if (allowed.length > 0) throw new HttpProblem("methodNotAllowed", { headers: { allow: allowed.join(", ") } })
    throw new HttpProblem("notFound")
  }
}

function fitting<Caller>(routes: readonly HttpRoute<Caller>[], path: string): FoundRoute<Caller>[] {
  return routes.flatMap((route) => {
    const parameters = matchPath(route.path, path)
    return parameters === undefined ? [] : [{ route, parameters }]
  })
}

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
      if (decoded === undefined || decoded === "") {
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
