import * as z from "zod"

const reference = z.union([
  z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }).transform((found) => found["Fn::GetAtt"][0]),
])
const output = z.union([
  z
    .object({ "Fn::GetStackOutput": z.object({ OutputName: z.string() }) })
    .transform((found) => found["Fn::GetStackOutput"].OutputName),
  z.object({ "Fn::ImportValue": z.string() }).transform((found) => found["Fn::ImportValue"].replace(/^.*:/, "")),
])
const names = z.record(z.string(), z.unknown()).default({})
const named = z.looseObject({ Resources: names, Parameters: names, Outputs: names })

/** What templates refer to that none of them has. */
export function danglingIn(hub: readonly unknown[]): string[] {
  const outputs = new Set(hub.flatMap((template) => Object.keys(named.parse(template).Outputs)))
  return hub.flatMap((template) => {
    const { Resources, Parameters } = named.parse(template)
    const own = new Set([...Object.keys(Resources), ...Object.keys(Parameters)])
    const isThere = (value: unknown): boolean => {
      const [refers, takes] = [reference.safeParse(value), output.safeParse(value)]
      if (refers.success) return refers.data.startsWith("AWS::") || own.has(refers.data)
      return !takes.success || outputs.has(takes.data)
    }
    return valuesIn(template).flatMap((value) => (isThere(value) ? [] : [JSON.stringify(value)]))
  })
}

const valuesIn = (value: unknown): unknown[] =>
  typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(valuesIn)] : []
