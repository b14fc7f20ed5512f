import type { AcceptedWarning } from "./judge-findings.ts"

/** Every warning of cfn-lint that stays, and why. One that no template has any more fails the lint. No error stays. */
export const acceptedWarnings: readonly AcceptedWarning[] = [
  {
    rule: "W3005",
    message:
      /^'\w+Role\w+' dependency already enforced by a 'GetAtt' at 'Resources\/\w+\/Properties\/(Role|Target\/RoleArn)'$/,
    reason:
      "A function or a schedule must not be made before the policies of its role. The CDK writes that as a dependency " +
      "on the role and all that belongs to it, and names the role too. It is redundant, and does no harm.",
  },
  {
    rule: "W3005",
    message: /^'[A-Z][a-z]+' dependency already enforced by a 'GetAtt' at 'Resources\/\w+\/Properties\/FunctionName'$/,
    reason:
      "A trigger must not be made before the policies of its function's role. Both are in the stack of a context, which " +
      "the trigger names too. It is redundant, and does no harm.",
  },
]
