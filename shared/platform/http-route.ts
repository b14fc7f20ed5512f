import * as z from "zod"
import type { Deprecation } from "../contracts/deprecation.ts"

/** A request as a use case receives it. */
export type HttpRequest<Body, Who, Query = unknown> = {
  /** Values of the path's `{names}`, decoded. */
  parameters: Readonly<Record<string, string>>
  /** The query parameters, as the route's schema parsed them. */
  query: Query
  /** Headers by name in lower case. */
  headers: Readonly<Record<string, string>>
  /** Cookies by name, from the event's list or the header. */
  cookies: Readonly<Record<string, string>>
  /** IP address of the client, as `ClientAddress` found it. */
  sourceIp: string
  body: Body
  caller: Who
  requestId: string
  /** ISO instant. */
  receivedAt: string
  /** The request as it came, for signatures over it. */
  raw: { readonly method: string; readonly path: string; readonly body: Uint8Array }
}

/** An answer. `body` becomes JSON unless it is a document. */
export type HttpAnswer = {
  status: number
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** Values of Set-Cookie. */
  cookies?: readonly string[]
}

/** A body that is not JSON. */
export class HttpDocument {
  readonly contentType: string
  readonly content: string | Uint8Array

  constructor(contentType: string, content: string | Uint8Array) {
    this.contentType = contentType
    this.content = content
  }
}

/** What the API document states about an answer. Its body is JSON, problem+json or a document, or there is none. */
export type DocumentedAnswer = {
  description: string
  /** Of the JSON. */
  schema?: z.ZodType
  /** Of a body that is not plain JSON. */
  contentType?: string
  /** Content types that the caller can have instead. */
  otherTypes?: readonly string[]
  /** Headers that the answer can have, by name in lower case, and what each says. */
  headers?: Readonly<Record<string, string>>
}

/** What the API document states about a route beside its path and body. */
export type RouteDocumentation = {
  /** One line of text. */
  summary: string
  /** Headers of the request beside `authorization`, by name in lower case. Each has its description in its `meta`. */
  requestHeaders?: z.ZodObject
  /** Answers by status. Refusals that many routes share are known from the declaration of the route. */
  answers: Readonly<Record<number, DocumentedAnswer>>
}

/** The caller of a route, by its kind of authentication. */
export type CallerOf<Caller, Authentication> = Authentication extends "required"
  ? Caller
  : Authentication extends "optional"
    ? Caller | undefined
    : undefined

/** A path with its handler. */
export type HttpRoute<Caller> = {
  readonly method: string
  readonly path: string
  readonly documentation: RouteDocumentation | undefined
  readonly deprecation: Deprecation | undefined
  readonly authentication: "none" | "optional" | "required"
  /** The query parameters. All others are refused. Each has its description in its `meta`. */
  readonly querySchema: z.ZodObject
  readonly bodySchema: z.ZodType | undefined
  /** Schemas of bodies in other JSON formats, by content type in lower case. */
  readonly otherBodies: Readonly<Record<string, z.ZodType>>
  /** Content types of a body that the use case gets as bytes, because a signature is over them. Not checked. */
  readonly rawBody: readonly string[] | undefined
  readonly maxBodyBytes: number
  /** What is wrong with a body, in sentences for people, which quote none of its values. */
  readonly explain: ((error: z.ZodError, json: unknown) => string) | undefined
  readonly answer: (request: HttpRequest<unknown, Caller | undefined>) => Promise<HttpAnswer>
}

/** The declaration of a route. */
export type RouteDeclaration<Caller> = {
  method: string
  path: string
  authentication: HttpRoute<Caller>["authentication"]
  query?: z.ZodObject
  body?: z.ZodType
  otherBodies?: Readonly<Record<string, z.ZodType>>
  rawBody?: readonly string[]
  maxBodyBytes?: number
  explain?: HttpRoute<Caller>["explain"]
  documentation?: RouteDocumentation
  deprecation?: Deprecation
  handle: (request: HttpRequest<unknown, Caller | undefined>) => Promise<HttpAnswer>
}

/** The route from its declaration. */
export function routeOf<Caller>(declaration: RouteDeclaration<Caller>): HttpRoute<Caller> {
  return {
    documentation: declaration.documentation,
    deprecation: declaration.deprecation,
    method: declaration.method,
    path: declaration.path,
    authentication: declaration.authentication,
    querySchema: declaration.query ?? z.strictObject({}),
    bodySchema: declaration.body,
    otherBodies: declaration.otherBodies ?? {},
    rawBody: declaration.rawBody,
    maxBodyBytes: declaration.maxBodyBytes ?? 256 * 1024,
    explain: declaration.explain,
    answer: declaration.handle,
  }
}

/** The media type of a `content-type`, without its parameters, in lower case. */
export const mediaType = (contentType: string): string => (contentType.split(";")[0] ?? "").trim().toLowerCase()
