import { readFileSync } from "node:fs"
import { join } from "node:path"
import { type App, NestedStack, Stack } from "aws-cdk-lib"

/** The template of a stack. */
export type StackTemplate = {
  /** Of a stack within another: the other's name, a slash, and its id there. CloudFormation adds to its own name. */
  readonly stackName: string
  /** The stack that it is within. */
  readonly within?: string
  readonly template: unknown
}

/** Synthesises an app. Returns the templates of its stacks in the order of deployment, each before those within it. */
export function templatesOf(app: App): readonly StackTemplate[] {
  const { stacks, directory } = app.synth()
  return stacks.flatMap(({ id, stackName, template }) => {
    const inner = app.node
      .findAll()
      .filter((each) => each instanceof NestedStack)
      .filter(
        ({ nestedStackParent }) => nestedStackParent !== undefined && Stack.of(nestedStackParent).artifactId === id,
      )
      .map(({ node, templateFile }) => ({
        stackName: `${stackName}/${node.id}`,
        within: stackName,
        template: JSON.parse(readFileSync(join(directory, templateFile), "utf8")) as unknown,
      }))
    return [{ stackName, template }, ...inner]
  })
}
