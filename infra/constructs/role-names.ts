import { createHash } from "node:crypto"
import { Aspects, CfnResource, Stack } from "aws-cdk-lib"
import type { IConstruct } from "constructs"

/** The most characters of a role's name. */
const longestName = 64

/**
 * Lets what follows `role/` in the ARN of every role of a stack begin with a prefix. What stands before its last slash
 * becomes the role's path. It looks at the resources of templates, so that roles that the CDK makes by itself have it.
 */
export function nameRoles(stack: Stack, prefix: string): void {
  const nameAt = prefix.lastIndexOf("/") + 1
  const [path, start] = [prefix.slice(0, nameAt), prefix.slice(nameAt)]
  Aspects.of(stack).add({
    visit(node) {
      if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== "AWS::IAM::Role") return
      if (path !== "") node.addPropertyOverride("Path", `/${path}`)
      if (start !== "") node.addPropertyOverride("RoleName", nameOf(node, prefix, start))
    },
  })
}

/** A name of its own in the account, also beside the same stage with another prefix or in another region. */
function nameOf(role: IConstruct, prefix: string, start: string): string {
  const { region } = Stack.of(role)
  const hash = createHash("sha256").update(`${prefix} ${region} ${role.node.path}`).digest("hex").slice(0, 8)
  const readable = role.node.path.replace(/\/Resource$/, "").replace(/[^\w]+/g, "-")
  return `${start}${readable.slice(0, longestName - start.length - hash.length - 1)}-${hash}`
}
