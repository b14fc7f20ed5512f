import * as z from "zod"
import {
  type CreateDocumentOptions,
  createDocument,
  type ZodOpenApiComponentsObject,
  type ZodOpenApiOperationObject,
  type ZodOpenApiResponsesObject,
} from "zod-openapi"
import { deprecationInWords } from "../../../shared/base/contracts/deprecation.ts"
import { problemBody, problemKinds } from "../../../shared/base/platform/http-problem.ts"
import type { DeclaredAnswer, RouteDeclaration } from "../../../shared/base/platform/http-route.ts"
import type { OptionalPart } from "../../../shared/base/platform/resource-variables.ts"
import { refusals } from "../../../shared/desk/actions/refusal.ts"
import { dossierSchema } from "../../../shared/desk/dossier/document.ts"
import { anyJson } from "../../../shared/desk/timeline.ts"
import { signInPath } from "../../../shared/pages/sign-in/return-path.ts"
import { consoleHeader, sessionCookieName } from "../../../shared/parties/sessions/session.ts"
import { simplify } from "./json-schema.ts"

/** What the paths of the API are about, by their first word. */
const tags: Readonly<Record<string, string>> = {
  lookups: "Guarded lookups of visitors and of parties",
  events: "Publishing over HTTPS",
  cases: "The breach desk: the caller's side of its cases",
  shipments: "Who looked up a shipment",
  "shipment-cases": "The cases in which a shipment is exposed",
  drafts: "What a person typed in the console and did not send",
  restrictions: "Restrictions of accessors",
  "refused-attempts": "Anomalies of which the ledger shows nothing of the party's shipments",
  decisions: "Restrictions for programs that enforce them",
  "proof-map": "For which numbers a carrier's own tool should ask strangers for proof",
  erasures: "Receipts of erasures",
  settings: "What a party changes about itself",
  vendors: "Payloads of vendors, on behalf of a party",
  webhooks: "Attempts to post events, and sending them again",
  invitations: "What an invited party enters",
  session: "The session of a person in the console",
  colleagues: "The people of a party",
  problems: "The page about all problems",
  "signing-keys": "Public keys, with which anybody checks the hub's signatures",
  statements: "Signed statements of each day, and what the ledger has of it",
}

/** What the names in paths stand for. */
const pathMeanings: Readonly<Record<string, string>> = {
  vendor: "Name of the vendor, such as `easypost`",
  day: "UTC day, such as `2026-11-26`",
  partyId: "Id of the party in whose name the vendor sends",
  secret: "The secret of the vendor in the party's settings",
  attemptId: "The `attemptId` of an attempt in the list",
  caseAlias: "The caller's own name for the case",
  dutyId: "The `dutyId` of a duty of the case",
  documentId: "The `documentId` of the answer with which the document was asked for",
  restrictionId: "The `restrictionId` of a restriction in the list",
  shipmentId: "The caller's own id of the shipment: a retailer's shipment id, or a carrier's tracking number",
  erasureId: "The `erasureId` of the receipt",
}

/** Statuses of refusals with which any operation can answer. */
const anywhere = [400, 500, 503]
const ofCallers = [401, 403, 429]
const ofPaths = [404]
const ofBodies = [413, 415]
/** Their content type is not looked at. */
const ofRawBodies = [413]
const ofKeys = [409, 422]
const shared = [...anywhere, ...ofCallers, ...ofPaths, ...ofBodies, ...ofKeys]

/** What the headers of refusals say. */
const headerMeanings: Readonly<Record<string, string>> = {
  "retry-after": "Seconds to wait",
  "www-authenticate": "How to authenticate (RFC 6750), and what is wrong with the token",
}

const deskRefusals = Object.entries(refusals)
  .map(([code, { sentence }]) => `\`${code}\`: ${sentence}`)
  .join(" ")

/**
 * The OpenAPI 3.1 document of the routes that functions serve.
 *
 * @param partsOf the parts that bring a route: a stage with any of them has it. None: every stage has it
 */
export function openApi(
  routes: readonly RouteDeclaration[],
  version: string,
  partsOf: (route: RouteDeclaration) => readonly OptionalPart[] = () => [],
) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route, partsOf(route)) }
  }
  return createDocument(
    {
      openapi: "3.1.0",
      info: {
        title: "Wayseal API",
        version,
        description: "Guarded lookups, publishing over HTTPS, and the breach desk of the parties.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      servers: [
        {
          url: "https://{host}",
          description: "A stage of Wayseal",
          variables: {
            host: { default: "api.wayseal.example", description: "The host that the operator of the hub names" },
          },
        },
      ],
      tags: tagsOf(routes).map((name) => ({ name, description: tags[name] ?? "" })),
      paths,
      components,
    },
    options,
  )
}

const problemType = "application/problem+json"
const problemContent = { [problemType]: { schema: problemBody } }

function refusal(status: number) {
  const kinds: Kind[] = Object.values(problemKinds).filter((kind) => kind.status === status)
  const headers = Object.assign({}, ...kinds.map((kind) => kind.headers))
  const titles = kinds.map(({ title }) => `${title}.`).join(" Or: ")
  return { description: titles, headers: headersOf(headers), content: problemContent }
}

type Kind = { title: string; headers?: Readonly<Record<string, string>> }

function headersOf(names: Readonly<Record<string, string>>) {
  const described = Object.keys(names).map((name) => [
    name,
    { description: headerMeanings[name] ?? names[name] ?? "", schema: { type: "string" as const } },
  ])
  return Object.fromEntries(described)
}

const components: ZodOpenApiComponentsObject = {
  securitySchemes: {
    party: {
      type: "http",
      scheme: "bearer",
      bearerFormat: "JWT",
      description:
        "A JWT that the party signs (EdDSA or ES256) with a key that the hub knows. Claims: `iss` party id, `aud` `wayseal-<stage>`, `exp` at most 5 minutes ahead, `jti`. Or a token of the OIDC issuer that the party or the hub entered. `onBehalfOf` names the end user of a delegated lookup.",
    },
    session: {
      type: "apiKey",
      in: "cookie",
      name: sessionCookieName,
      description: `The session of a person who signed in to the console at ${signInPath}. A request that changes something also needs the header \`${consoleHeader}: 1\`, and an \`idempotency-key\` if the operation has one. A reader may only read.`,
    },
  },
  schemas: { Problem: problemBody, Dossier: dossierSchema, AnyJson: anyJson },
  responses: {
    Problem: {
      description: `A refusal. It never repeats a value of the request. Codes of the breach desk: ${deskRefusals}`,
      content: problemContent,
    },
    ...Object.fromEntries(shared.map((status) => [`Problem${status}`, refusal(status)])),
  },
}

const options: CreateDocumentOptions = {
  override: ({ jsonSchema, io, zodSchema }) => {
    simplify(jsonSchema)
    // A recursive type says no more to readers than "anything", and tools fail on it.
    if (zodSchema === anyJson) Object.assign(jsonSchema, { anyOf: undefined, description: "Any JSON" })
    // Answers are open, because receivers ignore additions.
    if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  },
}

function operation(route: RouteDeclaration, parts: readonly OptionalPart[]): ZodOpenApiOperationObject {
  const { body, otherBodies, rawBody, query, requestHeaders, authentication, answers, problems } = route
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "")
  const own = Object.entries(answers ?? {}).map(([status, each]) => [status, answer(each)])
  const refused = Object.entries(problems ?? {}).map(([status, each]) => [
    status,
    answer({ contentType: problemType, ...each }),
  ])
  return {
    operationId: operationId(route),
    summary: route.summary ?? "",
    tags: tagsOf([route]),
    ...describedAs([
      ...(parts.length === 0 ? [] : [`Only in a stage that takes ${parts.map((part) => `\`${part}\``).join(" or ")}.`]),
      ...(route.deprecation === undefined ? [] : [deprecationInWords(route.deprecation)]),
    ]),
    ...(route.deprecation && { deprecated: true }),
    requestParams: {
      path: z.object(
        Object.fromEntries(names.map((name) => [name, z.string().meta({ description: pathMeanings[name] ?? "" })])),
      ),
      ...(query && { query }),
      ...(requestHeaders && { header: requestHeaders }),
    },
    ...(body && { requestBody: { required: true, content: bodies({ "application/json": body, ...otherBodies }) } }),
    ...(rawBody && { requestBody: { required: true, content: rawBodies(rawBody) } }),
    responses: {
      ...sharedRefusals(route, names),
      ...Object.fromEntries([...own, ...refused]),
      default: { $ref: responses("Problem") },
    },
    security: securityOf[authentication],
  }
}

const describedAs = (sentences: readonly string[]) =>
  sentences.length === 0 ? {} : { description: sentences.join(" ") }

/** A visitor's lookup counts for no person: there the session of the console is not looked at. */
const securityOf: Readonly<Record<RouteDeclaration["authentication"], Record<string, string[]>[]>> = {
  none: [],
  optional: [{}, { party: [] }],
  required: [{ party: [] }, { session: [] }],
}

function bodies(schemas: Readonly<Record<string, z.ZodType>>) {
  return Object.fromEntries(Object.entries(schemas).map(([type, schema]) => [type, { schema }]))
}

/** Bodies that are taken as they come. Whoever sends them documents them. */
function rawBodies(types: readonly string[]) {
  return bodies(Object.fromEntries(types.map((type) => [type, type.endsWith("json") ? z.unknown() : z.string()])))
}

/** The refusals that follow from the declaration of a route. */
function sharedRefusals(route: RouteDeclaration, pathNames: readonly string[]): ZodOpenApiResponsesObject {
  const { authentication, body, rawBody, requestHeaders } = route
  const statuses = [
    ...anywhere,
    ...(authentication === "none" ? [] : ofCallers),
    ...(pathNames.length === 0 ? [] : ofPaths),
    ...(body === undefined ? [] : ofBodies),
    ...(rawBody === undefined ? [] : ofRawBodies),
    ...(requestHeaders?.shape["idempotency-key"] === undefined ? [] : ofKeys),
  ]
  return Object.fromEntries(statuses.map((status) => [status, { $ref: responses(`Problem${status}`) }]))
}

const responses = (name: string): `#/components/responses/${string}` => `#/components/responses/${name}`

function answer({ description, schema, contentType, otherTypes = [], headers }: DeclaredAnswer) {
  const isProblem = contentType === problemType
  const types = contentType === undefined ? (schema === undefined ? [] : ["application/json"]) : [contentType]
  return {
    description,
    ...(headers && { headers: headersOf(headers) }),
    content: Object.fromEntries([
      ...types.map((name) => [name, { schema: schema ?? (isProblem ? problemBody : z.string()) }]),
      ...otherTypes.map((name) => [name, { schema: z.string() }]),
    ]),
  }
}

function tagsOf(routes: readonly RouteDeclaration[]): string[] {
  return [...new Set(routes.map(({ path }) => wordsOf(path)[0] ?? ""))]
}

function operationId({ method, path }: RouteDeclaration): string {
  return [method.toLowerCase(), ...wordsOf(path).map((part) => part.replace(/[{}]/g, ""))].join("-")
}

function wordsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "" && part !== "v1")
}
