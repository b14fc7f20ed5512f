import { statefulPart, type Template, templateSchema } from "../../infra/cli/check-upgrade/template-risks.ts"
import { synthesise } from "../infra/cdk/exchange.ts"

/** The resources of the production example that hold data, by their stack and logical id. */
export function statefulResources(): Readonly<Record<string, Template["Resources"][string]>> {
  const [exchange] = synthesise({ prod: {} }).exchanges
  if (exchange === undefined) throw new Error("nothing was synthesised")
  const stacks = [
    ["Data", exchange.data],
    ...exchange.groups.map((one, place) => [`Parties-${place + 1}`, one] as const),
    ["Functions", exchange.functions],
  ] as const
  return Object.fromEntries(
    stacks.flatMap(([stack, { template }]) =>
      Object.entries(statefulPart(templateSchema.parse(template)).Resources).map(([id, resource]) => [
        `${stack}/${id}`,
        resource,
      ]),
    ),
  )
}
