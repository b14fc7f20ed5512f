import type * as z from "zod"
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

/** One answer of a route. Its body is JSON, problem+json or a document, or there is none. */
export type DeclaredAnswer = {
  readonly description: string
  /** Of the JSON. */
  readonly schema?: z.ZodType
  /** Of a body that is not plain JSON. */
  readonly contentType?: string
  /** Content types that the caller can have instead. */
  readonly otherTypes?: readonly string[]
  /** Headers that the answer can have, by name in lower case, and what each says. */
  readonly headers?: Readonly<Record<string, string>>
}

type Answers = Readonly<Record<number, DeclaredAnswer>>

/**
 * All that is said of a route: who may call it, with what, and what it answers. The type of its handler, the checks of
 * a request and the API document follow from it. Declare one with {@link declareRoute}.
 */
export type RouteDeclaration = {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Such as `/v1/cases/{caseAlias}/duties`. */
  readonly path: string
  /** Who may call: `required`: 401 without a valid token. `optional`: 401 only for an invalid one. `none`: anybody. */
  readonly authentication: "none" | "optional" | "required"
  /** Strict schema of the query parameters, each with a description in its `meta`. Absent: the route takes none. */
  readonly query?: z.ZodObject
  /** Of the JSON body. Absent: no body is read. */
  readonly body?: z.ZodType
  /** Schemas of bodies in other JSON formats, by content type in lower case. */
  readonly otherBodies?: Readonly<Record<string, z.ZodType>>
  /** Content types of a body that the handler gets as bytes, because a signature is over them. Not checked. */
  readonly rawBody?: readonly string[]
  /** 256 KiB when absent. */
  readonly maxBodyBytes?: number
  /** What is wrong with a body, in sentences for people, which quote none of its values. */
  readonly explain?: (error: z.ZodError, json: unknown) => string
  /** One line of text. Absent: it serves a page to people, and the API document leaves it out. */
  readonly summary?: string
  /** Headers of the request beside `authorization`, by name in lower case. Each has its description in its `meta`. */
  readonly requestHeaders?: z.ZodObject
  /** What the handler answers, by status. Absent: pages. */
  readonly answers?: Answers
  /** What it refuses with, by status, beside the refusals that follow from the rest of the declaration. */
  readonly problems?: Answers
  /** That the route will end: every answer says so. */
  readonly deprecation?: Deprecation
}

/** Keeps the types of a declaration for its handler. */
export const declareRoute = <const Declaration extends RouteDeclaration>(declaration: Declaration): Declaration =>
  declaration

/** The answers of a route that answers in one way: 200 with JSON. */
export const answersWith = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, schema },
})

/** The bytes that a body of a route may have. */
export const mostBodyBytes = ({ maxBodyBytes = 256 * 1024 }: RouteDeclaration): number => maxBodyBytes

/** The request that the handler of a route gets. */
export type RequestOf<Declaration extends RouteDeclaration, Caller> = HttpRequest<
  BodyOf<Declaration>,
  CallerOf<Caller, Declaration["authentication"]>,
  Declaration extends { query: infer Query extends z.ZodObject } ? z.output<Query> : Record<never, never>
>

type CallerOf<Caller, Authentication> = Authentication extends "required"
  ? Caller
  : Authentication extends "optional"
    ? Caller | undefined
    : undefined

type BodyOf<Declaration extends RouteDeclaration> = Declaration extends { rawBody: readonly string[] }
  ? Uint8Array
  : Declaration extends { body: infer Body extends z.ZodType }
    ? z.output<Body> | OtherBodyOf<Declaration>
    : undefined

type OtherBodyOf<Declaration extends RouteDeclaration> = Declaration extends {
  otherBodies: infer Others extends Readonly<Record<string, z.ZodType>>
}
  ? z.output<Others[keyof Others]>
  : never

/** The answers that the handler of a route may give. */
export type AnswerOf<Declaration extends RouteDeclaration> = Declaration extends {
  answers: infer Declared extends Answers
}
  ? { [Status in keyof Declared & number]: OneAnswer<Status, Declared[Status]> }[keyof Declared & number]
  : HttpAnswer

type OneAnswer<Status extends number, Declared extends DeclaredAnswer> = Omit<HttpAnswer, "status" | "body"> & {
  status: Status
  body: Declared extends { contentType: string }
    ? HttpDocument
    : JsonOf<Declared> | (Declared extends { otherTypes: readonly string[] } ? HttpDocument : never)
}

type JsonOf<Declared extends DeclaredAnswer> = Declared extends { schema: infer Schema extends z.ZodType }
  ? Given<Schema>
  : undefined

/** A value that a schema takes, which nobody changes. */
export type Given<Schema extends z.ZodType> = DeepReadonly<z.input<Schema>>

type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value

/** A declared route with its handler. */
export type HttpRoute<Caller> = RouteDeclaration & {
  readonly answer: (request: HttpRequest<unknown, Caller | undefined>) => Promise<HttpAnswer>
}

/** The media type of a `content-type`, without its parameters, in lower case. */
export const mediaType = (contentType: string): string => (contentType.split(";")[0] ?? "").trim().toLowerCase()
