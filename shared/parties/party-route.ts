import type * as z from "zod"
import {
  type CallerOf,
  type HttpAnswer,
  type HttpRequest,
  type HttpRoute,
  type RouteDeclaration,
  type RouteDocumentation,
  routeOf,
} from "../platform/http-route.ts"
import type { Caller } from "./authenticate-party.ts"

/** A route that parties or visitors call. Make it with `route`. */
export type Route = HttpRoute<Caller>

/**
 * Declares a route, e.g. `POST /v1/cases/{caseAlias}/duties`.
 * @param declaration.authentication `required`: 401 without a valid token. `optional`: 401 only for an invalid token
 * @param declaration.body schema of the JSON body. Without a schema, no body is read
 * @param declaration.explain what the answer to a body that does not fit its schema says to people
 * @param declaration.documentation what the generated API document states about the route
 */
export function route<
  const Authentication extends "none" | "optional" | "required",
  Schema extends z.ZodType = z.ZodUndefined,
>(declaration: {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  path: string
  authentication: Authentication
  body?: Schema
  maxBodyBytes?: number
  explain?: Route["explain"]
  documentation?: RouteDocumentation
  handle: (request: HttpRequest<z.output<Schema>, CallerOf<Caller, Authentication>>) => Promise<HttpAnswer>
}): Route
export function route(declaration: RouteDeclaration<Caller>): Route {
  return routeOf(declaration)
}
