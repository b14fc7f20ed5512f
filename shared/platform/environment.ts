import type * as z from "zod"

/** An environment variable is absent or wrong. The message names the variables and the broken rules, never a value. */
export class EnvironmentInvalid extends Error {
  override readonly name = "EnvironmentInvalid"

  constructor(variables: readonly string[]) {
    super(`The environment is invalid: ${variables.join(", ")}`)
  }
}

/**
 * Reads settings from the environment. No other file reads it.
 * @param variables the environment by default
 * @throws EnvironmentInvalid naming each variable that does not fit
 */
export function readEnvironment<Schema extends z.ZodType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): z.output<Schema> {
  const result = schema.safeParse({ ...variables })
  if (!result.success) {
    throw new EnvironmentInvalid(
      result.error.issues.map((issue) => {
        const name = issue.path.map(String).join(".")
        return `${name} ${variables[name] === undefined ? "is missing" : issue.code}`
      }),
    )
  }
  return result.data
}
