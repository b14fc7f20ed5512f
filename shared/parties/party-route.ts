import type * as z from "zod"
import type { Deprecation } from "../contracts/deprecation.ts"
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
 * @param declaration.query strict schema of the query parameters. Without one, the route takes none
 * @param declaration.body schema of the JSON body. Without a schema, no body is read
 * @param declaration.otherBodies schemas of bodies in other JSON formats, by content type
 * @param declaration.rawBody content types of a body that is taken as bytes, because a signature is over them
 * @param declaration.explain what the answer to a body that does not fit its schema says to people
 * @param declaration.documentation what the generated API document states about the route
 * @param declaration.deprecation that the route will end: every answer says so
 */
export function route<
  const Authentication extends "none" | "optional" | "required",
  Schema extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Raw extends readonly string[] | undefined = undefined,
>(declaration: {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  path: string
  authentication: Authentication
  query?: Query
  body?: Schema
  otherBodies?: Readonly<Record<string, z.ZodType<z.output<NoInfer<Schema>>>>>
  rawBody?: Raw
  maxBodyBytes?: number
  explain?: Route["explain"]
  documentation?: RouteDocumentation
  deprecation?: Deprecation
  handle: (
    request: HttpRequest<BodyOf<Schema, Raw>, CallerOf<Caller, Authentication>, z.output<Query>>,
  ) => Promise<HttpAnswer>
}): Route
export function route(declaration: RouteDeclaration<Caller>): Route {
  return routeOf(declaration)
}

type BodyOf<Schema extends z.ZodType, Raw> = Raw extends readonly string[] ? Uint8Array : z.output<Schema>
