import { registerHooks } from "node:module"
import { openApi } from "./open-api.ts"
import { documentedRoutes } from "./routes.ts"

/** Where the types of the API's paths are. The client's typed calls take them. */
export const apiTypesPath = "client/api/generated/paths.ts"

/**
 * TypeScript types of the API, made from its OpenAPI document. The generator needs the compiler's own API, which the
 * native TypeScript 7 does not have, so it gets TypeScript 6.
 *
 * @param version the version in the document
 */
export async function apiTypes(version: string): Promise<string> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const asks = specifier === "typescript" && context.parentURL?.includes("/node_modules/openapi-typescript/")
      return next(asks === true ? "typescript6" : specifier, context)
    },
  })
  try {
    const { default: openapiTypes, astToString } = await import("openapi-typescript")
    const types = await openapiTypes(JSON.stringify(openApi(documentedRoutes, version)))
    return `// Made from the OpenAPI document by \`npm run generate\`.\n${astToString(types)}`
  } finally {
    hooks.deregister()
  }
}
