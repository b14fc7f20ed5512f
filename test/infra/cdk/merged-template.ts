import * as z from "zod"

const values = z.record(z.string(), z.unknown())
const resource = z.looseObject({
  Type: z.string(),
  Properties: values.optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
})
const templateSchema = z.looseObject({
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
})
const parametersOf = z.looseObject({ Parameters: values.default({}) })
const outputOf = z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string().startsWith("Outputs.")]) })
const refOf = z.object({ Ref: z.string() })

/**
 * A template with the resources of the stacks within it, as if there were one stack: what each is given and gives back
 * stands where it is used.
 *
 * @param inner templates of the stacks within, by the logical ids of these
 */
export function mergedTemplate(json: unknown, inner: Readonly<Record<string, unknown>>) {
  const template = templateSchema.parse(json)
  const within = Object.entries(inner).map(([id, innerJson]) => {
    const { Resources, Outputs } = templateSchema.parse(innerJson)
    const given = parametersOf.parse(template.Resources[id]?.Properties).Parameters
    return { id, Resources, Outputs, given }
  })
  const givenTo = (stack: (typeof within)[number]) => (value: unknown) => {
    const { success, data } = refOf.safeParse(value)
    return success ? stack.given[data.Ref] : undefined
  }
  const givenBack = (value: unknown) => {
    const { success, data } = outputOf.safeParse(value)
    if (!success) return undefined
    const [id, output] = data["Fn::GetAtt"]
    return within.find((stack) => stack.id === id)?.Outputs[output.replace(/^Outputs\./, "")]?.Value
  }
  const resources = within.flatMap((stack) => Object.entries(values.parse(replaced(stack.Resources, givenTo(stack)))))
  const { Resources, ...others } = template
  const own = Object.fromEntries(Object.entries(Resources).filter(([id]) => !(id in inner)))
  const merged = { ...others, Resources: { ...own, ...Object.fromEntries(resources) } }
  return withoutDependencies(templateSchema.parse(replaced(merged, givenBack)), inner)
}

/** A value in which some values stand for others. */
function replaced(value: unknown, by: (value: unknown) => unknown): unknown {
  const walk = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(walk)
    if (typeof each !== "object" || each === null) return each
    const other = by(each)
    return other === undefined
      ? Object.fromEntries(Object.entries(each).map(([key, one]) => [key, walk(one)]))
      : walk(other)
  }
  return walk(value)
}

function withoutDependencies(template: z.infer<typeof templateSchema>, gone: Readonly<Record<string, unknown>>) {
  const Resources = Object.fromEntries(
    Object.entries(template.Resources).map(([id, { DependsOn, ...others }]) => {
      const left = [DependsOn ?? []].flat().filter((each) => !(each in gone))
      return [id, left.length === 0 ? others : { ...others, DependsOn: left }]
    }),
  )
  return { ...template, Resources }
}
