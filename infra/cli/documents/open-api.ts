import { refusals } from "../../../shared/breach-desk/actions/refusal.ts"
import { dossierSchema } from "../../../shared/breach-desk/dossier/document.ts"
import type { Route } from "../../../shared/parties/party-route.ts"
import { problemBody } from "../../../shared/platform/http-problem.ts"
import { jsonSchemaOf } from "./json-schema.ts"

const deskRefusals = Object.entries(refusals)
  .map(([code, { sentence }]) => `\`${code}\`: ${sentence}`)
  .join(" ")

/** The OpenAPI 3.1 document of the routes that functions serve. */
export function openApi(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Wayseal API",
      version,
      description: "Guarded lookups, publishing over HTTPS, and the breach desk of the parties.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths,
    components: {
      securitySchemes: {
        party: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description:
            "A JWT that the party signs (EdDSA or ES256) with a key that the hub knows. Claims: `iss` party id, `aud` `wayseal-<stage>`, `exp` at most 5 minutes ahead, `jti`. Or a token of the OIDC issuer that the party or the hub entered. `onBehalfOf` names the end user of a delegated lookup.",
        },
      },
      schemas: { Problem: jsonSchemaOf(problemBody), Dossier: jsonSchemaOf(dossierSchema) },
      responses: {
        Problem: {
          description: `A refusal. It never repeats a value of the request. Codes of the breach desk: ${deskRefusals}`,
          content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
        },
      },
    },
  }
}

function operation(route: Route): Record<string, unknown> {
  const { documentation, bodySchema, authentication } = route
  const parameters = [...pathParameters(route), ...queryParameters(route)]
  const answers = Object.entries(documentation?.answers ?? {}).map(([status, each]) => [status, answer(each)])
  return {
    operationId: operationId(route),
    summary: documentation?.summary ?? "",
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(bodySchema === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: jsonSchemaOf(bodySchema) } } } }),
    responses: { ...Object.fromEntries(answers), default: { $ref: "#/components/responses/Problem" } },
    security: authentication === "none" ? [] : authentication === "optional" ? [{}, { party: [] }] : [{ party: [] }],
  }
}

function pathParameters({ path }: Route): readonly object[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  return names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }))
}

function queryParameters({ querySchema }: Route): readonly object[] {
  return Object.entries(querySchema.shape).map(([name, schema]) => {
    const { description, ...form } = jsonSchemaOf(schema)
    return { name, in: "query", description, schema: form }
  })
}

type Answer = NonNullable<Route["documentation"]>["answers"][number]

function answer({ description, schema, contentType }: Answer): object {
  if (schema === undefined && contentType === undefined) return { description }
  const content = { schema: schema === undefined ? { type: "string" } : jsonSchemaOf(schema) }
  return { description, content: { [contentType ?? "application/json"]: content } }
}

function operationId({ method, path }: Route): string {
  const words = path.split("/").filter((part) => part !== "" && part !== "v1")
  return [method.toLowerCase(), ...words.map((part) => part.replace(/[{}]/g, ""))].join("-")
}
