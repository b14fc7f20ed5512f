import { Stack } from "aws-cdk-lib"
import { Template } from "aws-cdk-lib/assertions"
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam"
import { nameRoles } from "../../../infra/constructs/role-names.ts"
import { hubAccount } from "../example-stage.ts"
import { inApp } from "./assembly.ts"

/** The properties of a role in a stack whose roles begin with a prefix. */
export const namedRole = (prefix: string, region: string) =>
  inApp((app) => {
    const stack = new Stack(app, "Stack", { env: { region, account: hubAccount } })
    new Role(stack, "Made", { assumedBy: new ServicePrincipal("lambda.amazonaws.com") })
    nameRoles(stack, prefix)
    const [role] = Object.values(Template.fromStack(stack).findResources("AWS::IAM::Role"))
    return role?.["Properties"]
  })
