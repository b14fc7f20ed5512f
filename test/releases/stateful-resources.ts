import { statefulPart, type Template, templateSchema } from "../../infra/cli/check-upgrade/template-risks.ts"
import { synthesise } from "../infra/synthesised-exchange.ts"

/** The resources of the production example that hold data, by their stack and logical id. */
export function statefulResources(): Readonly<Record<string, Template["Resources"][string]>> {
  const { data, groups, functions } = synthesise("prod")
  const stacks = [
    ["Data", data],
    ...groups.map((one, place) => [`Parties-${place + 1}`, one] as const),
    ["Functions", functions],
  ] as const
  return Object.fromEntries(
    stacks.flatMap(([stack, template]) =>
      Object.entries(statefulPart(templateSchema.parse(template)).Resources).map(([id, resource]) => [
        `${stack}/${id}`,
        resource,
      ]),
    ),
  )
}
