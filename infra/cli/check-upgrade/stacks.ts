import * as z from "zod"
import type { Template } from "./template-risks.ts"

/** Templates by the names of their stacks. */
export type Stacks = ReadonlyMap<string, Template>

/** A value that a stack takes from another: by its export, or by the name of an output that it looks up. */
export type TakenValue = { readonly exported: string } | { readonly stackName: string; readonly output: string }

const takenValue = z.union([
  z.strictObject({ "Fn::ImportValue": z.string() }).transform((value) => ({ exported: value["Fn::ImportValue"] })),
  z
    .strictObject({ "Fn::GetStackOutput": z.looseObject({ StackName: z.string(), OutputName: z.string() }) })
    .transform(({ "Fn::GetStackOutput": { StackName, OutputName } }) => ({ stackName: StackName, output: OutputName })),
])

/** The values that a part of a template takes from other stacks. */
export function takenValues(part: unknown): readonly TakenValue[] {
  const found = takenValue.safeParse(part)
  if (found.success) return [found.data]
  return typeof part === "object" && part !== null ? Object.values(part).flatMap(takenValues) : []
}

/** Where a stack gives a value to others, and the value. Undefined if none gives it. */
export function giverOf(stacks: Stacks, taken: TakenValue) {
  for (const [stackName, { Outputs = {} }] of stacks)
    for (const [output, { Value, Export }] of Object.entries(Outputs)) {
      const isIt =
        "exported" in taken ? Export?.Name === taken.exported : taken.stackName === stackName && taken.output === output
      if (isIt) return { stackName, value: Value }
    }
  return undefined
}

/**
 * What a value of a stack stands for, whether it is taken from another stack or written out, as text to compare. A bus
 * is its name.
 */
export function meaningOf(stacks: Stacks, stackName: string, value: unknown): string {
  const taken = takenValue.safeParse(value)
  const giver = taken.success ? giverOf(stacks, taken.data) : undefined
  if (giver !== undefined) return meaningOf(stacks, giver.stackName, giver.value)
  if (typeof value === "string") return value
  const reference = z.strictObject({ Ref: z.string() }).safeParse(value)
  const referred = reference.success ? stacks.get(stackName)?.Resources[reference.data.Ref] : undefined
  const name = referred?.Type === "AWS::Events::EventBus" ? referred.Properties["Name"] : undefined
  return typeof name === "string" ? name : `${stackName} ${JSON.stringify(value)}`
}

/** The resources of a type in all stacks. */
export function resourcesOfType(stacks: Stacks, type: string) {
  return [...stacks].flatMap(([stackName, { Resources }]) =>
    Object.entries(Resources).flatMap(([resource, { Type, Properties }]) =>
      Type === type ? [{ stackName, resource, type, properties: Properties }] : [],
    ),
  )
}
