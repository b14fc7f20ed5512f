import type * as z from "zod"

/** An environment variable is absent or wrong. The message names the variables and the broken rules, never a value. */
export class EnvironmentInvalid extends Error {
  override readonly name = "EnvironmentInvalid"

  constructor(variables: readonly string[]) {
    super(`The environment is invalid: ${variables.join(", ")}`)
  }
}

/** Variables by their names: those of the process, unless a test gives others. */
export type Variables = Readonly<Record<string, string | undefined>>

/**
 * Reads settings from the environment. No other file reads it.
 * @throws EnvironmentInvalid naming each variable that does not fit
 */
export function readEnvironment<Shape extends z.core.$ZodShape>(
  schema: z.ZodObject<Shape>,
  variables: Variables = process.env,
): z.output<z.ZodObject<Shape>> {
  // Each read of `process.env` asks the system, so only what the schema names is read.
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, variables[name]]))
  const result = schema.safeParse(given)
  if (!result.success) {
    throw new EnvironmentInvalid(
      result.error.issues.map((issue) => {
        const name = issue.path.map(String).join(".")
        return `${name} ${given[name] === undefined ? "is missing" : issue.code}`
      }),
    )
  }
  return result.data
}

/**
 * Reads a variable that must have a text.
 * @throws EnvironmentInvalid when it is absent or empty
 */
export function readVariable(name: string, variables: Variables = process.env): string {
  const value = variables[name]
  if (value === undefined || value === "") throw new EnvironmentInvalid([`${name} is missing`])
  return value
}

/** Whether a variable has a text. */
export function hasVariable(name: string, variables: Variables = process.env): boolean {
  return (variables[name] ?? "") !== ""
}
